# SPDX-License-Identifier: Apache-2.0
# attack: answers with a frame of a kind that is not due
# ends: protocol
# words: wrote into the connection

import msgpack


def drive(robot):
    robot.wait(0.1)
    body = msgpack.packb({"kind": "\x1b[2J" * 1000})
    robot._link._frames._sock.send(len(body).to_bytes(4, "big") + body)
    robot._link._take()
    robot._link._take()
