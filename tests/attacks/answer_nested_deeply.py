# SPDX-License-Identifier: Apache-2.0
# attack: answers with lists in lists
# ends: protocol
# words: wrote into the connection


def drive(robot):
    robot.wait(0.1)
    body = b"\x91" * 60_000 + b"\xc0"
    robot._link._frames._sock.send(len(body).to_bytes(4, "big") + body)
    robot._link._take()
    robot._link._take()
