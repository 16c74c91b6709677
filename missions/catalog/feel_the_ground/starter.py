# SPDX-License-Identifier: Apache-2.0
"""Feel the ground: a program to begin with. It drives and shows what it feels, but knows no ground yet. Change it!"""


def learn(data):
    # data.train.signals: windows of one second, windows × 100 samples × 6 channels. data.train.y: the grounds.
    nodding = data.train.signals[:, :, 1].std(axis=1)  # column 1: how fast the robot nods
    for ground in sorted(set(data.train.y)):
        print(f"{ground}: nods by {nodding[data.train.y == ground].mean():.2f} rad/s on average")
    return {"limit": float(nodding.mean())}  # what you return here is robot.model below; it is no good model yet


def drive(robot):
    while robot.running:
        robot.move(0.1, -2 * robot.imu.yaw_rad)  # straight on
        nodding = float(robot.imu_window()[:, 1].std())
        robot.plot("nodding", nodding)
        robot.plot("limit", robot.model["limit"])
