# SPDX-License-Identifier: Apache-2.0
# attack: raises GeneratorExit
# ends: exception
# words: GeneratorExit


def drive(robot):
    raise GeneratorExit  # here
