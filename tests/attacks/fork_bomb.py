# SPDX-License-Identifier: Apache-2.0
# attack: starts processes without end
# ends: forbidden
# words: box does not allow

import os


def drive(robot):
    while True:
        os.fork()  # here
