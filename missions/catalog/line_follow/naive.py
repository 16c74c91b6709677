# SPDX-License-Identifier: Apache-2.0
"""Follow the line at full speed, hard left or hard right. It wobbles, loses the line, and does not pass."""


def drive(robot):
    while robot.running:
        pieces = [piece for piece in robot.detections if piece.y_px > 165]
        if not pieces:
            break
        robot.move(0.26, 1.0 if pieces[0].bearing_rad > 0 else -1.0)
