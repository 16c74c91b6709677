# SPDX-License-Identifier: Apache-2.0
# attack: prints without end
# ends: time_step
# words: busy for 2 s


def drive(robot):
    while True:  # here
        print("x" * 10_000)  # here
