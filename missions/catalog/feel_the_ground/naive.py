# SPDX-License-Identifier: Apache-2.0
"""Over every ground at the same careful speed: the load stays, but time runs out. It does not pass."""


def drive(robot):
    while robot.running:
        robot.move(0.06, -2 * robot.imu.yaw_rad)
