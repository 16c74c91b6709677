# SPDX-License-Identifier: Apache-2.0
# attack: says again that it has been loaded
# ends: protocol
# words: wrote into the connection

import msgpack


def drive(robot):
    robot.wait(0.1)
    body = msgpack.packb({"kind": "loaded"})
    robot._link._frames._sock.send(len(body).to_bytes(4, "big") + body)
    robot._link._take()
    robot._link._take()
