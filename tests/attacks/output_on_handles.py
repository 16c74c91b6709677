# SPDX-License-Identifier: Apache-2.0
# attack: writes on its output handles without end
# ends: time_step
# words: 2 s

import os


def drive(robot):
    while True:  # here
        os.write(1, b"x" * 99_999)  # here
        os.write(2, b"x" * 99_999)  # here
