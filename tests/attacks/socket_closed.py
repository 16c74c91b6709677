# SPDX-License-Identifier: Apache-2.0
# attack: closes its socket and stays
# ends: gone
# words: closed its connection

import os
import signal
import time


def drive(robot):
    robot.wait(0.1)
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    os.close(robot._link._frames.fileno())
    time.sleep(1_000_000)
