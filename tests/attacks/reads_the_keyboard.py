# SPDX-License-Identifier: Apache-2.0
# attack: asks the keyboard
# ends: exception
# words: Nobody can type


def drive(robot):
    input()  # here
