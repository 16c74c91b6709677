# SPDX-License-Identifier: Apache-2.0
# attack: thinks almost as long as it may, in every step
# ends: time_total
# words: for the whole episode

import time


def drive(robot):
    while robot.running:
        time.sleep(0.5)
        robot.move(0.1)
