# SPDX-License-Identifier: Apache-2.0
# attack: loops for ever
# ends: time_step
# words: busy for 2 s


def drive(robot):
    robot.wait(0.1)
    while True:  # here
        pass  # here
