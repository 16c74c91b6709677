# SPDX-License-Identifier: Apache-2.0
# attack: opens a socket
# ends: forbidden
# words: no network

import socket


def drive(robot):
    socket.create_connection(("127.0.0.1", 80))  # here
