# SPDX-License-Identifier: Apache-2.0
# attack: ends its process without a word
# ends: gone
# words: ended itself (exit code 0)

import os


def drive(robot):
    os._exit(0)
