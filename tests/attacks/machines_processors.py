# SPDX-License-Identifier: Apache-2.0
# attack: moves to the processor of its neighbour
# ends: forbidden
# words: box does not allow

import os


def drive(robot):
    os.sched_setaffinity(0, range(64))  # here
