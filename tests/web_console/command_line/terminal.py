# SPDX-License-Identifier: Apache-2.0
"""Reading what a command draws on a terminal."""

from __future__ import annotations

import os


def all_of(terminal: int) -> str:
    """Everything that is written to a terminal until its other end is closed."""
    parts = []
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # Linux reports the end so
            part = b""
        if not part:
            os.close(terminal)
            return b"".join(parts).decode()
        parts.append(part)
