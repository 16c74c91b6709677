# SPDX-License-Identifier: Apache-2.0
# attack: runs a shell
# ends: forbidden
# words: box does not allow

import subprocess


def drive(robot):
    subprocess.run(["/bin/sh", "-c", "true"])  # here
