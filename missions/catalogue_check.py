# SPDX-License-Identifier: Apache-2.0
"""Figures of a mission: its programs with all hidden seeds, and how long its reference learns.

`played_check` says whether all is right; this says how good the programs are, for `docs/catalogue.md`.
"""

from __future__ import annotations

import hashlib
import math
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from missions.grading.grading import workers_for
from missions.grading.local_pool import LocalPool
from missions.grading.playing import OnProgress, play
from missions.grading.seed_task import SeedTask, mission_address
from missions.learning.learn import learn_anew, learns
from missions.learning.learned_model import LearnedModel
from missions.played_check import IDLE
from missions.scorecard import Scorecard
from missions.seeds import hidden_seeds
from missions.spec import Mission
from valence_nodes.programs.source import ProgramSource, read_program

ROLES = ("reference", "learned", "rule", "naive", "idle")
"""Who plays: who passes, the learned way beside it, the best rule without learning, a beginner, who does nothing."""

_MARK_DIGITS = 8


@dataclass(frozen=True)
class Played:
    """How a program did.

    Attributes:
        program: name of its file.
        scores: points with each hidden seed.
        passed: with how many it passed.
    """

    program: str
    scores: tuple[float, ...]
    passed: int

    @property
    def mean(self) -> float:
        """Points on average."""
        return math.fsum(self.scores) / len(self.scores)


@dataclass(frozen=True)
class MissionFigures:
    """What was measured of a mission.

    Attributes:
        mission: its name.
        pass_mark: points needed.
        played: by role; of several programs with a role the one that won most, and of references the one that won
            least. A role that nobody has is not there.
        learn_s: how long the reference's `learn(data)` took on the wall clock, with nothing else of ours running; None
            for one that learns nothing.
        mark: of the mission's files, see `files_mark`.
    """

    mission: str
    pass_mark: float
    played: Mapping[str, Played]
    learn_s: float | None
    mark: str

    @property
    def faults(self) -> tuple[tuple[str, str], ...]:
        """What is not as it should be, each with the program's file and in words."""
        found = []
        for role, one in self.played.items():
            seeds = len(one.scores)
            if role == "reference" and one.passed < seeds:
                found.append((one.program, f"it passes with {one.passed} of {seeds} hidden seeds only."))
            elif role == "learned" and one.mean < self.pass_mark:
                found.append((one.program, f"it wins {one.mean:.4g} points on average; {self.pass_mark:g} are needed."))
            elif role in {"rule", "naive", "idle"} and one.mean >= self.pass_mark:
                found.append((one.program, f"it wins {one.mean:.4g} points on average; {self.pass_mark:g} pass."))
        return tuple(found)


@dataclass(frozen=True)
class _Player:
    role: str
    program: ProgramSource
    model: LearnedModel | None = None


def measure(mission: Mission, on_progress: OnProgress | None = None) -> MissionFigures:
    """Plays a mission's programs with its hidden seeds, as many at once as grading does.

    Args:
        mission: in which nothing is wrong.
        on_progress: told about twice a second.

    Raises:
        GradingError: the lab failed.
        ProgramFailed: a program could not learn.
        CannotLearnError: the lab failed while it learned.
        MissingExtraError: the packages that learning needs are missing.
        ProgramSourceError: a program can't be read.
    """
    learn_s: float | None = None
    with tempfile.TemporaryDirectory(prefix="valence-catalogue-") as folder:
        players: list[_Player] = []
        for number, (role, program) in enumerate(_programs(mission)):
            model = None
            if learns(program.text):
                began_s = time.monotonic()
                model = learn_anew(mission, program, Path(folder) / f"model-{number}")
                if program.name == mission.reference.name:
                    learn_s = time.monotonic() - began_s
            players.append(_Player(role, program, model))
        cards = _play(mission, players, Path(folder), on_progress)
    best: dict[str, Played] = {}
    for number, player in enumerate(players):
        own = [card for (whose, _), card in cards.items() if whose == number]
        played = Played(player.program.name, tuple(card.score for card in own), sum(card.passed for card in own))
        other = best.get(player.role)
        worse_counts = player.role == "reference"
        if other is None or (played.mean < other.mean) == worse_counts:
            best[player.role] = played
    return MissionFigures(mission.spec.name, mission.spec.pass_mark, best, learn_s, files_mark(mission))


def _programs(mission: Mission) -> list[tuple[str, ProgramSource]]:
    files = [("reference", file) for file in mission.references]
    if mission.learned is not None:
        files.append(("learned", mission.learned))
    files += [("rule" if file == mission.rule else "naive", file) for file in mission.naives]
    found = [(role, read_program(file)) for role, file in files]
    return found + [("idle", ProgramSource(text, "idle.py")) for text in IDLE.values()]


def _play(
    mission: Mission, players: list[_Player], folder: Path, on_progress: OnProgress | None
) -> dict[tuple[int, int], Scorecard]:
    tasks = {
        (number, index): SeedTask(
            mission=mission_address(mission),
            program_text=player.program.text,
            program_name=player.program.name,
            seed=seed,
            seed_name=f"{player.program.name}, hidden seed {index + 1}",
            hidden=True,
            folder=folder / f"{number}-{index}",
            model=player.model,
        )
        for number, player in enumerate(players)
        for index, seed in enumerate(hidden_seeds(mission))
    }
    workers = workers_for(len(tasks))
    return play(tasks, partial(LocalPool, workers), workers, on_progress)


def files_mark(mission: Mission) -> str:
    """Some digits that stand for the contents of a mission's folder: figures with other ones are out of date."""
    total = hashlib.sha256()
    for file in sorted(mission.folder.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            content = file.read_bytes()
            total.update(f"{file.relative_to(mission.folder).as_posix()}\0{len(content)}\0".encode() + content)
    return total.hexdigest()[:_MARK_DIGITS]
