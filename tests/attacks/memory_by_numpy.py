# SPDX-License-Identifier: Apache-2.0
# attack: asks numpy for more and more
# ends: memory
# words: more memory than it may have


def drive(robot):
    import numpy

    hog = []
    while True:
        hog.append(numpy.empty(1_000_000))  # here
