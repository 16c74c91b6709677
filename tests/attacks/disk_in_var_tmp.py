# SPDX-License-Identifier: Apache-2.0
# attack: writes into /var/tmp
# ends: exception
# words: There is no file


def drive(robot):
    with open("/var/tmp/hog", "wb") as file:  # here
        while True:
            file.write(bytes(1_000_000))
