# SPDX-License-Identifier: Apache-2.0
"""What a policy is given and what its answers mean."""

from __future__ import annotations

import json
import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from missions.learning_spec import PolicyPart
from valence_nodes.policies.controllers import AlongLine, AlongWall, controller
from valence_nodes.policies.driving import drive_with
from valence_nodes.policies.features import BearingsFeature, ImuFeature, LastActionFeature, LidarFeature, SpeedFeature
from valence_nodes.policies.policy import Policy, PolicyError, RulePolicy
from valence_nodes.policies.spec import ActionSpec, Observer, PolicySpec

ACTION = ActionSpec(speed_mps=(0.0, 0.2), turn_radps=(-1.0, 1.0))


def senses(**given: Any) -> Any:
    return SimpleNamespace(**given)


def looked(feature: Any, **given: Any) -> list[float]:
    return Observer(PolicySpec(observation=(feature,), action=ACTION)).look(senses(**given)).tolist()


@pytest.mark.parametrize("rays", [72, 360, 640])
def test_a_sector_says_how_near_its_nearest_ray_is_whatever_the_lidar(rays: int) -> None:
    scan = np.full(rays, np.inf, np.float32)
    scan[round(rays / 4)] = 1.5  # exactly to the left
    near = looked(LidarFeature(sectors=4, most_m=3.0, from_rad=-math.pi, to_rad=math.pi), scan=scan)
    assert near == [0.0, 0.0, 0.5, 0.0] or near == [0.0, 0.0, 0.0, 0.5]  # on the border of two
    scan[:] = np.inf
    scan[0] = 0.75
    assert looked(LidarFeature(sectors=3, most_m=3.0), scan=scan) == [0.0, 0.75, 0.0]


def test_too_close_is_nearest_nothing_in_range_is_far_and_no_measurement_counts_for_nothing() -> None:
    scan = np.array([-np.inf, np.inf, np.nan, np.nan], np.float32)
    scan = np.repeat(scan, 10)
    near = looked(LidarFeature(sectors=4, most_m=2.0, from_rad=0.0, to_rad=math.pi), scan=np.tile(scan, 2))
    assert near[0] == 1.0
    assert all(np.isfinite(near))


def test_more_sectors_than_rays_are_refused() -> None:
    with pytest.raises(ValueError, match="ask for fewer sectors"):
        looked(LidarFeature(sectors=90), scan=np.ones(36, np.float32))


def test_speeds_are_told_in_fastest_speeds_and_cut_off() -> None:
    odometry = senses(speed_mps=0.15, turn_radps=-100.0)
    assert looked(SpeedFeature(fastest_mps=0.3, fastest_radps=2.0), odometry=odometry) == [0.5, -2.0]


def test_the_inertial_unit_feels_one_gravity_at_rest() -> None:
    imu = senses(turn_rate_radps=(0.0, 0.0, 1.0), acceleration_mps2=(0.0, 0.0, 9.81))
    assert looked(ImuFeature(), imu=imu) == [0.5, 0.0, 0.0, 1.0]


def test_a_line_that_is_lost_is_remembered_where_it_was_last() -> None:
    observer = Observer(PolicySpec(observation=(BearingsFeature(below_px=100.0, widest_rad=0.5),), action=ACTION))
    near, far, high = (
        senses(label="line", y_px=y, bearing_rad=b) for y, b in ((200.0, 0.25), (150.0, -0.1), (50, 0.4))
    )
    other = senses(label="red", y_px=220.0, bearing_rad=0.3)
    first = observer.look(senses(detections=[other, near, far, high]))
    assert first == pytest.approx([1.0, 0.5, -0.2])
    assert observer.look(senses(detections=[high])) == pytest.approx([0.0, 0.5, -0.2])


def test_the_last_answer_is_nothing_at_first_and_then_what_was_said_within_bounds() -> None:
    observer = Observer(PolicySpec(observation=(LastActionFeature(),), action=ACTION))
    assert observer.look(senses()).tolist() == [0.0, 0.0]
    assert observer.act([5.0, -0.5]) == (0.2, -0.5)
    assert observer.look(senses()).tolist() == [1.0, -0.5]


