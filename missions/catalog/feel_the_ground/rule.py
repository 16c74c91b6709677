# SPDX-License-Identifier: Apache-2.0
"""Feel the ground by a rule: the rougher, the slower. The best one found without learning, and it does not pass.

The rougher a ground, the more the robot nods; how much it nods grows with the speed, which the rule divides out. But
how firmly the IMU is mounted differs from seed to seed by a factor of six, and a carpet at full speed makes the robot
nod more than gravel: whichever limit one takes, with some seeds the load is lost, and with others the time.
"""

import numpy as np

FAST_MPS, SLOW_MPS = 0.22, 0.055
ROUGH = 1.4  # nodding (rad/s) at a speed of 1 m/s


def drive(robot):
    speed, speeds = 0.08, []
    while robot.running:
        robot.move(speed, -2.0 * robot.imu.yaw_rad)
        speeds = [*speeds[-19:], robot.odometry.speed_mps]
        window = robot.imu_window(1.0)
        if len(window) < 100:
            continue
        roughness = np.std(window[:, 1]) / (np.mean(speeds) + 0.02)
        # Two limits, so that the robot does not hesitate between fast and slow.
        if roughness > 1.1 * ROUGH:
            speed = SLOW_MPS
        elif roughness < 0.9 * ROUGH:
            speed = FAST_MPS
        robot.plot("roughness", roughness)
