# SPDX-License-Identifier: Apache-2.0
"""Along the wall: a program to begin with. It drives and looks to the right, but it does not steer yet. Change it!"""


def drive(robot):
    robot.say(f"The wall to my right is {robot.distance(-deg(90)):.2f} m away.")

    while robot.running:
        right = robot.distance(-deg(90))
        robot.plot("right", right)  # it should stay at 0.5; watch what it does at the gap
        if robot.distance(0, deg(40)) > 0.5:
            turn = 0.0  # more than 0 is to the left, less is to the right. What has it to do with `right`?
            robot.move(0.15, turn)
        else:
            robot.say(f"A wall ahead, after {robot.time_s:.0f} s! I turn to the left.")
            robot.turn(deg(90))  # ... and then the wall ends. Where is it then?
