# SPDX-License-Identifier: Apache-2.0
"""Follow the line: a program that gets round.

It steers as a driver does:
1. Look at the line just ahead. The farther it is to the side, the more the robot turns (P, for proportional); and a
   little less if the line is coming back already (D, for derivative), so that it does not wobble.
2. Drive slowly where the line bends, and fast where it is straight.
3. Is the line gone? Then it left the picture on the side where it was last: turn there until it comes back.
"""

FASTEST = 0.22  # metres a second
TURN = 2.2  # turns by so many radians a second for each radian that the line is to the side
CALM = 0.15  # and by so much less for each radian a second that the line is coming back
BEND = 0.6  # at so many radians to the side the robot does not get ahead any more
NEAR_PX = 165  # what is higher up in the picture is too far away to steer by


def drive(robot):
    picture, bearing, change, seen_s = [], 0.0, 0.0, robot.time_s
    while robot.running:
        pieces = [piece for piece in robot.detections if piece.y_px > NEAR_PX]
        if not pieces:
            robot.move(0.0, 0.6 if bearing > 0 else -0.6)
            continue
        if pieces != picture:  # a new picture comes at every second step only
            passed_s = max(robot.time_s - seen_s, 0.05)
            change = (pieces[0].bearing_rad - bearing) / passed_s
            picture, bearing, seen_s = pieces, pieces[0].bearing_rad, robot.time_s
        # The nearest piece says how far off the line is, the farthest how it goes on.
        bend = max(abs(bearing), 0.6 * abs(pieces[-1].bearing_rad))
        robot.move(FASTEST * max(0.1, 1 - bend / BEND), TURN * bearing + CALM * change)
        robot.plot("bearing", bearing)
