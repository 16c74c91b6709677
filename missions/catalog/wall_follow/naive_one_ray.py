# SPDX-License-Identifier: Apache-2.0
"""Along the wall by one ray to the right: steadier than left-or-right, but it does not pass.

The ray falls through the gaps and past the ends of the wall: the robot loses it there, and finds it again by luck.
It may well get to the green pad, but not at half a metre.
"""


def drive(robot):
    while robot.running:
        if robot.distance(0, deg(40)) < 0.5:
            robot.move(0.0, 0.8)
        else:
            right = robot.distance(-deg(90))
            robot.move(0.15, max(-0.5, min(0.5, 2 * (0.5 - right))))
