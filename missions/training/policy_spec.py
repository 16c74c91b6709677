# SPDX-License-Identifier: Apache-2.0
"""What a policy of a mission is given: what its `learning.policy` says, or else what fits its robot."""

from __future__ import annotations

from collections.abc import Collection

from missions.by_hand.steering import full_range
from missions.errors import MissionError
from missions.spec import Mission
from valence_nodes.policies.features import (
    AnyFeature,
    BearingsFeature,
    LastActionFeature,
    LidarFeature,
    PoseFeature,
    SpeedFeature,
)
from valence_nodes.policies.sensed import PERCEPTION
from valence_nodes.policies.spec import PolicySpec
from worlds.robot_spec import RobotSpec


def policy_spec(mission: Mission, robot: RobotSpec) -> PolicySpec:
    """Returns what a policy of the mission is given and may do with a robot.

    Raises:
        MissionError: the mission's own asks for a sensor that the robot lacks.
    """
    learning = mission.spec.learning
    own = None if learning is None or learning.policy is None else learning.policy.spec
    kinds = {sensor.kind for sensor in robot.sensors}
    if own is None:
        return _fitting(mission, robot, kinds)
    lacking = sorted(own.needs - kinds)
    if lacking:
        raise MissionError(
            f"The policy of {mission.spec.name} needs a {' and a '.join(lacking)}; {robot.name} has none.",
            "Take another robot that the mission allows, or change learning.policy.",
            mission.spec_file,
        )
    return own


def _fitting(mission: Mission, robot: RobotSpec, kinds: Collection[str]) -> PolicySpec:
    action = full_range(robot)
    features: list[AnyFeature] = []
    if "lidar" in kinds:
        features.append(LidarFeature())
    if "camera" in kinds and "line_node" in mission.spec.nodes:
        features.append(BearingsFeature())
    features.append(SpeedFeature(fastest_mps=action.speed_mps[1], fastest_radps=action.turn_radps[1]))
    features.append(PoseFeature())
    features.append(LastActionFeature())
    return PolicySpec(observation=tuple(features), action=action)


def perception_of(mission: Mission) -> str | None:
    """Name of the mission's perception node, if it can look in training; None without one that can."""
    return next((node for node in mission.spec.nodes if node in PERCEPTION), None)
