# SPDX-License-Identifier: Apache-2.0
"""Along the wall by the first rule that comes to mind: too far, to the right; too near, to the left. It does not pass.

Where the wall has a gap, it is suddenly far away: the robot turns to the right, and out of the hall it goes.
"""


def drive(robot):
    while robot.running:
        if robot.distance(0, deg(40)) < 0.5:
            robot.move(0.0, 0.8)
        elif robot.distance(-deg(90)) > 0.5:
            robot.move(0.15, -0.5)
        else:
            robot.move(0.15, 0.5)
