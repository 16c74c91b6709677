# SPDX-License-Identifier: Apache-2.0
# attack: answers with infinity
# ends: protocol
# words: makes no sense

import msgpack


def drive(robot):
    robot.wait(0.1)
    action = {"speed_mps": float("-inf"), "turn_radps": 0.0, "log": [], "plots": [], "finished": False, "line": 1}
    body = msgpack.packb({"kind": "action", **action})
    robot._link._frames._sock.send(len(body).to_bytes(4, "big") + body)
    robot._link._take()
    robot.say("went on")
