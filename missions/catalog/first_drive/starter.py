# SPDX-License-Identifier: Apache-2.0
"""First drive: a program to begin with. It works, but it does not know yet where to go. Change it!"""


def drive(robot):
    robot.say("Hello! Let's go.")
    robot.forward(cm(60))  # try another distance, but look at the map first: what comes after 1 metre?
    robot.say(f"The next thing ahead is {robot.distance():.2f} m away.")

    while robot.running:
        if robot.distance(0, deg(60)) > 0.5:
            robot.move(0.15)  # metres a second; the fastest is 0.22
        else:
            robot.say("Something is in the way. I turn to the left.")
            robot.turn(deg(90))  # what about looking to both sides first, with robot.distance(deg(90))?
        # Where is the robot now? Compare with the places of the pads in the brief.
        robot.plot("x", robot.odometry.x_m)
        robot.plot("y", robot.odometry.y_m)
