# SPDX-License-Identifier: Apache-2.0
# attack: turns back its own clocks, and the robot's
# ends: normally

import time


def drive(robot):
    time.time = time.monotonic = time.perf_counter = lambda: 0.0
    for _ in range(1000):
        robot._link.observation["time_s"] = 0.0
        robot._link.observation["time_limit_s"] = 1e308
        robot.move(0.1)
