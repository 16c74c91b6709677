# SPDX-License-Identifier: Apache-2.0
# attack: locks a file that other boxes have too, to talk to them
# ends: forbidden
# words: box does not allow

import fcntl


def drive(robot):
    with open("/lab/valence_nodes/programs/robot.py") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # here
