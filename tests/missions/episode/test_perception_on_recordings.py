# SPDX-License-Identifier: Apache-2.0
"""What perception nodes answered in an episode, and what they find in its recording, held against the truth."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from missions.episode.request import EpisodeOutcome
from missions.recording.recording import open_recording
from missions.spec import load_mission
from tests.missions.episode.conftest import shortened
from valence_nodes.perception.lens import Lens
from valence_nodes.perception.markers import MarkerFinder
from worlds.pose import Pose

CAMERA = Pose((0.076, 0.0, 0.103))
TURN = """
def drive(robot):
    while robot.running:
        print([(one.label, round(one.bearing_rad, 4)) for one in robot.detections])
        robot.move(0.0, 0.2)
"""


def test_markers_in_a_recording_are_those_of_the_episode_and_where_they_truly_are(
    run: Callable[..., EpisodeOutcome], tmp_path: Path
) -> None:
    mission = shortened(
        "first_drive",
        tmp_path,
        "time_limit_s: 1.0",
        "world: showroom",
        "robot: turtlebot3_waffle_pi",
        "allowed_robots: [turtlebot3_waffle_pi]",
        "nodes: [marker_node]",
    )
    text = (mission.folder / "mission.yaml").read_text(encoding="utf-8")
    text = text.replace("{x_m: -2.3, y_m: -1.75, yaw_rad: 0.0}", "{x_m: 0.8, y_m: 0.72, yaw_rad: 2.0}")
    clutter = text[text.index("  clutter:") : text.index("  light_scale")]
    (mission.folder / "mission.yaml").write_text(text.replace(clutter, ""), encoding="utf-8")
    outcome = run(TURN, load_mission(mission.folder))
    assert outcome.scorecard.ending == "truncated", outcome.scorecard.message
    assert all("'marker_0'" in line for line in outcome.log if line.startswith("["))

    recording = open_recording(outcome.folder / "episode.mcap")
    answers = dict(recording.decoded("/detections"))
    (_, info), *_ = recording.decoded("/camera/camera_info")
    lens = Lens.of_calibration(list(info.k), list(info.d))
    truth = recording.truth()
    assert truth is not None
    marker = Pose.planar(0.25, 1.75, -1.1) @ Pose((0.00675, 0.0, 0.37))
    looked = 0
    for at_ns, image in recording.decoded("/camera/image_raw"):
        if at_ns not in answers:
            assert at_ns == 1_000_000_000, "only the picture of the last moment is waited for by nobody"
            continue
        picture = np.frombuffer(image.data, np.uint8).reshape(image.height, image.width, 3)
        (found,) = MarkerFinder().find(picture, lens)
        (answer,) = answers[at_ns].detections
        assert answer.results[0].hypothesis.class_id == f"marker_{found.number}" == "marker_0"
        x_px, y_px = (found.corners_px.min(axis=0) + found.corners_px.max(axis=0)) / 2
        assert (answer.bbox.center.position.x, answer.bbox.center.position.y) == pytest.approx((x_px, y_px))
        row = truth.poses["robot"][np.argmin(np.abs(truth.sim_time_s - at_ns / 1e9))]
        x, y, z = ((Pose(tuple(row[:3]), tuple(row[3:])) @ CAMERA).inverse() @ marker).position_m
        assert found.pose is not None
        assert found.pose.position_m == pytest.approx((-y, -z, x), abs=0.03)
        looked += 1
    assert looked >= 10
