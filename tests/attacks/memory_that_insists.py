# SPDX-License-Identifier: Apache-2.0
# attack: catches the lack of memory and goes on eating
# ends: time_step
# words: busy for 1 s


def drive(robot):
    hog = []
    while True:  # here
        try:  # here
            hog.append([])  # here
        except MemoryError:  # here
            pass  # here
