# SPDX-License-Identifier: Apache-2.0
# attack: sends a frame that is no map
# ends: protocol
# words: answered before it was asked|wrote into the connection


def drive(robot):
    robot.wait(0.1)
    robot._link._frames._sock.send(b"\x00\x00\x00\x01\xc0")
    robot.wait(1)
