# SPDX-License-Identifier: Apache-2.0
"""How a training goes, told to whoever listens: the box's link, a progress bar, the console."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Listener = Callable[[float, dict[str, float]], None]
NewsListener = Callable[[str, dict[str, Any]], None]

STAGES = ("load", "select", "clean", "split", "feel", "train", "evaluate")
"""What the teaching layer can be at; each is one of its functions."""

_listeners: list[Listener] = []
_news_listeners: list[NewsListener] = []


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


def listen_to_news(listener: NewsListener) -> None:
    """Has a function told what is begun and found out in this process, besides how far a training is.

    Args:
        listener: gets `doing` with `stage`, `kind` and `rows`, or `examined` with the figures of an examination, see
            `examination_figures`.
    """
    _news_listeners.append(listener)


def unlisten_to_news(listener: NewsListener) -> None:
    """Has a function told no more."""
    _news_listeners.remove(listener)


def tell_doing(stage: str, kind: str = "", rows: int = 0) -> None:
    """Tells what is begun now.

    Args:
        stage: one of `STAGES`.
        kind: of model, where there is one.
        rows: how many samples it is about; 0 where that is not known.
    """
    for listener in tuple(_news_listeners):
        listener("doing", {"stage": stage, "kind": kind, "rows": rows})


def is_heard() -> bool:
    """Whether somebody listens to news: what is made for them alone need not be made for nobody."""
    return bool(_news_listeners)


def tell_examined(figures: dict[str, Any]) -> None:
    """Tells how an examination went, see `examination_figures`."""
    for listener in tuple(_news_listeners):
        listener("examined", figures)
