# SPDX-License-Identifier: Apache-2.0
# attack: sets the clock
# ends: forbidden
# words: box does not allow

import time


def drive(robot):
    time.clock_settime(time.CLOCK_REALTIME, 0)  # here
