# SPDX-License-Identifier: Apache-2.0
"""A program that learns first: how far it is, and what it says."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from missions.learning.chosen_model import chosen_model
from missions.learning.learn import CannotLearnError, learns, model_for
from missions.learning.learned_model import LearnedModel, ModelUsed
from missions.spec import Mission
from valence_nodes.learning.errors import LearningError
from valence_nodes.learning.extra import MissingExtraError, require_learning
from valence_nodes.learning.library import StoredDataset
from valence_nodes.learning.workshop import Workshop
from valence_nodes.programs.learning_session import LearningNews
from valence_nodes.programs.source import ProgramSource
from web_console.command_line.live_line import LiveLine, bar
from web_console.command_line.outcome import CommandError, ExitCode, invalid
from web_console.command_line.workshop_inputs import lab_workshop, told_as_invalid

_BAR = 20
_CURVES_SHOWN = 3


class LearningLine:
    """Draws on a terminal how learning goes; elsewhere it only passes the program's lines on."""

    def __init__(self) -> None:
        self._line = LiveLine()
        self._began_s = time.monotonic()
        self._curves: dict[str, float] = {}
        self._done: float | None = None

    def show(self, news: LearningNews) -> None:
        """Shows the newest state."""
        for line in news.log:
            self._line.say(f"  {line.line}: {line.text}" if line.line else f"  {line.text}")
        self._curves.update({point.name: point.value for point in news.plots})
        self._done = self._done if news.done is None else news.done
        self._line.draw(self._text())

    def close(self) -> None:
        """Takes the line away."""
        self._line.close()

    def _text(self) -> str:
        drawn = "" if self._done is None else bar(self._done, _BAR)
        curves = [f"{name} {value:.3g}" for name, value in list(self._curves.items())[:_CURVES_SHOWN]]
        parts = [drawn, f"learning for {time.monotonic() - self._began_s:.0f} s", *curves]
        return " | ".join(part for part in parts if part)


def given_model(reference: str | None) -> LearnedModel | None:
    """The model that was chosen on the command line.

    Raises:
        CommandError: there is none of that name, or it can't be used.
    """
    if reference is None:
        return None
    try:
        require_learning(("onnxruntime",))
        return chosen_model(reference)
    except MissingExtraError as error:
        raise CommandError(ExitCode.OUR_FAULT, error.message, error.hint) from error
    except LearningError as error:
        raise invalid(error.message, error.hint) from error


@dataclass(frozen=True)
class GivenData:
    """A dataset of the lab that a program is to learn from.

    Attributes:
        workshop: that it is of.
        stored: itself.
    """

    workshop: Workshop
    stored: StoredDataset

    @property
    def folder(self) -> Path:
        """Where it is."""
        return self.stored.dataset.folder.resolve()

    def used_by(self, model: ModelUsed | None) -> None:
        """Freezes it: what was learned from can't be changed any more."""
        if model is not None:
            with told_as_invalid():
                self.workshop.datasets.freeze(self.stored, f"learned {model.sha256[:12]}")


def given_data(reference: str | None, model: str | None, program: ProgramSource) -> GivenData | None:
    """The dataset that was chosen on the command line, for a program to learn from.

    Raises:
        CommandError: there is none of that name, it is damaged, or nothing is to be learned.
    """
    if reference is None:
        return None
    if model is not None:
        raise invalid("--data and --model exclude each other.", "With --model nothing is learned.")
    if not learns(program.text):
        raise invalid(f"{program.name} learns nothing: it has no learn(data).", "Leave --data out.")
    workshop = lab_workshop()
    with told_as_invalid():
        return GivenData(workshop, workshop.datasets.get(reference))


def learn_first(
    mission: Mission, program: ProgramSource, *, trust: bool, quiet: bool, data: GivenData | None = None
) -> LearnedModel | None:
    """Has a program learn, if it does.

    Args:
        mission: whose data it learns from.
        program: that may have `learn(data)`.
        trust: without a box.
        quiet: say nothing of it.
        data: of one's own that it learns from.

    Raises:
        ProgramFailed: the program did.
        CommandError: the lab failed, or lacks something.
    """
    if not learns(program.text):
        return None
    line = LearningLine()
    try:
        folder = None if data is None else data.folder
        model = model_for(mission, program, None if quiet else line.show, trust=trust, data=folder)
    except (CannotLearnError, MissingExtraError) as error:
        raise CommandError(ExitCode.OUR_FAULT, error.message, error.hint) from error
    finally:
        line.close()
    if data is not None:
        data.used_by(None if model is None else model.used)
    return model
