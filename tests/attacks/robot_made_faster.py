# SPDX-License-Identifier: Apache-2.0
# attack: tells the robot object that it is faster than it is
# ends: normally


def drive(robot):
    robot._max_speed_mps = robot._max_turn_radps = 1e308
    while robot.running:
        robot.move(1e300, -1e300)
