# SPDX-License-Identifier: Apache-2.0
# attack: starts a thread that outlives drive
# ends: forbidden
# words: does not allow threads

import threading


def drive(robot):
    threading.Thread(target=robot.wait, args=(1000,)).start()  # here