@pytest.mark.parametrize("answer", [[0.0], [0.0, math.nan], [math.inf, 0.0], [1, 2, 3]])
def test_an_answer_that_is_none_is_refused(answer: list[float]) -> None:
    with pytest.raises(ValueError, match="two finite numbers"):
        ACTION.command(answer)


def test_commands_and_answers_are_each_others_inverse() -> None:
    assert ACTION.command(ACTION.answer(0.05, -0.25)) == pytest.approx((0.05, -0.25))
    assert ACTION.answer(9.0, -9.0).tolist() == [1.0, -1.0]


def test_a_spec_survives_json_and_other_texts_are_refused() -> None:
    spec = PolicySpec(observation=(LidarFeature(sectors=8), LastActionFeature()), action=ACTION, steps=3)
    assert PolicySpec.from_plain(json.loads(json.dumps(spec.plain()))) == spec
    assert len(set(spec.names)) == spec.size == 10
    for wrong in ({}, {"observation": [{"feature": "smell"}]}, [], {"observation": [{"feature": "lidar", "x": 1}]}):
        with pytest.raises(ValueError, match="describes no policy"):
            PolicySpec.from_plain(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"observation": []}, "1 to 20 features"),
        ({"observation": [{"feature": "smell"}]}, "smell"),
        ({"observation": [{"feature": "lidar", "sectors": 0}]}, "sectors is 0"),
        ({"observation": [{"feature": "lidar", "most_m": float("nan")}]}, "finite"),
        ({"observation": [{"feature": "lidar", "colour": 1}]}, "colour"),
        ({"observation": [{"feature": "lidar", "from_rad": 2.0, "to_rad": 1.0}]}, "from_rad"),
        ({"observation": [{"feature": "speed"}], "action": {"speed_mps": [0.2, 0.1]}}, "speed_mps"),
        ({"observation": [{"feature": "speed"}], "steps": 0}, "steps is 0"),
    ],
)
def test_a_mission_that_says_nonsense_of_its_policy_is_told_what(part: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        PolicyPart.model_validate(part)


def test_a_controller_turns_to_its_wall_and_to_its_line() -> None:
    wall, line = AlongWall(), AlongLine()
    assert isinstance(wall, Policy)
    scan = np.full(360, np.inf, np.float32)
    scan[250:290] = 0.8  # to the right, and too far
    answer = wall.decide(Observer(wall.spec).look(senses(scan=scan)))
    assert answer[1] < -0.3
    assert line.decide(np.array([1.0, 0.2, 0.2], np.float32))[1] > 0.2
    assert line.decide(np.array([0.0, -0.2, -0.2], np.float32))[1] < -0.2
    with pytest.raises(PolicyError, match="there are: along_wall"):
        controller("along_moon")


class _Robot:
    """Counts steps; runs for so many."""

    def __init__(self, steps: int) -> None:
        self.left = steps
        self.moves: list[tuple[float, float]] = []

    @property
    def running(self) -> bool:
        return self.left > 0

    @property
    def odometry(self) -> Any:
        return senses(speed_mps=0.1, turn_radps=0.0)

    def move(self, speed_mps: float, turn_radps: float) -> None:
        self.left -= 1
        self.moves.append((speed_mps, turn_radps))


def test_a_policy_drives_a_programs_robot_and_each_answer_holds_for_its_steps() -> None:
    spec = PolicySpec(observation=(SpeedFeature(),), action=ACTION, steps=3)
    robot = _Robot(6)
    asked = iter([(0.1, 0.5), (0.2, -0.5)])
    took_s = drive_with(robot, RulePolicy(spec, lambda seen: next(asked) if seen["speed"] else (0.0, 0.0)))
    assert np.allclose(robot.moves, [(0.1, 0.5)] * 3 + [(0.2, -0.5)] * 3)
    assert len(took_s) == 2


@pytest.mark.parametrize("model", [None, 3, "policy"])
def test_what_is_no_policy_does_not_drive(model: object) -> None:
    with pytest.raises(PolicyError, match="A policy has"):
        drive_with(_Robot(1), model)  # type: ignore[arg-type]
