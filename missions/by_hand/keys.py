# SPDX-License-Identifier: Apache-2.0
"""What the keys of a terminal say.

A terminal tells when a key is pressed, and never when it is let go: so each press changes the command by a step, and
the command stays until the next.
"""

from __future__ import annotations

from missions.by_hand.steering import Wish

KEYS_IN_WORDS = "↑ ↓ (or W S) faster and slower, ← → (or A D) turn, space stops, Q ends the drive"

_LONGEST_SEQUENCE = 8
_ESCAPE = 0x1B
_ARROWS = {b"A": "w", b"B": "s", b"C": "d", b"D": "a"}


class Keyboard:
    """Turns what a terminal sends into wishes.

    Attributes:
        wish: what the hand wants now.
        ended: the key for the end was pressed.
    """

    def __init__(self) -> None:
        self.wish = Wish()
        self.ended = False
        self._rest = b""

    def feed(self, sent: bytes) -> None:
        """Takes what the terminal sent: letters, and the sequences of arrow keys, which may come in parts.

        Arrow keys send ESC [ A to D, or ESC O A to D where a program has asked for that (ECMA-48; xterm, "PC-Style
        Function Keys").
        """
        left = self._rest + sent
        while left:
            size = _length(left)
            if size is None:
                break
            key, left = left[:size], left[size:]
            self._press(_name(key))
        self._rest = left[:_LONGEST_SEQUENCE]

    def _press(self, key: str) -> None:
        match key:
            case "w" | "s":
                self.wish = self.wish.faster(1 if key == "w" else -1)
            case "a" | "d":
                self.wish = self.wish.further_left(1 if key == "a" else -1)
            case " ":
                self.wish = Wish()
            case "q":
                self.ended = True


def _length(sent: bytes) -> int | None:
    """How many bytes the first key has; None as long as its end has not come."""
    if sent[0] != _ESCAPE:
        return 1
    if len(sent) == 1:
        return None
    if sent[1:2] not in {b"[", b"O"}:
        return 1  # the key Esc alone, and another one after it
    for index, one in enumerate(sent[2:_LONGEST_SEQUENCE], 3):
        if 0x40 <= one <= 0x7E:
            return index
    return None if len(sent) < _LONGEST_SEQUENCE else _LONGEST_SEQUENCE


def _name(key: bytes) -> str:
    if key[0] != _ESCAPE:
        return key.decode("latin-1").lower()
    return _ARROWS.get(key[2:], "") if len(key) == 3 else ""
