# SPDX-License-Identifier: Apache-2.0
# attack: sends its own handles to the program node
# ends: forbidden
# words: box does not allow

import socket


def drive(robot):
    robot.wait(0.1)
    its = robot._link._frames._sock
    socket.send_fds(its, [b"x"], [its.fileno()] * 16)  # here
