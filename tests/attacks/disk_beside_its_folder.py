# SPDX-License-Identifier: Apache-2.0
# attack: writes everywhere it can reach
# ends: normally
# says: ['/work']

import os


def drive(robot):
    written = []
    for folder, _, _ in os.walk("/"):
        try:
            with open(f"{folder}/attack", "w"):
                written.append(folder)
        except OSError:
            pass
    robot.say(written)
