# SPDX-License-Identifier: Apache-2.0
"""First drive without looking: straight from pad to pad, by the wheels alone. It does not pass."""

import math

START = (-2.3, -1.75)
PADS = [(0.9, -1.7), (2.2, 1.55), (-2.1, 1.6)]


def drive(robot):
    x, y = START
    heading = 0.0
    for pad_x, pad_y in PADS:
        direction = math.atan2(pad_y - y, pad_x - x)
        robot.turn(math.remainder(direction - heading, 2 * math.pi))
        robot.forward(math.hypot(pad_x - x, pad_y - y))
        x, y, heading = pad_x, pad_y, direction
