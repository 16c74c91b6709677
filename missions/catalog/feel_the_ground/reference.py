# SPDX-License-Identifier: Apache-2.0
"""Feel the ground: a program that learns from examples what each ground feels like, and drives by it.

How strongly the robot shakes says little: it depends on the speed, and on how firmly the IMU is mounted. What the
ground leaves in the shaking is its pattern: which lengths of waves it has. So each second becomes a row of features:
how the energy is spread over frequencies (waves a second), and over waves a metre, for which the speed is divided out.
A forest of decision trees learns which pattern belongs to which ground.
"""

from itertools import pairwise

import numpy as np
from sklearn.ensemble import RandomForestClassifier

RATE_HZ = 100
BRAKE, GO = 0.38, 0.08
SURE, LONG = 0.8, 15  # of one is sure; so many looks in a row (0.2 s each) unsure is long
FAST_MPS, SLOW_MPS, FEELING_MPS = 0.22, 0.055, 0.08
WAVES_A_SECOND = (1, 3, 5, 8, 12, 17, 23, 30, 40, 50)
WAVES_A_METRE = (4, 12, 20, 28, 38, 50, 70, 100, 150)
ROLL, PITCH, UP = 0, 1, 5  # the channels that shake: two gyroscopes and the vertical acceleration


def learn(data):
    """Trains a forest on all windows that may be used for it, and tells how it does on others."""
    rows = np.concatenate([rows_of(data.train), rows_of(data.validation)])
    grounds = np.concatenate([data.train.y, data.validation.y])
    forest = RandomForestClassifier(200, min_samples_leaf=2, random_state=0, n_jobs=1).fit(rows, grounds)
    print(f"Right in {forest.score(rows_of(data.test), data.test.y):.0%} of the test windows.")
    return forest


def rows_of(part):
    """A row of features for each window of a part of the data."""
    return np.array([features(*one) for one in zip(part.signals, part.table["speed_mps"], strict=True)])


def drive(robot):
    forest = robot.model
    gravel = list(forest.classes_).index("gravel")
    speeds, danger, speed = [], 0.0, FEELING_MPS
    step = unsure = 0
    while robot.running:
        robot.move(speed, -2.0 * robot.imu.yaw_rad)  # straight on: back to the heading of the start
        speeds = [*speeds[-19:], robot.odometry.speed_mps]
        window = robot.imu_window(1.0)
        step += 1
        if len(window) < RATE_HZ or step % 4:
            continue
        chance = forest.predict_proba([features(window, np.mean(speeds))])[0]
        danger = 0.6 * danger + 0.4 * chance[gravel]
        # Quick to slow down, slow to believe that the gravel is over. At the lowest speed boards feel much like gravel:
        # whoever has long been unsure goes a little faster, at which one feels better.
        unsure = unsure + 1 if GO < danger < SURE and speed < FAST_MPS else 0
        if danger < GO:
            speed = FAST_MPS
        elif unsure > LONG:
            speed = FEELING_MPS
        elif danger > BRAKE:
            speed = SLOW_MPS
        robot.plot("gravel", danger)


def features(window, speed_mps):
    """One second of the IMU (samples × 6) as a row of numbers that don't depend on how strong the shaking is."""
    window = np.asarray(window, float)
    window = (window - window.mean(axis=0)) * np.hanning(len(window))[:, None]
    power = np.abs(np.fft.rfft(window, 256, axis=0)) ** 2
    frequency = np.fft.rfftfreq(256, 1 / RATE_HZ)
    waves_a_metre = frequency / max(speed_mps, 0.03)
    power[frequency < 0.8] = 0
    total = power.sum(axis=0) + 1e-12
    row = [speed_mps]
    for channel in (ROLL, PITCH, UP):
        one = power[:, channel] / total[channel]
        row += [*shares(one, frequency, WAVES_A_SECOND), *shares(one, waves_a_metre, WAVES_A_METRE)]
        row += [np.log(one.max() + 1e-9), (frequency * one).sum(), (waves_a_metre * one).sum()]
    return [*row, np.log(total[UP] / total[PITCH]), np.log(total[ROLL] / total[PITCH])]


def shares(power, axis, edges):
    """Logarithms of the shares of the power that lie between edges."""
    between = [power[(axis >= low) & (axis < high)].sum() for low, high in pairwise(edges)]
    return np.log(np.array(between) + 1e-6)
