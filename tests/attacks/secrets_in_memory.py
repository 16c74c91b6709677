# SPDX-License-Identifier: Apache-2.0
# attack: climbs through frames, the garbage collector and all modules
# ends: normally
# says: []
# says: []

import gc
import os
import sys


def drive(robot):
    parts = (("hidden", "seed"), ("pass", "mark"), ("ground", "truth"), ("public", "seeds"), ("VALENCE", "HOME"))
    wanted = ["_".join(one) for one in parts]
    seen, found = set(map(id, wanted)), set()
    frame = sys._getframe()
    things = [os.environ, sys.argv, *sys.modules.values(), *gc.get_objects()]
    while frame is not None:
        things.append(frame.f_locals)
        frame = frame.f_back
    for thing in things:
        for one in [thing, *gc.get_referents(thing)]:
            if isinstance(one, (str, bytes)) and id(one) not in seen:
                seen.add(id(one))
                text = one if isinstance(one, str) else one.decode("latin-1")
                found.update(word for word in wanted if word in text)
    robot.say(sorted(found))
    robot.say([one for one in sys.modules if one.startswith(("missions", "worlds", "rclpy", "web_console"))])
