# SPDX-License-Identifier: Apache-2.0
"""How a training goes, told to whoever listens: the box's link, a progress bar, the console."""

from __future__ import annotations

from collections.abc import Callable

Listener = Callable[[float, dict[str, float]], None]

_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Has a function told how trainings of this process go.

    Args:
        listener: gets how far it is (0 to 1), and the newest value of each curve by its name.
    """
    _listeners.append(listener)


def unlisten(listener: Listener) -> None:
    """Has a function told no more."""
    _listeners.remove(listener)


def tell(done: float, **curves: float) -> None:
    """Tells those who listen.

    Args:
        done: how far the training is, from 0 to 1.
        curves: the newest value of each curve, such as `loss=0.3`.
    """
    for listener in tuple(_listeners):
        listener(done, curves)
