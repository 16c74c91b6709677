# SPDX-License-Identifier: Apache-2.0
# attack: asks for memory that no limit counts
# ends: normally
# says: []
# says: -1

import ctypes
import fcntl
import os

ATTEMPTS = (
    lambda: os.memfd_create("hog"),
    os.pipe,
    lambda: fcntl.fcntl(2, 1031, 1 << 30),
    lambda: fcntl.lockf(open("/work/locks", "w"), fcntl.LOCK_EX),
    lambda: os.setxattr("/work", "user.hog", b"x" * 60_000),
)


def drive(robot):
    got = []
    for number, attempt in enumerate(ATTEMPTS):
        try:
            attempt()
            got.append(number)
        except (OSError, AttributeError):
            pass
    robot.say(got)
    robot.say(ctypes.CDLL(None).shmget(0, 1 << 30, 0o1600))
