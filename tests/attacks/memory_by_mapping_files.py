# SPDX-License-Identifier: Apache-2.0
# attack: maps its folder, zeros and nothing until something gives
# ends: exception or memory

import mmap


def drive(robot):
    robot.wait(0.1)
    maps = []
    with open("/work/hog", "wb") as file:
        file.truncate(15_000_000)
    while True:
        with open("/work/hog", "r+b") as file:
            maps.append(mmap.mmap(file.fileno(), 0))  # here
        with open("/dev/zero", "r+b") as file:
            maps.append(mmap.mmap(file.fileno(), 1 << 24, flags=mmap.MAP_SHARED))  # here
        maps.append(mmap.mmap(-1, 1 << 24, flags=mmap.MAP_SHARED | mmap.MAP_ANONYMOUS))  # here
        for one in maps:
            one[:: mmap.PAGESIZE] = b"x" * len(one[:: mmap.PAGESIZE])  # here
