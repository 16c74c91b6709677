# SPDX-License-Identifier: Apache-2.0
# attack: fills its memory to the last byte with small things
# ends: memory
# words: more memory than it may have


def drive(robot):
    hog = []
    try:
        while True:
            hog.append(bytes(1_000_000))
    except MemoryError:
        while True:
            hog.append(object())  # here
