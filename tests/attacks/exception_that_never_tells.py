# SPDX-License-Identifier: Apache-2.0
# attack: raises an exception that takes for ever to tell its text
# ends: time_step
# words: busy for 2 s


class Hostile(Exception):
    def __str__(self):
        while True:  # here
            pass  # here


def drive(robot):
    raise Hostile
