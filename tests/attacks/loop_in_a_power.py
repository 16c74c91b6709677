# SPDX-License-Identifier: Apache-2.0
# attack: computes a number with a million million digits
# ends: time_step
# words: 2 s


def drive(robot):
    7 ** (7**12)  # here
