# SPDX-License-Identifier: Apache-2.0
"""What recordings say over time."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from builtin_interfaces.msg import Time
from nav_msgs.msg import Odometry

from missions.recording.curves import read_curves
from missions.recording.recording import open_recording
from missions.recording.recording_error import RecordingError
from tests.missions.recording.drives import STEPS, TURN_RADPS, drive, odometry, others_drive
from tests.missions.recording.small_recordings import small_recording


def test_an_episode_is_read_from_ground_truth(tmp_path: Path) -> None:
    curves = read_curves(open_recording(drive(tmp_path / "episode.mcap", plots={"one": 1.0, "two": -2.0})))
    assert curves.source == "truth"
    assert curves.begins_at_s == 0.0
    np.testing.assert_allclose(curves.path.time_s, np.arange(STEPS + 1) * 0.05)
    np.testing.assert_allclose(curves.path.values[[0, -1]], [(1, 2, 0), (1.2, 2, 0.5)], atol=1e-9)
    assert len(curves.speeds.time_s) == STEPS
    np.testing.assert_allclose(curves.speeds.values[0], (0.2, 0.0), atol=1e-9)
    np.testing.assert_allclose(curves.speeds.values[-1], (0.0, TURN_RADPS), atol=1e-9)
    np.testing.assert_allclose(curves.wanted.values[[0, -1]], [(0.25, 0), (0, 0)])
    # What is too close to measure is no farther than what can be measured.
    np.testing.assert_allclose(curves.nearest.values[:3], [0.12, 1.98, 1.96], rtol=1e-6)
    assert list(curves.plotted) == ["one", "two"]
    np.testing.assert_allclose(curves.plotted["two"].values[:3], [0, -2, -4])


def test_one_that_was_cut_off_is_read_from_odometry(tmp_path: Path) -> None:
    curves = read_curves(open_recording(drive(tmp_path / "episode.mcap", finished=False)))
    assert curves.source == "odometry"
    np.testing.assert_allclose(curves.path.values[0], (0, 0, 0))
    np.testing.assert_allclose(curves.speeds.values[[0, -1], 0], (0.2, 0.0))


@pytest.mark.parametrize(("chunked", "topic"), [(True, "/odom"), (False, "/odom"), (True, "/robot_1/wheels")])
def test_one_of_others_begins_at_zero_and_needs_odometry_alone(tmp_path: Path, chunked: bool, topic: str) -> None:
    file = others_drive(tmp_path / "bag.mcap", chunked=chunked, topic=topic)
    curves = read_curves(open_recording(file, of_others=True))
    assert curves.source == "odometry"
    assert curves.begins_at_s == 1.9e9
    np.testing.assert_allclose(curves.path.time_s, np.arange(STEPS) * 0.05, atol=1e-6)
    assert len(curves.wanted.time_s) == STEPS
    assert len(curves.nearest.time_s) == 0
    assert curves.plotted == {}


def test_what_no_robot_can_be_at_is_left_out(tmp_path: Path) -> None:
    def odd(step: int, stamp: Time) -> Odometry:
        message = odometry(step, stamp)
        message.pose.pose.position.x = (0.5, math.nan, math.inf, -1e300)[step % 4]
        return message

    curves = read_curves(open_recording(others_drive(tmp_path / "bag.mcap", make=odd), of_others=True))
    assert set(curves.path.values[:, 0]) == {0.5}
    assert len(curves.path.time_s) == STEPS / 4


def test_one_that_does_not_say_where_the_robot_was_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordingError) as caught:
        read_curves(open_recording(small_recording(tmp_path / "small.mcap", finished=False)))
    assert "neither ground truth nor odometry" in caught.value.message
    assert "/headers" in caught.value.hint


def test_only_who_asks_for_it_is_given_one_of_others(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="no recording of an episode"):
        open_recording(others_drive(tmp_path / "bag.mcap"))
