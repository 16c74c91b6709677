# SPDX-License-Identifier: Apache-2.0
"""Plays a mission's programs: who solves it has to pass with every seed, who does not must not."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from missions.grading.grading import workers_for
from missions.grading.local_pool import LocalPool
from missions.grading.playing import OnProgress, play
from missions.grading.seed_task import SeedTask, mission_address
from missions.learning.learn import model_for
from missions.learning.learned_model import LearnedModel
from missions.mission_rules import MissionProblem
from missions.scorecard import CriterionScore, Scorecard
from missions.seeds import hidden_seeds
from missions.spec import Mission
from valence_nodes.programs.failure import ProgramFailed
from valence_nodes.programs.source import read_program
from worlds.yaml_file import find_line

IDLE = {
    "stands still until time is up": "def drive(robot):\n    while robot.running:\n        robot.wait(1)\n",
    "ends at once": "def drive(robot):\n    pass\n",
}
"""Programs that do nothing, each in a way of its own."""

Cards = Mapping[str, Scorecard]
"""A program's scorecards, by the name of the seed."""


@dataclass(frozen=True)
class _Seed:
    name: str
    value: int
    hidden: bool


@dataclass(frozen=True)
class _Player:
    """A program to play.

    Attributes:
        name: what to call it.
        text: of the program.
        judge: says what is wrong with how it went.
        model: what it learned before.
    """

    name: str
    text: str
    judge: Callable[[Mission, Cards], Iterator[MissionProblem]]
    model: LearnedModel | None = None


def played_problems(mission: Mission, on_progress: OnProgress | None = None) -> list[MissionProblem]:
    """Plays the reference programs, the naive ones and idle ones with all public and hidden seeds.

    Args:
        mission: in which nothing else is wrong.
        on_progress: told about twice a second.

    Returns:
        A problem for each seed with which a reference program does not pass, or a robot that does nothing does;
        and for each naive program that passes on average.

    Raises:
        GradingError: the lab failed.
        CannotLearnError: it failed while a program learned.
        MissingExtraError: the packages that learning needs are missing.
        ProgramSourceError: a program can't be read.
    """
    players, problems = [], []
    judged = [(file, _reference) for file in mission.references] + [(file, _naive) for file in mission.naives]
    if mission.learned is not None:
        judged.append((mission.learned, _learned))
    for file, judge in judged:
        program = read_program(file)
        try:
            model = model_for(mission, program)
        except ProgramFailed as failed:
            message = f"it could not learn: {failed.failure.message}"
            problems.append(MissionProblem(file, failed.failure.line or 0, message, failed.failure.hint))
        else:
            players.append(_Player(file.name, program.text, partial(judge, file), model))
    players += [
        *(_Player("idle.py", text, partial(_idle, what)) for what, text in IDLE.items()),
    ]
    seeds = [_Seed(f"seed {seed}", seed, False) for seed in mission.spec.public_seeds]
    seeds += [_Seed(f"hidden seed {number}", seed, True) for number, seed in enumerate(hidden_seeds(mission), 1)]
    with tempfile.TemporaryDirectory(prefix="valence-check-") as folder:
        tasks = {
            (number, seed.name): SeedTask(
                mission=mission_address(mission),
                program_text=player.text,
                program_name=player.name,
                seed=seed.value,
                seed_name=f"{player.name}, {seed.name}",
                hidden=seed.hidden,
                folder=Path(folder) / f"{number}-{seed.name.replace(' ', '_')}",
                model=player.model,
            )
            for number, player in enumerate(players)
            for seed in seeds
        }
        workers = workers_for(len(tasks))
        cards = play(tasks, partial(LocalPool, workers), workers, on_progress)
    return problems + [
        problem
        for number, player in enumerate(players)
        for problem in player.judge(mission, {seed.name: cards[number, seed.name] for seed in seeds})
    ]


def _reference(file: Path, mission: Mission, cards: Cards) -> Iterator[MissionProblem]:
    for seed, card in cards.items():
        if card.failure is not None:
            message = f"it failed with {seed}: {card.failure.message}"
            yield MissionProblem(file, card.failure.line or 0, message, card.failure.hint)
        elif not card.passed:
            worst = max(card.criteria, key=lambda one: one.max_points - one.points)
            message = f"it does not pass with {seed}: {_points(card.score, mission)}. Worst: {_criterion(worst)}"
            yield MissionProblem(file, 0, message, "A reference program has to pass with every seed.")


def _learned(file: Path, mission: Mission, cards: Cards) -> Iterator[MissionProblem]:
    """As of a submission: on average. What was learned by trying has seeds with which it goes badly."""
    failed = next(((seed, card.failure) for seed, card in cards.items() if card.failure is not None), None)
    if failed is not None:
        seed, failure = failed
        yield MissionProblem(file, failure.line or 0, f"it failed with {seed}: {failure.message}", failure.hint)
        return
    mean = round(math.fsum(card.score for card in cards.values()) / len(cards), 2)
    if mean < mission.spec.pass_mark:
        message = f"it does not pass on average of {len(cards)} seeds: {_points(mean, mission)}."
        yield MissionProblem(file, 0, message, "Train it anew, see docs/policies.md.")


def _naive(file: Path, mission: Mission, cards: Cards) -> Iterator[MissionProblem]:
    for seed, card in cards.items():
        if card.failure is not None:
            message = f"it failed with {seed}: {card.failure.message}"
            hint = "A naive program has to run, and yet not to pass."
            yield MissionProblem(file, card.failure.line or 0, message, hint)
            return
    mean = round(math.fsum(card.score for card in cards.values()) / len(cards), 2)
    if mean >= mission.spec.pass_mark:
        seed, best = max(cards.items(), key=lambda one: one[1].score)
        message = (
            f"it passes with {_points(mean, mission)}, on average of {len(cards)} seeds. "
            f"Most of {seed}: {_criterion(_most(best))}"
        )
        yield MissionProblem(file, 0, message, "Who does not solve a mission must not pass: raise pass_mark?")


def _idle(what: str, mission: Mission, cards: Cards) -> Iterator[MissionProblem]:
    for seed, card in cards.items():
        if card.score >= mission.spec.pass_mark:
            message = (
                f"a robot that {what} passes with {seed}: {_points(card.score, mission)}. "
                f"Most: {_criterion(_most(card))}"
            )
            line = find_line(mission.spec_file, ("pass_mark",))
            yield MissionProblem(mission.spec_file, line, message, "Give points for what is done, or raise pass_mark.")


def _points(score: float, mission: Mission) -> str:
    return f"{score:g} of {mission.spec.max_score:g} points, {mission.spec.pass_mark:g} are needed"


def _most(card: Scorecard) -> CriterionScore:
    return max(card.criteria, key=lambda one: one.points)


def _criterion(one: CriterionScore) -> str:
    return f"“{one.name}” with {one.points:g} of {one.max_points:g} ({one.reason})"
