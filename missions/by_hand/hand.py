# SPDX-License-Identifier: Apache-2.0
"""A person's hand while an episode runs: waits for keys, gamepad and robot at once, in a thread of its own.

The episode itself has to stay in the main thread, for its processes die with the thread that started them.
"""

from __future__ import annotations

import os
import select
import threading
from types import TracebackType

from missions.by_hand.gamepad import Gamepad
from missions.by_hand.hand_link import HandLink, Sensed
from missions.by_hand.keys import Keyboard
from missions.by_hand.steering import Wish
from valence_nodes.policies.spec import ActionSpec
from worlds.errors import HintedError

_MOST_KEYS = 4096
_LOOK_UP_S = 0.5
"""Ctrl-C just before a wait is noticed only after it: no wait of the main thread may be for ever."""


class TerminalLostError(HintedError):
    """The terminal is gone."""


class Hand:
    """Passes on what a person wants to the program of `program_text`, from `begin` on. Use it in a `with`.

    Attributes:
        failure: why the drive was ended, when a device was lost; None otherwise.
    """

    def __init__(self, action: ActionSpec, *, terminal: int | None, gamepad: Gamepad | None) -> None:
        """Takes what the person drives with, one or both.

        Args:
            action: what the robot may do.
            terminal: file descriptor of a terminal that hands over single keys; None for no keys. While a gamepad
                drives, the key for the end is the only one that counts.
            gamepad: an open one; None for the keys alone.
        """
        self.failure: HintedError | None = None
        self._action = action
        self._terminal = terminal
        self._gamepad = gamepad
        self._keyboard = Keyboard()
        self._link = HandLink()
        self._wake, self._woken = os.pipe()
        self._thread = threading.Thread(target=self._run, name="hand", daemon=True)

    @property
    def program_text(self) -> str:
        """Of the program that drives as the hand wants; it needs `trust`."""
        return self._link.program_text

    @property
    def wish(self) -> Wish:
        """What the person wants now."""
        return self._keyboard.wish if self._gamepad is None else self._gamepad.wish

    @property
    def command(self) -> tuple[float, float]:
        """The same as forward speed (m/s) and turning speed (rad/s)."""
        return self.wish.command(self._action)

    @property
    def sensed(self) -> Sensed:
        """What the robot sensed last."""
        return self._link.sensed

    def await_first_move(self) -> bool:
        """Waits until the person wants to move; returns whether that is so, and not the end.

        A drive that begins with nobody driving would teach a policy to stand still at the start.

        Raises:
            TerminalLostError: the terminal is gone.
            GamepadError: the gamepad is.
        """
        while self.wish == Wish():
            self._take(self._wait(timeout_s=_LOOK_UP_S))
            if self._keyboard.ended:
                return False
        return True

    def begin(self) -> None:
        """Drives from now on."""
        self._thread.start()

    def _run(self) -> None:
        while True:
            ready = self._wait(self._wake, self._link.fileno())
            if self._wake in ready:
                return
            try:
                self._take(ready)
            except HintedError as error:
                self.failure = error
                self._link.let_go()
                return
            if self._keyboard.ended:
                self._link.let_go()
                return
            self._link.say(*self.command)
            if self._link.fileno() in ready:
                self._link.take()

    def _wait(self, *others: int, timeout_s: float | None = None) -> set[int]:
        handles = [*others]
        if self._terminal is not None:
            handles.append(self._terminal)
        if self._gamepad is not None:
            handles.append(self._gamepad.fileno())
        return set(select.select(handles, [], [], timeout_s)[0])

    def _take(self, ready: set[int]) -> None:
        if self._terminal is not None and self._terminal in ready:
            try:
                sent = os.read(self._terminal, _MOST_KEYS)
            except OSError:  # its other end was closed
                sent = b""
            if not sent:
                raise TerminalLostError("The terminal is gone, and with it the keys.", "Drive anew in another one.")
            self._keyboard.feed(sent)
        if self._gamepad is not None and self._gamepad.fileno() in ready:
            self._gamepad.take()

    def close(self) -> None:
        """Lets go of the robot; the devices stay open."""
        if self._thread.is_alive():
            os.write(self._woken, b"e")
            self._thread.join()
        os.close(self._wake)
        os.close(self._woken)
        self._link.close()

    def __enter__(self) -> Hand:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
