# SPDX-License-Identifier: Apache-2.0
# attack: stops its own process
# ends: time_step
# words: no answer within 2 s

import signal


def drive(robot):
    signal.raise_signal(signal.SIGSTOP)
