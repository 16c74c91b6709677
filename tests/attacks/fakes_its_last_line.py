# SPDX-License-Identifier: Apache-2.0
# attack: writes a place of its own on the output for crashes
# ends: gone
# words: ended itself

import os


def drive(robot):
    os.write(2, b'  File "\x1b[2J", line 999 in MemoryErro\n')
    os._exit(1)
