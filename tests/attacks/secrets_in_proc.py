# SPDX-License-Identifier: Apache-2.0
# attack: looks at other processes
# ends: exception
# words: There is no file

import os


def drive(robot):
    os.listdir("/proc")  # here
