# SPDX-License-Identifier: Apache-2.0
"""From recorded episodes to a dataset: what was marked, or now and then; each episode stays in one part."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rclpy.serialization import serialize_message
from sensor_msgs.msg import Image, Imu, LaserScan

from missions.episode.launcher import EpisodeRunner
from missions.episode.request import EpisodeRequest
from missions.learning.collecting import CollectRequest, collect
from missions.recording.recorder import RecordedTopic, Recorder
from missions.recording.recording import open_recording
from missions.recording.recording_error import RecordingError
from missions.spec import load_mission
from tests.missions.recording.small_recordings import ABOUT
from valence_nodes.learning.errors import DataError
from valence_nodes.nodes import recorded_messages
from valence_nodes.topic_names import PROGRAM_SAMPLE
from worlds.errors import HintedError

TOPICS = {
    "/camera/image_raw": RecordedTopic("/camera/image_raw", "sensor_msgs/msg/Image"),
    "/scan": RecordedTopic("/scan", "sensor_msgs/msg/LaserScan"),
    "/imu": RecordedTopic("/imu", "sensor_msgs/msg/Imu"),
}
MARKS = [(0.05, "crate", "early"), (0.25, "crate", "left"), (0.26, "other", ""), (0.45, "crate", "right")]
Episodes = Callable[..., Path]


def image(grey: int, encoding: str = "rgb8") -> Image:
    message = Image(height=4, width=6, encoding=encoding, step=20)  # rows may be longer than their pixels
    message.data = bytes([grey]) * 80
    return message


def felt(step: int) -> Imu:
    message = Imu()
    message.angular_velocity.x, message.linear_acceleration.z = float(step), 9.8
    return message


def scan(step: int) -> LaserScan:
    return LaserScan(range_min=0.1, range_max=3.5, ranges=[math.inf, 1.0 + step, math.nan])


@pytest.fixture
def episodes(tmp_path: Path) -> Episodes:
    """Writes recordings of half a second: a picture and a scan each 0.1 s (the first at 0.1), the IMU each 0.01 s."""

    def write(
        count: int = 4,
        marks: list[tuple[float, str, str]] = MARKS,
        topics: tuple[str, ...] = tuple(TOPICS),
        encoding: str = "rgb8",
    ) -> Path:
        for number in range(count):
            folder = tmp_path / "episodes" / str(number)
            folder.mkdir(parents=True)
            known = [TOPICS[name] for name in topics]
            known.append(RecordedTopic(PROGRAM_SAMPLE, "valence_interfaces/msg/ProgramSample"))
            recorder = Recorder(folder / "episode.mcap", known, {**ABOUT, "seed": str(number)})
            told: list[tuple[float, str, Any]] = []
            for step in range(1, 6):
                told.append((step / 10, "/camera/image_raw", image(step * 20 + number, encoding)))
                told.append((step / 10, "/scan", scan(step)))
            told += [(step / 100, "/imu", felt(step)) for step in range(51)]
            for at_s, topic, message in sorted(told, key=lambda one: one[0]):
                if topic in topics:
                    recorder.message(topic, bytes(serialize_message(message)), round(at_s * 1e9))
            for at_s, dataset, label in marks:
                at_ns = round(at_s * 1e9)
                recorder.message(PROGRAM_SAMPLE, recorded_messages.program_sample(dataset, label, at_ns), at_ns)
            recorder._write_gathered()
            recorder.close()
        return tmp_path / "episodes"

    return write


def test_marked_pictures_become_a_dataset_in_which_no_episode_is_torn_apart(episodes: Episodes, tmp_path: Path) -> None:
    made = collect([episodes()], CollectRequest("crate", size_px=(3, 2)), tmp_path / "made")
    assert (made.card.kind, made.card.target, set(made.card.classes)) == ("pictures", "label", {"left", "right"})
    assert len(made.table) == 8  # the first mark came before the first picture
    assert made.table.groupby("episode")["split"].nunique().max() == 1
    assert {len(part) for part in (made.train, made.validation, made.test)} == {2, 4}
    assert made.train.pictures.shape[1:] == (2, 3, 3)
    greys = {
        (label, int(picture[0, 0, 0]) // 20) for label, picture in zip(made.train.y, made.train.pictures, strict=True)
    }
    assert greys == {("left", 2), ("right", 4)}  # the newest picture at that time
    assert "try_out" in made.card.source


def test_a_copy_of_an_episode_is_no_other_episode(episodes: Episodes, tmp_path: Path) -> None:
    folder = episodes()
    for number in range(3):
        copy = folder / f"copy{number}" / "episode.mcap"
        copy.parent.mkdir()
        copy.write_bytes((folder / "0" / "episode.mcap").read_bytes())
    made = collect([folder], CollectRequest("crate"), tmp_path / "made")
    assert made.table["episode"].nunique() == 4


def test_scans_and_windows_of_the_imu_are_signals(episodes: Episodes, tmp_path: Path) -> None:
    folder = episodes()
    scans = collect([folder], CollectRequest("crate", sense="scan"), tmp_path / "scans")
    assert scans.train.signals.shape[1:] == (3, 1)
    assert set(scans.train.signals[:, 0, 0]) == {3.5}  # out of range, at the range
    assert set(scans.train.signals[:, 1, 0]) == {3.0, 3.5}
    shaken = collect([folder], CollectRequest("crate", sense="imu", window_s=0.2), tmp_path / "shaken")
    assert shaken.train.signals.shape[1:] == (20, 6)
    assert shaken.card.column("gyro_x").rate_hz == 102
    assert sorted({float(one[-1, 0]) for one in shaken.train.signals}) == [25.0, 45.0]


def test_samples_are_taken_now_and_then(episodes: Episodes, tmp_path: Path) -> None:
    made = collect([episodes(marks=[])], CollectRequest("hall", every_s=0.2), tmp_path / "made")
    assert (made.card.target, len(made.table)) == ("", 8)
    with pytest.raises(DataError, match="only one class"):
        collect([tmp_path / "episodes"], CollectRequest("hall", every_s=0.2, label="a"), tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_samples_without_a_label_are_left_out_where_others_have_one(episodes: Episodes, tmp_path: Path) -> None:
    marks = [*MARKS, (0.46, "crate", "")]
    made = collect([episodes(marks=marks)], CollectRequest("crate"), tmp_path / "made")
    assert len(made.table) == 8
    assert "4 samples without a label were left out" in made.card.about
    unlabelled = collect([tmp_path / "episodes"], CollectRequest("other"), tmp_path / "other")
    assert (unlabelled.card.target, len(unlabelled.table)) == ("", 4)


@pytest.mark.parametrize(
    ("request_", "how", "said"),
    [
        (CollectRequest("crat"), {}, "Did you mean “crate”"),
        (CollectRequest("crate"), {"marks": []}, 'Call robot.collect("crate", label=…)'),
        (CollectRequest("crate", sense="smell"), {}, "There is no sense “smell”. There are: picture, scan, imu."),
        (CollectRequest("crate", sense="imu"), {"topics": ("/scan",)}, "These recordings hold: scan."),
        (CollectRequest("crate"), {"topics": ()}, "no sensor that can be collected"),
        (CollectRequest("crate", window_s=60, sense="imu"), {}, "Nothing was collected"),
        (CollectRequest("crate", every_s=60), {}, "Are the episodes long enough?"),
        (CollectRequest("crate"), {"count": 2}, "Record more episodes"),
        (CollectRequest("crate"), {"encoding": "bayer_rggb8"}, "not rgb8"),
        (CollectRequest("crate"), {"count": 0}, "There is no recorded episode"),
    ],
)
def test_what_can_not_be_collected_is_explained(
    episodes: Episodes, tmp_path: Path, request_: CollectRequest, how: dict[str, Any], said: str
) -> None:
    folder = episodes(**how)
    folder.mkdir(exist_ok=True)
    with pytest.raises((DataError, HintedError)) as refused:
        collect([folder], request_, tmp_path / "made")
    assert said in f"{refused.value.message} {refused.value.hint}"
    assert not (tmp_path / "made").exists()


def test_a_file_that_is_no_recording_is_refused(tmp_path: Path) -> None:
    (tmp_path / "episode.mcap").write_bytes(b"nothing of the kind")
    with pytest.raises(RecordingError):
        collect([tmp_path], CollectRequest("crate"), tmp_path / "made")


def test_an_episode_keeps_what_its_program_collects(tmp_path: Path) -> None:
    text = (
        "def drive(robot):\n    robot.wait(0.5)\n    robot.collect('pad', label='far')\n    robot.wait(0.5)\n"
        "    robot.collect('pad')\n    robot.wait(0.1)\n    robot.collect('Pad')\n"
    )
    with EpisodeRunner() as runner:
        outcome = runner.run(EpisodeRequest(load_mission("first_drive"), text, "p.py", 1, tmp_path / "episode"))
    marks = [
        (at_ns, one.dataset, one.label)
        for at_ns, one in open_recording(tmp_path / "episode" / "episode.mcap").decoded(PROGRAM_SAMPLE)
    ]
    assert marks == [(500_000_000, "pad", "far"), (1_000_000_000, "pad", "")]
    failure = outcome.scorecard.failure
    assert failure is not None
    assert (failure.line, failure.message[:14]) == (7, "robot.collect:")
    assert len(outcome.log) == 2
