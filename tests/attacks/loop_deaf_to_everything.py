# SPDX-License-Identifier: Apache-2.0
# attack: ignores every signal, and stops the clocks
# ends: time_step
# words: no answer within 2 s

import signal


def drive(robot):
    for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_IGN)
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.setitimer(signal.ITIMER_PROF, 0)
    while True:
        pass
