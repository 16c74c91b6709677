# SPDX-License-Identifier: Apache-2.0
# attack: sleeps
# ends: time_step
# words: busy for 2 s

import time


def drive(robot):
    time.sleep(1_000_000)  # here
