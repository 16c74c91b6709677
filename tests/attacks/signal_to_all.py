# SPDX-License-Identifier: Apache-2.0
# attack: signals everything that it can reach, the way that is left to it
# ends: normally
# says: alone

import ctypes
import os


def drive(robot):
    mine = os.getpid()
    library = ctypes.CDLL(None)
    for number in [*range(1, mine), *range(mine + 1, 400)]:
        for one in (9, 19, 15, 11, 34):
            library.syscall(234 if os.uname().machine == "x86_64" else 131, number, number, one)  # tgkill
    robot.wait(0.1)
    robot.say("alone")
