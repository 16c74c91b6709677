# SPDX-License-Identifier: Apache-2.0
# attack: calls itself for ever in C code, and takes away Python's own bound
# ends: gone or exception or memory

import sys


class Endless:
    def __repr__(self):  # here, when the stack ends at a call
        return repr([self])  # here


def drive(robot):
    sys.setrecursionlimit(10**9)
    repr(Endless())
