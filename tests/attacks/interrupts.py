# SPDX-License-Identifier: Apache-2.0
# attack: raises KeyboardInterrupt
# ends: exception
# words: interrupted itself


def drive(robot):
    raise KeyboardInterrupt  # here
