# SPDX-License-Identifier: Apache-2.0
"""Perception nodes are waited for by stamp; one that ends or hangs ends the episode, with its name."""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from missions.episode import children, launcher
from missions.episode.launcher import EpisodeRunner
from missions.episode.request import EpisodeOutcome
from missions.recording.recording import open_recording
from missions.spec import Mission
from tests.fakes.bad_nodes import BAD_NODES
from tests.missions.episode.conftest import shortened
from valence_nodes.nodes import topics
from worlds.robot_spec import load_robot_spec

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


def seeing_mission(folder: Path, node: str, robot: str = "turtlebot3_waffle_pi") -> Mission:
    return shortened(
        "first_drive",
        folder,
        "time_limit_s: 3.0",
        f"robot: {robot}",
        f"allowed_robots: [{robot}]",
        f"nodes: [{node}]",
    )


# The turtlebot4 gives its camera another name.
@pytest.mark.parametrize("robot", ["turtlebot3_waffle_pi", "turtlebot4"])
def test_what_the_camera_sees_reaches_the_program(
    run: Callable[..., EpisodeOutcome], tmp_path: Path, robot: str
) -> None:
    outcome = run(LOOK, seeing_mission(tmp_path, "colour_blob_node", robot))
    assert outcome.scorecard.ending == "truncated"
    # The start looks along a row of crates and cones.
    assert any("'orange'" in line for line in outcome.log)


def test_things_reach_the_program_with_their_names(run: Callable[..., EpisodeOutcome], tmp_path: Path) -> None:
    outcome = run(LOOK, seeing_mission(tmp_path, "object_node"))
    assert outcome.scorecard.ending == "truncated", outcome.scorecard.message
    # The start looks along a row of crates and cones.
    assert any("'crate'" in line or "'cone'" in line for line in outcome.log), outcome.log


WAIT = """
def drive(robot):
    while robot.running:
        robot.move(0.05, 0.2)
"""


def test_free_space_is_recorded_beside_each_picture(run: Callable[..., EpisodeOutcome], tmp_path: Path) -> None:
    outcome = run(WAIT, seeing_mission(tmp_path, "free_space_node"))
    assert outcome.scorecard.ending == "truncated", outcome.scorecard.message
    recording = open_recording(outcome.folder / "episode.mcap")
    pictures = [time_ns for time_ns, _ in recording.decoded("/camera/image_raw")]
    scans = dict(recording.decoded("/free_space"))
    assert pictures[0] in scans
    assert len(scans) >= len(pictures) - 1
    assert all(len(scan.ranges) == 61 and scan.header.frame_id == "base_footprint" for scan in scans.values())


FOLLOW = """
def drive(robot):
    while robot.running:
        pieces = robot.detections
        print(robot.time_s, [(piece.label, round(piece.bearing_rad, 6), round(piece.y_px, 3)) for piece in pieces])
        robot.move(0.1, 2 * pieces[0].bearing_rad)
"""


def test_the_line_reaches_the_program_in_time_and_always_the_same(
    run: Callable[..., EpisodeOutcome], tmp_path: Path
) -> None:
    mission = shortened("line_follow", tmp_path, "time_limit_s: 2.0")
    outcome = run(FOLLOW, mission)
    assert outcome.scorecard.ending == "truncated", outcome.scorecard.message
    seen = [literal_eval(line.split(": ", 1)[1].split(" ", 1)[1]) for line in outcome.log if "'line'" in line]
    # There from the first step on, in every step, and new with every picture (10 Hz, and 20 Hz steps).
    assert len(seen) == 40
    assert len({str(pieces) for pieces in seen}) == 20
    for pieces in seen:
        rows = [y_px for _, _, y_px in pieces]
        assert rows == sorted(rows, reverse=True)
    again = run(FOLLOW, mission)
    assert again.log == outcome.log
    assert again.scorecard.trajectory_sha256 == outcome.scorecard.trajectory_sha256


def test_nodes_in_the_loop_listen_to_the_names_that_are_remapped() -> None:
    burger, turtlebot4 = load_robot_spec("turtlebot3_burger"), load_robot_spec("turtlebot4")
    assert children.loop_arguments(burger) == []
    assert children.loop_arguments(turtlebot4) == [
        "--ros-args",
        "--remap",
        f"{topics.CAMERA_IMAGE}:=/oakd/rgb/preview/image_raw",
        "--remap",
        f"{topics.CAMERA_INFO}:=/oakd/rgb/preview/camera_info",
    ]


def test_a_late_answer_changes_nothing(run: Callable[..., EpisodeOutcome], tmp_path: Path) -> None:
    (tmp_path / "quick").mkdir()
    (tmp_path / "slow").mkdir()
    quick = run(LOOK, seeing_mission(tmp_path / "quick", "colour_blob_node"))
    slow = run(LOOK, seeing_mission(tmp_path / "slow", "slow_node"))
    assert quick.log == slow.log
    assert quick.scorecard.trajectory_sha256 == slow.scorecard.trajectory_sha256


@pytest.mark.parametrize(
    ("node", "what"),
    [("never_node", "did not answer on /detections for 0 s within 6 s"), ("dying_node", "ended with exit code 7")],
)
def test_a_node_that_fails_is_named(run: Callable[..., EpisodeOutcome], tmp_path: Path, node: str, what: str) -> None:
    outcome = run(LOOK, seeing_mission(tmp_path, node))
    assert outcome.scorecard.verdict == "node_failed"
    assert outcome.scorecard.ending_reason == f"The node {node} {what}."
    assert (outcome.folder / "nodes.log").exists()
