# SPDX-License-Identifier: Apache-2.0
# attack: catches the end of the episode and goes on
# ends: normally
# says: go


def drive(robot):
    robot.say("go")
    while True:
        try:
            robot.wait(1)
        except BaseException:
            while True:
                pass
