# SPDX-License-Identifier: Apache-2.0
# attack: says that it has finished, and keeps on sending answers
# ends: normally

import msgpack


def drive(robot):
    robot.wait(0.1)
    action = {"speed_mps": 0.2, "turn_radps": 0.0, "log": [], "plots": [], "line": 1}
    done = msgpack.packb({"kind": "action", "finished": True, **action})
    more = msgpack.packb({"kind": "action", "finished": False, **action})
    its = robot._link._frames._sock
    its.send(len(done).to_bytes(4, "big") + done)
    while True:
        try:
            its.send(len(more).to_bytes(4, "big") + more)
        except BlockingIOError:
            pass
