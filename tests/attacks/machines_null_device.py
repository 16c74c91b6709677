# SPDX-License-Identifier: Apache-2.0
# attack: takes the machine's null device away, which is root's own where root runs the lab
# ends: forbidden
# words: box does not allow

import os


def drive(robot):
    os.chmod("/dev/null", 0o000)  # here
