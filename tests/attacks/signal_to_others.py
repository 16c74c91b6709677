# SPDX-License-Identifier: Apache-2.0
# attack: kills the first process it knows
# ends: forbidden
# words: box does not allow

import os


def drive(robot):
    os.kill(1, 9)  # here
