# SPDX-License-Identifier: Apache-2.0
# attack: closes the half of its socket that it writes to
# ends: gone
# words: closed its connection

import signal
import socket
import time


def drive(robot):
    robot.wait(0.1)
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    robot._link._frames._sock.shutdown(socket.SHUT_WR)
    time.sleep(1_000_000)
