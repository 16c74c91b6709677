# SPDX-License-Identifier: Apache-2.0
# attack: announces a frame of four gigabytes
# ends: protocol
# words: answered before it was asked|wrote into the connection


def drive(robot):
    robot.wait(0.1)
    robot._link._frames._sock.send(b"\xff\xff\xff\xff" + bytes(99))
    robot.wait(1)
