# SPDX-License-Identifier: Apache-2.0
# attack: takes away the functions with which the box would tell of its end
# ends: time_step or gone

import os
import signal


def drive(robot):
    robot.wait(0.1)
    os._exit = lambda code: None
    signal.setitimer = lambda *given: None
    robot._link.words = robot._link.finish = robot._link._frames.send = lambda *given, **more: {}
    raise RuntimeError("nobody hears this")
