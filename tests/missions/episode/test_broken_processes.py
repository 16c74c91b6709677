# SPDX-License-Identifier: Apache-2.0
"""Processes of ours that die or hang in mid-episode: the episode ends in time, with a name, and the next one runs."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from missions.benchmark.process_tree import descendants
from missions.episode.launcher import EpisodeError, EpisodeRunner
from missions.episode.request import EpisodeOutcome, EpisodeProgress, EpisodeRequest
from missions.spec import Mission
from tests.missions.episode.conftest import shortened
from tests.process_tree import command_line, running

DRIVE = "def drive(robot):\n    while robot.running:\n        robot.move(0.1)\n"


@pytest.fixture(scope="module")
def mission(tmp_path_factory: pytest.TempPathFactory) -> Mission:
    folder = tmp_path_factory.mktemp("broken")
    limits = "limits: {step_wall_s: 0.5, total_wall_s: 300, memory_mb: 512}"
    return shortened("first_drive", folder, "time_limit_s: 100.0", limits)


@pytest.fixture
def runner(others: frozenset[int]) -> Iterator[EpisodeRunner]:
    """Starts no process before `others` are known."""
    with EpisodeRunner() as one:
        yield one


@pytest.fixture
def others() -> frozenset[int]:
    """Processes that were there before: other tests' fixtures keep some warm."""
    return frozenset(descendants(os.getpid()))


def send(number: signal.Signals, module: str, others: frozenset[int]) -> None:
    """Sends a signal to the process of ours that runs `module`, none of another test's."""
    for pid in running(module, others):
        if b"bwrap" not in command_line(pid).split(b"\0")[0]:
            os.kill(pid, number)
            return
    raise AssertionError(f"no process runs {module}")


def run_and_break(
    runner: EpisodeRunner, mission: Mission, folder: Path, number: signal.Signals, module: str, others: frozenset[int]
) -> EpisodeOutcome:
    broken = False

    def break_once(progress: EpisodeProgress) -> None:
        nonlocal broken
        if progress.stage == "running" and not broken:
            broken = True
            send(number, module, others)

    return runner.run(EpisodeRequest(mission, DRIVE, "p.py", 1, folder, pace=1.0), break_once)


@pytest.mark.parametrize(
    ("number", "what"),
    [(signal.SIGKILL, "was ended by signal 9"), (signal.SIGSTOP, "gave no command for")],
)
def test_a_program_node_that_breaks_is_named(
    runner: EpisodeRunner,
    mission: Mission,
    tmp_path: Path,
    number: signal.Signals,
    what: str,
    others: frozenset[int],
) -> None:
    node = "valence_nodes.nodes.program_node"
    card = run_and_break(runner, mission, tmp_path / "a", number, node, others).scorecard
    assert card.verdict == "node_failed"
    assert card.ending_reason.startswith(f"The node program_node {what}")
    again = runner.run(EpisodeRequest(mission, "def drive(robot):\n    pass\n", "p.py", 1, tmp_path / "b"))
    assert again.scorecard.ending == "terminated"


def test_a_broken_episode_process_is_an_error_of_ours(
    runner: EpisodeRunner, mission: Mission, tmp_path: Path, others: frozenset[int]
) -> None:
    with pytest.raises(EpisodeError, match="ended all of a sudden"):
        run_and_break(runner, mission, tmp_path / "a", signal.SIGKILL, "missions.episode.episode_process", others)
    assert (tmp_path / "a" / "nodes.log").exists()
    again = runner.run(EpisodeRequest(mission, "def drive(robot):\n    pass\n", "p.py", 1, tmp_path / "b"))
    assert again.scorecard.ending == "terminated"


def test_nothing_is_left_running_after_close(mission: Mission, tmp_path: Path) -> None:
    before = set(descendants(os.getpid()))  # other tests' fixtures, and Python's own for pools of processes
    with EpisodeRunner() as runner:
        runner.run(EpisodeRequest(mission, "def drive(robot):\n    pass\n", "p.py", 1, tmp_path / "a"))
        assert set(descendants(os.getpid())) > before
    assert set(descendants(os.getpid())) <= before
