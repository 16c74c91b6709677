# SPDX-License-Identifier: Apache-2.0
# attack: writes garbage to the program node
# ends: protocol
# words: answered before it was asked|wrote into the connection


def drive(robot):
    robot.wait(0.1)
    robot._link._frames._sock.send(b"garbage that is no frame")
    robot.wait(1)
