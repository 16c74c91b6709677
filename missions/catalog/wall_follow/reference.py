# SPDX-License-Identifier: Apache-2.0
"""Along the wall: a program that keeps half a metre from the wall on its right.

It asks one question again and again: where is the piece of wall that is nearest? That piece should lie exactly to
the right, half a metre away. Corners and gaps then need no rule of their own: at the end of a wall the nearest piece is
its edge, and the robot goes round it; in a corner it is the wall ahead, and the robot turns away from it.
"""

import math

import numpy as np

WANTED_M = 0.5
FASTEST_MPS = 0.2


def drive(robot):
    while robot.running:
        distance, bearing = nearest_piece(robot)
        too_far = distance - WANTED_M
        off = bearing + deg(90)  # 0 when the nearest piece is exactly to the right, positive when it is further ahead
        turn = 2.0 * off - 3.0 * too_far
        # In a bend there is time to turn: the more the robot has to turn, the slower it goes.
        speed = FASTEST_MPS * max(0.2, 1.0 - abs(turn) / 1.5)
        robot.move(speed, max(-1.2, min(1.2, turn)))
        robot.plot("distance", distance)


def nearest_piece(robot):
    """Distance (m) and bearing (rad, 0 ahead, -90° to the right) of the nearest piece of wall on the right."""
    scan = robot.scan
    bearing = np.arange(len(scan)) * (2 * math.pi / len(scan))
    bearing = (bearing + math.pi) % (2 * math.pi) - math.pi
    looked_at = np.isfinite(scan) & (bearing > deg(-135)) & (bearing < deg(20))
    if not looked_at.any():
        return WANTED_M, deg(-90)
    bearing, distance = bearing[looked_at], scan[looked_at]
    # One ray alone trembles by a centimetre and more; the middle of the nearest ones, 24° together, is steady.
    nearest = np.argsort(distance)[: len(scan) // 15]
    x = np.mean(distance[nearest] * np.cos(bearing[nearest]))
    y = np.mean(distance[nearest] * np.sin(bearing[nearest]))
    return math.hypot(x, y), math.atan2(y, x)
