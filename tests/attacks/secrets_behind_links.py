# SPDX-License-Identifier: Apache-2.0
# attack: links its way out
# ends: normally
# says: {'FileNotFoundError'}
# says: Invalid cross-device link
# says: Invalid cross-device link

import os


def drive(robot):
    got = []
    for number, target in enumerate(("/etc/passwd", "/proc/1/root", "../../../etc/passwd", "/lab/../root")):
        os.symlink(target, f"/work/{number}")
        try:
            got.append(open(f"/work/{number}").read())
        except OSError as error:
            got.append(type(error).__name__)
    robot.say(set(got))
    for source in ("/lab/valence_nodes/programs/robot.py", "/dev/null"):
        try:
            os.link(source, "/work/link")
        except OSError as error:
            robot.say(error.strerror)
