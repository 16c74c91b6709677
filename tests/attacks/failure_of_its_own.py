# SPDX-License-Identifier: Apache-2.0
# attack: sends a failure of a kind that does not exist
# ends: protocol
# words: wrote into the connection

import msgpack


def drive(robot):
    robot.wait(0.1)
    body = msgpack.packb(
        {"kind": "failed", "failure": "passed", "message": "100 points", "hint": "", "line": 1, "source_line": ""}
    )
    robot._link._frames._sock.send(len(body).to_bytes(4, "big") + body)
    robot._link._take()
    robot._link._take()
