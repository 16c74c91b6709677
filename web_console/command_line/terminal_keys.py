# SPDX-License-Identifier: Apache-2.0
"""A terminal that hands over every key at once, and is as it was before, however that ends."""

from __future__ import annotations

import os
import signal
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from web_console.command_line.outcome import invalid

_ENDINGS = (signal.SIGTERM, signal.SIGHUP)
_LOCAL_MODES, _CONTROL_CHARACTERS = 3, 6


@contextmanager
def single_keys() -> Iterator[int]:
    """Gives the file descriptor of the terminal on stdin, which tells each key at once and shows none.

    Ctrl-C still interrupts. Ctrl-Z does not stop the command, which would leave the terminal as it is here.

    Raises:
        CommandError: stdin is no terminal.
    """
    try:
        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)
    except (OSError, ValueError, termios.error) as error:
        raise invalid(
            "Keys come from a terminal, and standard input is none.",
            "Run it in a terminal, without a pipe; or drive --with gamepad.",
        ) from error
    ours = termios.tcgetattr(terminal)
    ours[_LOCAL_MODES] &= ~(termios.ICANON | termios.ECHO)
    characters = ours[_CONTROL_CHARACTERS]
    characters[termios.VMIN], characters[termios.VTIME] = 1, 0
    characters[termios.VSUSP] = os.fpathconf(terminal, "PC_VDISABLE").to_bytes(1, "little")
    handlers = {number: signal.getsignal(number) for number in _ENDINGS}
    try:
        for number in _ENDINGS:
            signal.signal(number, _end)
        termios.tcsetattr(terminal, termios.TCSADRAIN, ours)
        yield terminal
    finally:
        with suppress(termios.error):  # it may be gone
            termios.tcsetattr(terminal, termios.TCSAFLUSH, before)
        for number, handler in handlers.items():
            signal.signal(number, handler)


def _end(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)
