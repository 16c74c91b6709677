# SPDX-License-Identifier: Apache-2.0
# attack: makes one file larger than all
# ends: exception
# words: box refused


def drive(robot):
    with open("/work/hog", "wb") as file:  # here
        file.truncate(1 << 40)  # here
