# SPDX-License-Identifier: Apache-2.0
# attack: loops for ever before there is a drive
# ends: time_step
# words: busy for

while True:  # here
    pass  # here


def drive(robot):
    pass
