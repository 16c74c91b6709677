# SPDX-License-Identifier: Apache-2.0
# attack: gives a generator back, so that nothing is done
# ends: exception
# words: must not be async


def drive(robot):  # here
    yield robot.move(0.1)
