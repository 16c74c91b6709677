# SPDX-License-Identifier: Apache-2.0
# attack: kills its own process
# ends: memory
# words: ran out of memory

import signal


def drive(robot):
    signal.raise_signal(signal.SIGKILL)
