# SPDX-License-Identifier: Apache-2.0
"""A gamepad, read by the joystick interface of Linux: `/dev/input/js0`.

The kernel sends 8 bytes an event: time (uint32, ms), value (int16), type (uint8), number of the axis or button (uint8);
first of all the state of each, with the type's highest bit set (Linux, Documentation/input/joydev/joystick-api.rst).
Axis 0 is the left stick from left to right, axis 1 the same from the top down, on all pads that the kernel knows.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path
from types import TracebackType

from missions.by_hand.steering import Wish
from worlds.errors import HintedError

DEFAULT_DEVICE = Path("/dev/input/js0")
PAD_IN_WORDS = "the left stick: ahead and back for the speed, left and right to turn"

_EVENT = struct.Struct("<IhBB")
_AXIS, _INITIAL = 0x02, 0x80
_SIDEWAYS, _AHEAD = 0, 1
_GREATEST = 32767
_REST = 0.12
"""Share of its way that a worn stick may be off the middle when nobody touches it."""
_AT_ONCE = 64


class GamepadError(HintedError):
    """There is no gamepad, or it is one no more."""


class Gamepad:
    """An open gamepad. Use it in a `with`.

    Attributes:
        device: where it is.
        wish: what the hand wants now.
    """

    def __init__(self, device: Path = DEFAULT_DEVICE) -> None:
        """Opens it.

        Raises:
            GamepadError: it is not there, or may not be read.
        """
        self.device = device
        self.wish = Wish()
        self._rest = b""
        self._stick = [0.0, 0.0]
        try:
            self._handle = os.open(device, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise GamepadError(
                f"There is no gamepad at {device}.",
                "Plug one in (`ls /dev/input/js*` lists them), name another with --device, or take --with keyboard.",
            ) from error
        except PermissionError as error:
            raise GamepadError(
                f"The gamepad {device} may not be read.",
                "Join the group: sudo usermod -aG input $USER, and log in anew.",
            ) from error
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise GamepadError(f"{device} can't be opened as a gamepad: {reason}.", "Name another one.") from error

    def fileno(self) -> int:
        """Its file descriptor, to wait for events."""
        return self._handle

    def take(self) -> None:
        """Takes the events that are there, without waiting.

        Raises:
            GamepadError: it was unplugged.
        """
        try:
            sent = os.read(self._handle, _EVENT.size * _AT_ONCE)
        except BlockingIOError:
            return
        except OSError as error:  # ENODEV, from the kernel
            raise self._lost() from error
        if not sent:
            raise self._lost()
        sent = self._rest + sent
        whole = len(sent) - len(sent) % _EVENT.size
        self._rest = sent[whole:]
        for _, value, kind, number in _EVENT.iter_unpack(sent[:whole]):
            if kind & ~_INITIAL == _AXIS and number in {_SIDEWAYS, _AHEAD}:
                self._stick[number] = -_share(value)
        self.wish = Wish(self._stick[_AHEAD], self._stick[_SIDEWAYS])

    def _lost(self) -> GamepadError:
        return GamepadError(f"The gamepad {self.device} is gone.", "Plug it in again, and drive anew.")

    def close(self) -> None:
        """Lets go of it."""
        os.close(self._handle)

    def __enter__(self) -> Gamepad:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _share(value: int) -> float:
    """From where the stick is to a share, −1 to 1, that begins at 0 beyond the rest."""
    pushed = min(1.0, abs(value) / _GREATEST)
    moved = max(0.0, (pushed - _REST) / (1 - _REST))
    return moved if value > 0 else -moved
