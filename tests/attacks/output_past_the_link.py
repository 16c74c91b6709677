# SPDX-License-Identifier: Apache-2.0
# attack: floods the log with frames of its own
# ends: output
# words: more than a log can hold

import msgpack


def drive(robot):
    log = [{"text": "x" * 1900, "line": 1}] * 32
    action = {"speed_mps": 0.0, "turn_radps": 0.0, "log": log, "plots": [], "finished": False, "line": 1}
    body = msgpack.packb({"kind": "action", **action})
    while True:
        robot._link._frames._sock.send(len(body).to_bytes(4, "big") + body)
        robot._link._take()
