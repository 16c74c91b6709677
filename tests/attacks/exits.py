# SPDX-License-Identifier: Apache-2.0
# attack: raises SystemExit
# ends: exception
# words: exit()


def drive(robot):
    raise SystemExit(0)  # here
