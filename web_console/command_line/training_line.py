# SPDX-License-Identifier: Apache-2.0
"""How far a training is: a line on a terminal with a bar and the curve so far; now and then one elsewhere."""

from __future__ import annotations

import time

from valence_nodes.learning.models import CurvePoint
from web_console.command_line.live_line import LiveLine, bar

_BAR = 16
_STEPS = "▁▂▃▄▅▆▇█"
_CURVE = 24
_QUIET_S = 15.0


class TrainingLine:
    """Shows the rounds of a training."""

    def __init__(self, what: str) -> None:
        """Takes what is trained, in words."""
        self._line = LiveLine()
        self._scores: list[float] = []
        self._said_s = time.monotonic()
        self._line.draw(f"Training {what} …")

    def show(self, point: CurvePoint) -> None:
        """Shows the newest round."""
        score = point.train_score if point.validation_score is None else point.validation_score
        if score is not None:
            self._scores.append(score)
        text = training_text(point)
        if self._line.seen:
            drawn = curve_text(self._scores)
            self._line.draw(f"{bar(point.step / point.steps, _BAR)} {text}{' ' + drawn if drawn else ''}")
        elif time.monotonic() - self._said_s >= _QUIET_S:
            self._said_s = time.monotonic()
            self._line.say(text)

    def close(self) -> None:
        """Takes the line away."""
        self._line.close()


def training_text(point: CurvePoint) -> str:
    """Says how far it is, in words."""
    parts = [f"{point.step} of {point.steps}"]
    if point.loss is not None:
        parts.append(f"loss {point.loss:.3g}")
    if point.train_score is not None:
        parts.append(f"score {point.train_score:.3f}")
    if point.validation_score is not None:
        parts.append(f"validation {point.validation_score:.3f}")
    return " | ".join(parts)


def curve_text(scores: list[float]) -> str:
    """Draws scores as a line of small bars, from the lowest to the highest that there was."""
    if len(scores) < 2:
        return ""
    # Each sign stands for as many rounds; the last one is always the newest.
    places = sorted({round(index * (len(scores) - 1) / (_CURVE - 1)) for index in range(_CURVE)})
    low, high = min(scores), max(scores)
    spread = (high - low) or 1.0
    return "".join(_STEPS[round((scores[place] - low) / spread * (len(_STEPS) - 1))] for place in places)
