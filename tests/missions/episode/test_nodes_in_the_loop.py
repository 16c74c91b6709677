# SPDX-License-Identifier: Apache-2.0
"""Perception nodes are waited for by stamp; one that ends or hangs ends the episode, with its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from missions.episode import children, launcher
from missions.episode.launcher import EpisodeRunner
from missions.episode.request import EpisodeOutcome
from missions.spec import Mission
from tests.fakes.bad_nodes import BAD_NODES
from tests.missions.episode.conftest import shortened

LOOK = """
def drive(robot):
    robot.turn(-deg(40))
    seen = []
    while robot.running:
        seen.append([(d.label, round(d.bearing_rad, 6)) for d in robot.detections])
        print(seen[-1])
        robot.move(0.0, 0.3)
"""


@pytest.fixture(scope="module")
def runner() -> Iterator[EpisodeRunner]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(launcher, "EPISODE_MODULE", "tests.fakes.bad_nodes")
        for name, node in BAD_NODES.items():
            patch.setitem(children.LOOP_NODES, name, node)
        with EpisodeRunner() as one:
            yield one


def seeing_mission(folder: Path, node: str) -> Mission:
    return shortened(
        "first_drive",
        folder,
        "time_limit_s: 3.0",
        "robot: turtlebot3_waffle_pi",
        "allowed_robots: [turtlebot3_waffle_pi]",
        f"nodes: [{node}]",
    )


def test_what_the_camera_sees_reaches_the_program(run: Callable[..., EpisodeOutcome], tmp_path: Path) -> None:
    outcome = run(LOOK, seeing_mission(tmp_path, "colour_blob_node"))
    assert outcome.scorecard.ending == "truncated"
    # The start looks along a row of crates and cones.
    assert any("'orange'" in line for line in outcome.log)


def test_a_late_answer_changes_nothing(run: Callable[..., EpisodeOutcome], tmp_path: Path) -> None:
    (tmp_path / "quick").mkdir()
    (tmp_path / "slow").mkdir()
    quick = run(LOOK, seeing_mission(tmp_path / "quick", "colour_blob_node"))
    slow = run(LOOK, seeing_mission(tmp_path / "slow", "slow_node"))
    assert quick.log == slow.log
    assert quick.scorecard.trajectory_sha256 == slow.scorecard.trajectory_sha256


@pytest.mark.parametrize(
    ("node", "what"),
    [("never_node", "did not answer on /detections for 0 s within 1 s"), ("dying_node", "ended with exit code 7")],
)
def test_a_node_that_fails_is_named(run: Callable[..., EpisodeOutcome], tmp_path: Path, node: str, what: str) -> None:
    outcome = run(LOOK, seeing_mission(tmp_path, node))
    assert outcome.scorecard.verdict == "node_failed"
    assert outcome.scorecard.ending_reason == f"The node {node} {what}."
    assert (outcome.folder / "nodes.log").exists()
