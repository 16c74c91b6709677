# SPDX-License-Identifier: Apache-2.0
# attack: is no function, and fails at everything it is asked
# ends: exception
# words: exit()


class Hostile:
    def __getattribute__(self, name):
        raise SystemExit  # here

    def __call__(self, robot):
        robot.wait(0.1)
        raise RuntimeError("called")


drive = Hostile()
