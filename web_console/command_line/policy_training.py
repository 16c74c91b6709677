# SPDX-License-Identifier: Apache-2.0
"""`valence train MISSION --model ppo|cloning` and `valence evaluate POLICY`: policies, which drive a mission."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from missions.by_hand.kept_drives import kept_drives
from missions.spec import load_mission
from missions.whole_file import write_whole
from valence_nodes.learning.errors import LearningError
from valence_nodes.learning.models import CurvePoint
from valence_nodes.learning.registry import StoredModel
from valence_nodes.policies.policy import OnnxPolicy, PolicyError
from web_console.command_line.learning_outcome import EvaluateOutput, TrainOutput
from web_console.command_line.outcome import ExitCode, invalid
from web_console.command_line.training_line import TrainingLine
from web_console.command_line.workshop_inputs import lab_workshop, model_entry
from worlds.errors import HintedError

if TYPE_CHECKING:
    from missions.spec import Mission
    from missions.training.policy_training import TrainedPolicy

PROGRAM_FILE = "drive.py"
PROGRAM_HEAD = '''# SPDX-License-Identifier: Apache-2.0
"""A learned policy drives.'''
"""So begins every program that holds a policy."""

POLICY_KINDS = ("ppo", "cloning")
"""How a policy can be trained: by trying, or from recorded driving."""


def train_policy(given: argparse.Namespace) -> tuple[ExitCode, TrainOutput]:
    """Trains a policy, drives the public seeds with it, and keeps it."""
    lab_workshop()  # says what is not installed
    _refuse_what_is_for_others(given)
    if given.program is not None:
        _refuse_other_programs(given.program)
    with _told_as_invalid():
        mission = load_mission(given.data)
        name = given.go_on or given.name or f"{mission.spec.name}_{given.model}"[:60]
        line = None if given.json else TrainingLine(f"{given.model} on {mission.spec.name}")

        def watch(point: CurvePoint) -> None:
            if line is not None:
                line.show(point)

        try:
            trained = _trained(given, mission, name, watch)
        finally:
            if line is not None:
                line.close()
    stored = trained.stored
    if given.program is not None:
        _write_program(given.program, (stored.folder / PROGRAM_FILE).read_bytes())
    message = f"{stored.reference}: {trained.evaluation.in_words()}"
    if stored.stopped:
        message = f"Stopped; the best so far was kept. {message}"
    hint = f"Let it drive: ./valence run {mission.spec.name} --program {stored.folder / PROGRAM_FILE}"
    if not given.json:
        print(f"{message}\n{hint}")
    code = ExitCode.INTERRUPTED if stored.stopped else ExitCode.PASSED
    verdict = "stopped" if stored.stopped else "trained"
    return code, TrainOutput(verdict=verdict, message=message, hint=hint, model=model_entry(stored))  # type: ignore[arg-type]


def _trained(
    given: argparse.Namespace, mission: Mission, name: str, watch: Callable[[CurvePoint], None]
) -> TrainedPolicy:
    # These need the learning extra, and seconds to be loaded.
    from missions.training.cloning import CloningError, CloningPlan  # noqa: PLC0415
    from missions.training.policy_training import train_by_example, train_by_trying  # noqa: PLC0415
    from missions.training.ppo_plan import PpoPlan  # noqa: PLC0415

    if given.model == "cloning":
        try:
            recordings = given.recordings or kept_drives(mission.spec.name)
            return train_by_example(mission, name, recordings, CloningPlan(seed=given.seed), watch)
        except CloningError as error:
            raise invalid(str(error), f"Drive more: ./valence drive {mission.spec.name} --seed N.") from error
    plan = PpoPlan(mission.spec.name, seed=given.seed)
    if given.decisions is not None:
        plan = PpoPlan(mission.spec.name, seed=given.seed, decisions=given.decisions)
    return train_by_trying(mission, name, plan, watch, go_on=given.go_on is not None)


def _refuse_what_is_for_others(given: argparse.Namespace) -> None:
    if given.option or given.target:
        raise invalid("--option and --target are not for policies.", "Leave them out.")
    if given.model == "cloning" and (given.decisions or given.go_on):
        raise invalid("--decisions and --continue are for ppo.", "Cloning learns anew each time, in seconds.")
    if given.model == "ppo" and given.recordings:
        raise invalid("--from is for cloning; ppo learns by trying.", "Leave it out.")
    if given.seed >= 2**32:
        raise invalid(
            f"The seed of a training is a number below 2³², and this is {given.seed}.", "Choose a smaller one."
        )


def _refuse_other_programs(file: Path) -> None:
    """Makes sure, before minutes of training, that the file can be written and is none that somebody has written."""
    try:
        there = file.read_text(encoding="utf-8", errors="replace") if file.exists() else None
    except OSError as error:
        raise invalid(f"{file} can't be used: {error.strerror}.", "Give another file with --program.") from error
    if not file.parent.is_dir():
        raise invalid(f"There is no folder {file.parent}.", "Make it, or give another file with --program.")
    if there is not None and not there.startswith(PROGRAM_HEAD):
        raise invalid(f"{file} is no program of a policy, and is not written over.", "Give another file.")


def _write_program(file: Path, content: bytes) -> None:
    try:
        write_whole(file, content)
    except OSError as error:
        raise invalid(f"{file} can't be written: {error.strerror}.", "The policy is kept; see `models`.") from error


def evaluate_policy(stored: StoredModel, *, quiet: bool) -> tuple[ExitCode, EvaluateOutput]:
    """Drives the public seeds of its mission with a policy and tells each episode."""
    from missions.training.evaluation import EpisodeResult, evaluate  # noqa: PLC0415 - needs the learning extra

    def tell(result: EpisodeResult) -> None:
        if not quiet:
            sign = "✔" if result.passed else "✘"
            print(f"{sign} seed {result.seed:<6} {result.score:>7.2f} points  {result.sim_time_s:6.1f} s", flush=True)

    with _told_as_invalid():
        mission = load_mission(stored.data.get("name", ""))
        policy = OnnxPolicy.open(stored.folder / "model.onnx")
        found = evaluate(mission, policy, mission.spec.public_seeds, on_episode=tell)
    message = f"{stored.reference} on {mission.spec.name}: {found.in_words()}"
    if not quiet:
        print(message)
    interval = found.success_interval
    metrics = {
        "mean_return": found.mean_return,
        "success_rate": found.success_rate,
        "success_rate_low": interval.low,
        "success_rate_high": interval.high,
    }
    return ExitCode.PASSED, EvaluateOutput(
        message=message,
        model=stored.reference,
        part="public seeds",
        metrics=metrics,
        classes=[],
        confusion=[],
        report="",
        comparison=None,
    )


@contextmanager
def _told_as_invalid() -> Iterator[None]:
    """Tells a mistake in missions, names, recordings or policies as the caller's."""
    try:
        yield
    except PolicyError as error:
        raise invalid(str(error), "Train it anew.") from error
    except (LearningError, HintedError) as error:
        raise invalid(error.message, error.hint) from error
