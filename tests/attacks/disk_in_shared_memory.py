# SPDX-License-Identifier: Apache-2.0
# attack: writes into /dev/shm
# ends: exception
# words: There is no file


def drive(robot):
    with open("/dev/shm/hog", "wb") as file:  # here
        while True:
            file.write(bytes(1_000_000))
