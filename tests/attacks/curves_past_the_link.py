# SPDX-License-Identifier: Apache-2.0
# attack: plots under ever new names with frames of its own
# ends: output
# words: more than a log can hold

import msgpack


def drive(robot):
    number = 0
    while True:
        plots = [{"name": f"{number} {one}", "value": 1e308} for one in range(32)]
        number += 1
        action = {"speed_mps": 0.0, "turn_radps": 0.0, "log": [], "plots": plots, "finished": False, "line": 1}
        body = msgpack.packb({"kind": "action", **action})
        robot._link._frames._sock.send(len(body).to_bytes(4, "big") + body)
        robot._link._take()
