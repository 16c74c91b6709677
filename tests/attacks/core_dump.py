# SPDX-License-Identifier: Apache-2.0
# attack: asks for a core dump of any size, and crashes
# ends: gone
# words: SIGABRT

import os
import resource


def drive(robot):
    robot.wait(0.1)
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):
        os.abort()  # here
