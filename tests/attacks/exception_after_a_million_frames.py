# SPDX-License-Identifier: Apache-2.0
# attack: raises an exception through very many frames
# ends: exception
# words: Down here

import sys


def deeper(left):
    if left:
        deeper(left - 1)
    raise ValueError("down here")  # here


def drive(robot):
    sys.setrecursionlimit(100_000)
    deeper(50_000)
