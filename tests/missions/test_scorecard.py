# SPDX-License-Identifier: Apache-2.0
"""The scorecard: exact, the same whenever the same happened, and closed to what does not belong in it."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from missions.episode_record import EpisodeRecord
from missions.scorecard import Scorecard, Timing, trajectory_sha256
from tests.missions.records import contact, record_of

PLAIN: dict[str, Any] = {
    "mission": "first_drive",
    "title": "First drive",
    "robot": "turtlebot3_burger",
    "engine": "mujoco",
    "seed": 7,
    "program_sha256": "a" * 64,
    "score": 12.5,
    "max_score": 100.0,
    "pass_mark": 60.0,
    "passed": False,
    "verdict": "below_pass_mark",
    "ending": "truncated",
    "ending_reason": "Time is up.",
    "sim_time_s": 150.0,
    "steps": 3000,
    "criteria": [
        {"name": "pads", "check": "zones_in_order", "points": 12.5, "max_points": 100.0, "reason": "One of eight."}
    ],
    "message": "12.5 of 100 points.",
    "hint": "",
    "trajectory_sha256": "b" * 64,
}


def scorecard(**changes: Any) -> Scorecard:
    return Scorecard.model_validate({**PLAIN, **changes})


def test_wall_clock_times_are_no_part_of_the_fingerprint() -> None:
    timing = Timing(wall_s=1.5, real_time_factor=40.0, setup_s=0.7)
    assert scorecard(timing=timing).fingerprint() == scorecard().fingerprint()
    assert scorecard(timing=timing) != scorecard()


def test_a_scorecard_need_not_tell_its_seed() -> None:
    untold = scorecard(seed=None)
    assert Scorecard.model_validate_json(untold.model_dump_json()) == untold
    assert untold.model_copy(update={"seed": 7}) == scorecard()


@pytest.mark.parametrize(
    "changes",
    [
        {"score": math.nextafter(12.5, 13)},
        {"seed": 8},
        {"trajectory_sha256": "c" * 64},
        {"sim_time_s": math.nextafter(150.0, 0)},
        {"program_sha256": "d" * 64},
        {"message": "12.5 of 100 points!"},
    ],
)
def test_everything_else_is_part_of_the_fingerprint(changes: dict[str, Any]) -> None:
    assert scorecard(**changes).fingerprint() != scorecard().fingerprint()


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_survive_being_written_and_read_to_the_last_bit(value: float) -> None:
    written = scorecard(score=value, criteria=[{**PLAIN["criteria"][0], "details": {"figure": value}}])
    for text in (written.model_dump_json(), json.dumps(written.model_dump(mode="json"))):
        read = Scorecard.model_validate_json(text)
        assert math.copysign(1.0, read.score) == math.copysign(1.0, value)
        assert read.score == value
        assert read.criteria[0].details["figure"] == value
        assert read.fingerprint() == written.fingerprint()


@pytest.mark.parametrize(
    "changes",
    [
        {"score": math.nan},
        {"max_score": math.inf},
        {"seed": -1},
        {"seed": 2**63},
        {"verdict": "perfect"},
        {"ending": "done"},
        {"program_sha256": "not a hash"},
        {"schema_version": 2},
        {"extra": 1},
        {"steps": -1},
    ],
)
def test_what_does_not_belong_in_it_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        scorecard(**changes)


PLACES = [(0.0, 0.0), (0.1, 0.0), (0.2, 0.1)]


def test_equal_records_have_equal_hashes() -> None:
    assert trajectory_sha256(record_of(PLACES)) == trajectory_sha256(record_of(PLACES))


@pytest.mark.parametrize(
    "name", ["sim_time_s", "robot_pose", "robot_tilt_rad", "robot_velocity", "actions", "battery_fraction"]
)
def test_one_bit_anywhere_in_a_record_changes_its_hash(name: str) -> None:
    record = record_of(PLACES)
    values = getattr(record, name).copy()
    values.flat[-1] = np.nextafter(values.flat[-1], np.inf)
    assert trajectory_sha256(replace(record, **{name: values})) != trajectory_sha256(record)


def _with_crate(place_m: float) -> EpisodeRecord:
    return replace(record_of(PLACES), entities={"crate": np.full((3, 3), place_m)})


def test_things_and_contacts_are_in_the_hash() -> None:
    plain = record_of(PLACES)
    others = [
        plain,
        _with_crate(0.0),
        _with_crate(np.nextafter(0.0, 1.0)),
        replace(plain, contacts=(contact(0.0),)),
        replace(plain, contacts=(contact(0.0, force_n=np.nextafter(1.0, 2.0)),)),
        replace(plain, contacts=(contact(0.0, "shelf"),)),
        replace(plain, ending="stopped"),
    ]
    assert len({trajectory_sha256(one) for one in others}) == len(others)


def test_the_order_in_which_things_are_listed_is_no_part_of_the_hash() -> None:
    plain, one, two = record_of(PLACES), np.zeros((3, 3)), np.ones((3, 3))
    assert trajectory_sha256(replace(plain, entities={"a": one, "b": two})) == trajectory_sha256(
        replace(plain, entities={"b": two, "a": one})
    )
