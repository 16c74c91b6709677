# SPDX-License-Identifier: Apache-2.0
# attack: ignores the signal that its time is up
# ends: time_step
# words: no answer within 2 s

import signal


def drive(robot):
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    while True:  # here
        pass  # here
