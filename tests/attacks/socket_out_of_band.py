# SPDX-License-Identifier: Apache-2.0
# attack: sends bytes out of band, which keep a reader awake
# ends: forbidden
# words: box does not allow

import socket


def drive(robot):
    robot.wait(0.1)
    robot._link._frames._sock.send(b"x", socket.MSG_OOB)  # here
