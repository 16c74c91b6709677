# SPDX-License-Identifier: Apache-2.0
"""Feel the ground: a program to begin with. It drives and shows what it feels, but knows no ground yet. Change it!"""

import numpy as np


def learn(data):
    # data.train.signals: windows of one second, windows × 100 samples × 6 channels. data.train.y: the grounds.
    print(f"{len(data.train.y)} windows to learn from: {sorted(set(data.train.y))}")
    # what you return here is robot.model below


def drive(robot):
    while robot.running:
        robot.move(0.1, -2 * robot.imu.yaw_rad)  # straight on
        window = robot.imu_window()
        robot.plot("shaking", float(np.std(window[:, 1])))  # column 1: how fast the robot nods
