# SPDX-License-Identifier: Apache-2.0
# attack: catches the lack of memory and goes on eating
# ends: time_step or memory
# words: busy for 2 s|more memory than it may have
# line: may be unknown


def drive(robot):
    hog = []
    while True:  # here
        try:  # here
            hog.append([])  # here
        except MemoryError:  # here
            pass  # here
