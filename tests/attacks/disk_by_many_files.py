# SPDX-License-Identifier: Apache-2.0
# attack: makes files without end
# ends: output
# words: too many files


def drive(robot):
    robot.wait(0.1)
    number = 0
    while True:
        number += 1
        open(f"/work/{number}", "w").close()
