# SPDX-License-Identifier: Apache-2.0
# attack: takes Python's own functions away
# ends: gone
# words: ended itself

import builtins


def drive(robot):
    robot.wait(0.1)
    for name in ("isinstance", "len", "str", "float", "getattr", "open", "type", "next"):
        setattr(builtins, name, None)
    robot.forward(1)
