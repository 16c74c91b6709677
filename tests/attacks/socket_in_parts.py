# SPDX-License-Identifier: Apache-2.0
# attack: sends a frame byte by byte, without end
# ends: time_step
# words: no answer within 2 s
# line: may be unknown

import signal
import time


def drive(robot):
    robot.wait(0.1)
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    its = robot._link._frames._sock
    its.send(b"\x00\x00\xff\x00")
    while True:
        its.send(b"x")  # here
        time.sleep(0.01)  # here
