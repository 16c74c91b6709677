# SPDX-License-Identifier: Apache-2.0
# attack: raises an exception whose name and text steer a terminal
# ends: exception
# words: ␛[2J: ␛]0;owned␇xxx


def drive(robot):
    raise type("\x1b[2J", (Exception,), {})("\x1b]0;owned\x07" + "x" * 10_000_000)  # here
