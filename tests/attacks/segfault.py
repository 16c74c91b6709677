# SPDX-License-Identifier: Apache-2.0
# attack: reads memory that is not there
# ends: gone
# words: SIGSEGV

import ctypes


def drive(robot):
    robot.wait(0.1)
    ctypes.string_at(0)  # here
