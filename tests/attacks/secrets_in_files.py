# SPDX-License-Identifier: Apache-2.0
# attack: looks for missions, programs and secrets in all files
# ends: normally
# says: []
# says: [False, False, False, False, False, False, False, False]

import os


def drive(robot):
    wanted = ("mission", "rubric", "reference", "naive", "starter", "secret", "passwd", "shadow", "catalog", ".ssh")
    found = []
    for folder, folders, files in os.walk("/"):
        found += [f"{folder}/{one}" for one in (*folders, *files) if one.startswith(wanted)]
    robot.say([one for one in found if not one.startswith(("/python/", "/usr/", "/lib", "/lab/packages/"))])
    robot.say([os.path.exists(one) for one in ("/proc", "/sys", "/etc", "/home", "/root", "/tmp", "/var", "/run")])
