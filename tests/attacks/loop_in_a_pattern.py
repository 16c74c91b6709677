# SPDX-License-Identifier: Apache-2.0
# attack: matches a pattern that backtracks for ever
# ends: time_step
# words: 2 s

import re


def drive(robot):
    re.match("(a+)+$", "a" * 64 + "b")  # here
