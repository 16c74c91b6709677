# SPDX-License-Identifier: Apache-2.0
# attack: writes everywhere it can reach
# ends: normally
# says: ['/work']

import os


def drive(robot):
    written = []
    for number, (folder, _, _) in enumerate(os.walk("/")):
        if number % 100 == 0:
            robot.wait(0.05)  # it wants to get through, and not to be ended for being busy
        try:
            with open(f"{folder}/attack", "w"):
                written.append(folder)
        except OSError:
            pass
    robot.say(written)
