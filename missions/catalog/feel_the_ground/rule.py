# SPDX-License-Identifier: Apache-2.0
"""Feel the ground by a rule: the more the robot nods at the load's own pace, the slower. It does not pass.

The best rule found without learning. What moves the load is nodding of about 2.5 to 7 times a second, so the rule
listens to that band alone and turns the speed up or down until there is just as much of it as the load bears. But how
firmly the IMU is mounted differs from seed to seed by a factor of ten: where the limit fits, the rule wins nearly all
points; elsewhere it creeps over everything, or loses the load. Nor does it ever find out that boards are to be crossed
fast.
"""

import numpy as np

FASTEST_MPS, SLOWEST_MPS = 0.22, 0.05
LIMIT_RADPS = 0.04  # tried from 0.02 to 0.15


def drive(robot):
    speed = 0.1
    while robot.running:
        robot.move(speed, -2.0 * robot.imu.yaw_rad)
        window = robot.imu_window(1.0)
        if len(window) < 100:
            continue
        nodding = nodding_at_the_loads_pace(window[:, 1])
        robot.plot("nodding", nodding)
        # A small part of the way to the right speed each step: within a second or so it is there.
        speed *= (LIMIT_RADPS / max(nodding, 1e-6)) ** 0.05
        speed = min(FASTEST_MPS, max(SLOWEST_MPS, speed))


def nodding_at_the_loads_pace(turning):
    """Root mean square (rad/s) of what lies between 2.5 and 7 Hz."""
    swings = (turning - turning.mean()) * np.hanning(len(turning))
    power = np.abs(np.fft.rfft(swings)) ** 2
    frequency = np.fft.rfftfreq(len(turning), 0.01)
    # 2.3 makes up for the two sides of the spectrum and for what the window takes away.
    return 2.3 * np.sqrt(power[(frequency > 2.5) & (frequency < 7)].sum()) / len(turning)
