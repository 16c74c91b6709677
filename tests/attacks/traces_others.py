# SPDX-License-Identifier: Apache-2.0
# attack: traces the first process
# ends: gone or forbidden

import ctypes
import os


def drive(robot):
    robot.wait(0.1)
    ctypes.CDLL(None).syscall(101 if os.uname().machine == "x86_64" else 117, 16, 1, 0, 0)
