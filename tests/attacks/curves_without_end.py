# SPDX-License-Identifier: Apache-2.0
# attack: plots under ever new names
# ends: normally
# says: This is the last of 64 curves; no other is drawn.


def drive(robot):
    number = 0
    while robot.time_s < 1.0:
        for _ in range(50):
            number += 1
            robot.plot(f"curve {number}", number)
        robot.wait(0.05)
