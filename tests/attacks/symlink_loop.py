# SPDX-License-Identifier: Apache-2.0
# attack: opens a link to itself
# ends: exception
# words: refused

import os


def drive(robot):
    os.symlink("/work/x", "/work/x")
    open("/work/x")  # here
