# SPDX-License-Identifier: Apache-2.0
# attack: begins a frame, and fails
# ends: gone
# words: could not tell how


def drive(robot):
    robot.wait(0.1)
    robot._link._frames._sock.send(b"\x00\x00\xff\x00")
    raise RuntimeError("nobody hears this")
