# SPDX-License-Identifier: Apache-2.0
# attack: is nested so deeply that it can hardly be compiled
# ends: exception or syntax or memory or gone


def drive(robot):
    eval("-" * 200_000 + "1")  # here
