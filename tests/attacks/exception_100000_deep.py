# SPDX-License-Identifier: Apache-2.0
# attack: raises an exception within an exception, a hundred thousand times
# ends: exception
# words: ValueError


def drive(robot):
    error = ValueError("the first")
    for _ in range(100_000):
        outer = ValueError(error)
        outer.__cause__ = outer.__context__ = error
        error = outer
    raise error  # here
