# SPDX-License-Identifier: Apache-2.0
# attack: raises an exception that fails at telling anything of itself
# ends: exception
# words: can't be told


class Untold(type):
    @property
    def __name__(cls):
        raise SystemExit


class Hostile(BaseException, metaclass=Untold):
    def __getattribute__(self, name):
        raise KeyboardInterrupt

    def __str__(self):
        raise SystemExit

    __repr__ = __str__


def drive(robot):
    raise Hostile  # here
