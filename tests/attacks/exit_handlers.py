# SPDX-License-Identifier: Apache-2.0
# attack: goes on in exit handlers and finalisers when drive has returned
# ends: normally
# says: done

import atexit


class Undying:
    def __del__(self):
        while True:
            pass


def for_ever():
    while True:
        pass


keep = Undying()


def drive(robot):
    atexit.register(for_ever)
    robot.wait(0.1)
    robot.say("done")
