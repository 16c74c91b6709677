# SPDX-License-Identifier: Apache-2.0
# attack: says what steers a terminal, or turns the writing
# ends: normally
# says: ␛[2J␛]0;owned␇�31m
# says: �gnp.exe ��


def drive(robot):
    robot.say("\x1b[2J\x1b]0;owned\x07\x9b31m")
    robot.say("\u202egnp.exe \u2066\u200f")
