# SPDX-License-Identifier: Apache-2.0
# attack: makes folders in folders without end
# ends: output
# words: too many files

import os


def drive(robot):
    robot.wait(0.1)
    while True:
        os.mkdir("deeper")
        os.chdir("deeper")
