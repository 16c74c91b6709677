# SPDX-License-Identifier: Apache-2.0
"""Follow the line by heart: by the wheels alone, without a look. It gets ever farther off, and does not pass."""

import math

BEND_M = 0.5


def drive(robot):
    robot.forward(1.65)
    for _ in range(2):  # the second half is like the first
        bend(robot, 1)
        robot.forward(1.5)
        robot.turn(deg(90))
        robot.forward(0.5)
        bend(robot, -1)
        bend(robot, 1)
        robot.forward(2.0)


def bend(robot, side):
    """A quarter of a circle, to the left (1) or to the right (-1)."""
    speed = 0.15
    robot.move(speed, side * speed / BEND_M)
    robot.wait(BEND_M * math.pi / 2 / speed)
    robot.stop()
