# SPDX-License-Identifier: Apache-2.0
"""Follow the line: a program to begin with. It works on the straight; what happens in the first bend? Change it!"""


def drive(robot):
    robot.say("I look for the line.")
    while robot.running:
        # The line in the picture, piece by piece, the nearest first; what is higher up in the picture is far away.
        pieces = [piece for piece in robot.detections if piece.y_px > 165]
        if not pieces:
            robot.say("The line is gone. Where did I see it last?")
            break  # what would be better than to give up?

        bearing = pieces[0].bearing_rad  # 0: straight ahead; above 0: to the left; below 0: to the right
        robot.plot("bearing", bearing)
        if bearing > 0:
            robot.move(0.15, 0.3)  # metres a second, and radians a second to the left
        else:
            robot.move(0.15, -0.3)  # always 0.3, however far off the line is?
    robot.stop()
