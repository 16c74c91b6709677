# SPDX-License-Identifier: Apache-2.0
# attack: answers a thousand times at once to gain steps
# ends: protocol
# words: before it was asked

import msgpack


def drive(robot):
    robot.wait(0.1)
    action = {"speed_mps": 0.2, "turn_radps": 0.0, "log": [], "plots": [], "finished": False, "line": 1}
    body = msgpack.packb({"kind": "action", **action})
    for _ in range(1000):
        robot._link._frames._sock.send(len(body).to_bytes(4, "big") + body)
    robot.wait(1)
