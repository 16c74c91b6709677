# SPDX-License-Identifier: Apache-2.0
"""Over every ground as fast as the robot can: soon there, without the load. It does not pass."""


def drive(robot):
    while robot.running:
        robot.move(0.22, -2 * robot.imu.yaw_rad)
