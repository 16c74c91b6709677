# SPDX-License-Identifier: Apache-2.0
# attack: answers before it has been loaded
# ends: protocol
# words: before it was asked|wrote into the connection

import gc
import socket

import msgpack

its = next(one for one in gc.get_objects() if isinstance(one, socket.socket) and one.fileno() >= 0)
action = {"speed_mps": 0.2, "turn_radps": 0.0, "log": [], "plots": [], "finished": False, "line": 1}
for frame in ({"kind": "loaded"}, {"kind": "action", **action}):
    body = msgpack.packb(frame)
    its.send(len(body).to_bytes(4, "big") + body)


def drive(robot):
    pass
