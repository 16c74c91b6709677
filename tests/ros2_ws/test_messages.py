# SPDX-License-Identifier: Apache-2.0
"""The built messages: the standard's own type hashes, and a round trip through real rclpy."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARE = ROOT / "ros2_ws" / "install" / "share"
DEFINITIONS = sorted(
    file
    for folder in (ROOT / "ros2_ws" / "src", ROOT / "ros2_ws" / "standard_interfaces")
    for file in folder.glob("*/*/*")
    if file.suffix in {".msg", ".srv", ".action"}
)

# First eight bytes of the hashes (REP-2016) that builds of the standard packages carry in public.
PUBLISHED_HASHES = {
    "tf2_msgs/msg/TFMessage": "e369d0f05a23ae52",
    "tf2_msgs/srv/FrameGraph": "0d1fbc6222c018ba",
    "tf2_msgs/action/LookupTransform": "0b8adf6bc0b59588",
    "vision_msgs/msg/Detection2DArray": "214274120007f4a6",
    "vision_msgs/msg/Detection3DArray": "793f5eab9595ac1c",
    "vision_msgs/msg/LabelInfo": "3d37df4015cdf660",
    "vision_msgs/msg/VisionInfo": "95d3116a17484ad9",
    "simulation_interfaces/msg/SimulatorFeatures": "8b101c8529bc0ea3",
    "simulation_interfaces/srv/GetAvailableWorlds": "ce5589b5523f2732",
    "simulation_interfaces/srv/GetCurrentWorld": "79ed4e910e1b7a1c",
    "simulation_interfaces/srv/GetEntitiesStates": "0a76170d0c1c90e1",
    "simulation_interfaces/srv/GetEntityBounds": "17be8d36231178a5",
    "simulation_interfaces/srv/GetNamedPoses": "c3d12ab920115bfd",
    "simulation_interfaces/srv/GetSimulationState": "3362dcebee4b1afe",
    "simulation_interfaces/srv/GetSpawnables": "3e25fd827d8bcbd9",
    "simulation_interfaces/srv/LoadWorld": "87d0ded1bfddb40a",
    "simulation_interfaces/srv/SpawnEntity": "66860313e11009fa",
}


def run_with_messages(script: Path) -> subprocess.CompletedProcess[str]:
    """Runs a script with this Python, on the paths that `valence` sets, in a ROS graph of this machine alone."""
    shell = 'root=$1; . "$root/docker/setup/state.sh"; find_ros; use_lab; exec "$2" "$3"'
    return subprocess.run(
        ["/bin/sh", "-eu", "-c", shell, "sh", str(ROOT), sys.executable, str(script)],
        env={**os.environ, "ROS_AUTOMATIC_DISCOVERY_RANGE": "LOCALHOST", "ROS_DOMAIN_ID": str(os.getpid() % 100 + 1)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("name", PUBLISHED_HASHES)
def test_standard_messages_are_the_standards_own(name: str) -> None:
    if not (SHARE / name.split("/", maxsplit=1)[0]).is_dir():
        pytest.skip("the ROS in use brings this package")
    described = json.loads((SHARE / f"{name}.json").read_text(encoding="utf-8"))
    hashes = {entry["type_name"]: entry["hash_string"] for entry in described["type_hashes"]}
    assert hashes[name].removeprefix("RIHS01_").startswith(PUBLISHED_HASHES[name])


@pytest.mark.parametrize("file", DEFINITIONS, ids=lambda file: f"{file.parents[1].name}/{file.name}")
def test_every_definition_says_what_it_is(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# SPDX-License-Identifier: Apache-2.0"
    assert len(lines[1]) > 10
    assert lines[1].startswith("# ")


def test_ground_truth_is_in_none_of_our_messages() -> None:
    ours = [file for file in DEFINITIONS if "valence_interfaces" in file.parts]
    assert len(ours) >= 8
    for file in ours:
        fields = re.sub(r"#.*", "", file.read_text(encoding="utf-8"))
        if file.name == "MotorState.msg":
            fields = fields.replace("position_rad", "")  # what encoders count, wrong or right, the robot knows
        assert not re.search(r"\b(pose|twist|contact|position|truth)", fields, re.IGNORECASE), file.name


def test_messages_services_and_actions_make_the_round_trip() -> None:
    told = run_with_messages(Path(__file__).with_name("round_trip.py"))
    assert told.returncode == 0, told.stderr
    seen = json.loads(told.stdout)
    assert seen["due"] == [7, ["/scan", "/odom"], [[1, 50_000_000], [1, 0]], "episode-1"]
    assert seen["state"] == ["RUNNING", 2**64 - 1, "first_drive"]
    assert seen["detections"] == [["red", 0.5]]
    assert seen["transforms"] == ["base_footprint"]
    assert seen["stopped"] == [True, "enough: seen"]
    assert seen["features"] == [20, 31]
    assert seen["feedback"] == [0.5, "on the way"]
    assert seen["score"] == [9.5, True]
