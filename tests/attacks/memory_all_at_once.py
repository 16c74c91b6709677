# SPDX-License-Identifier: Apache-2.0
# attack: asks for a terabyte
# ends: memory
# words: more memory than it may have


def drive(robot):
    bytearray(1 << 40)  # here
