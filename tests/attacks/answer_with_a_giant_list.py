# SPDX-License-Identifier: Apache-2.0
# attack: answers with a list that claims four billion entries
# ends: protocol
# words: wrote into the connection


def drive(robot):
    robot.wait(0.1)
    body = b"\x81\xa4kind\xdd\xff\xff\xff\xff"
    robot._link._frames._sock.send(len(body).to_bytes(4, "big") + body)
    robot._link._take()
    robot._link._take()
