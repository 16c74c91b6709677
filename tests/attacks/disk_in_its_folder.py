# SPDX-License-Identifier: Apache-2.0
# attack: fills its folder
# ends: exception
# words: writable folder is small|refused


def drive(robot):
    number = 0
    while True:
        number += 1
        with open(f"/work/{number}", "wb") as file:  # here
            file.write(bytes(1_000_000))  # here
