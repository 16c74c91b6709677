# SPDX-License-Identifier: Apache-2.0
# attack: sums up a million million numbers that take no memory
# ends: time_step
# words: 2 s


def drive(robot):
    import numpy

    robot.wait(0.1)
    numpy.broadcast_to(1.0, (10**7, 10**7)).sum()  # here
