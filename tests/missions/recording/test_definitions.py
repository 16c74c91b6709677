# SPDX-License-Identifier: Apache-2.0
"""The definitions that a recording carries are complete, and every reader understands them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from mcap_ros2._dynamic import generate_dynamic
from rosbags.typesys import get_types_from_msg

from missions.recording import definitions
from missions.recording.definitions import NoDefinitionError, message_definition

TYPES = [
    "geometry_msgs/msg/Twist",
    "geometry_msgs/msg/TwistStamped",
    "nav_msgs/msg/Odometry",
    "rosgraph_msgs/msg/Clock",
    "sensor_msgs/msg/BatteryState",
    "sensor_msgs/msg/CameraInfo",
    "sensor_msgs/msg/Image",
    "sensor_msgs/msg/Imu",
    "sensor_msgs/msg/JointState",
    "sensor_msgs/msg/LaserScan",
    "std_msgs/msg/Bool",
    "tf2_msgs/msg/TFMessage",
    "valence_interfaces/msg/EpisodeEvent",
    "valence_interfaces/msg/EpisodeState",
    "valence_interfaces/msg/LineDetection",
    "valence_interfaces/msg/ObservationDue",
    "valence_interfaces/msg/ProgramLog",
    "valence_interfaces/msg/ProgramPlot",
    "valence_interfaces/msg/ProgramSample",
    "valence_interfaces/msg/ProgramStep",
    "vision_msgs/msg/Detection2DArray",
]


@pytest.mark.parametrize("name", TYPES)
def test_a_definition_holds_all_that_it_is_made_of_once(name: str) -> None:
    text = message_definition(name)
    parts = re.split("^={80}\nMSG: (.*)\n", text, flags=re.MULTILINE)
    included = parts[1::2]
    assert len(included) == len(set(included))
    known = generate_dynamic(name, text)
    assert name in known
    own = {one.replace("/msg/", "/") for one in get_types_from_msg(text, name)}
    assert own == {name.replace("/msg/", "/"), *included}


def test_what_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(NoDefinitionError, match="nowhere_msgs/msg/Nothing is in no folder of AMENT_PREFIX_PATH"):
        message_definition("nowhere_msgs/msg/Nothing")
    folder = tmp_path / "share" / "odd_msgs" / "msg"
    folder.mkdir(parents=True)
    (folder / "Odd.msg").write_bytes(b"\xff\xfe")
    monkeypatch.setenv("AMENT_PREFIX_PATH", f"{tmp_path / 'missing'}::{tmp_path}")
    with pytest.raises(NoDefinitionError, match=r"Odd\.msg can't be read"):
        message_definition("odd_msgs/msg/Odd")


def test_constants_bounds_and_comments_are_no_parts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "share" / "own_msgs" / "msg"
    folder.mkdir(parents=True)
    (folder / "Whole.msg").write_text(
        "# Other in_a_comment\nint8 ONE=1\nstring<=10 name\nuint8[<=4] few\n"
        "Part[] parts\nown_msgs/Part[2] two\nPart one\n"
    )
    (folder / "Part.msg").write_text("float64 x 1.5\n")
    monkeypatch.setenv("AMENT_PREFIX_PATH", str(tmp_path))
    assert definitions._made_of("own_msgs", (folder / "Whole.msg").read_text()) == [("own_msgs", "Part")] * 3
    assert message_definition("own_msgs/msg/Whole").count("MSG: own_msgs/Part\n") == 1
