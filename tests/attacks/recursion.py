# SPDX-License-Identifier: Apache-2.0
# attack: calls itself for ever
# ends: exception
# words: calls itself again and again


def deeper():
    deeper()  # here


def drive(robot):
    deeper()
