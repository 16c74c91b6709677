# SPDX-License-Identifier: Apache-2.0
"""What every check of the registry promises; a new check enters by itself."""

from __future__ import annotations

import copy
import dataclasses
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import missions.checks
from missions.checks.check import CheckContext, Measurement
from missions.checks.registry import CHECKS
from missions.episode_record import ContactEvent, EpisodeRecord, GivenAnswer
from missions.spec import load_mission, mission_names
from missions.tasks.task import Task
from tests.missions.records import contact, context_of, record_of, with_things
from worlds.robot_spec import load_robot_spec

ALL = dataclasses.replace(
    record_of(
        [(0.0, 0.0), (0.82, 0.02), (0.85, 0.92), (-0.81, 0.95)],
        things={"brought": [(0.5, 0.0), (1.0, 0.02), (1.0, 0.02), (1.0, 0.02)]},
        slid_m=[0.0, 0.0, 0.001, 0.001],
    ),
    answers=(
        GivenAnswer(0.5, "late", ["a"]),
        GivenAnswer(0.5, "routes", {"a": "short"}),
        GivenAnswer(0.5, "drive", ["a", "b"]),
    ),
)
"""A short way that touches each zone near its edge, brings a thing into one of them, hardly moves the load, and answers
what is asked."""
ASKED = Task(
    truth={
        "late": {"a": True, "b": False},
        "routes": {"a": {"short": True, "long": False}},
        "drive": {
            "a": {"zone": "near", "due_s": 1.5, "needs_help": True},
            "b": {"zone": "middle", "due_s": 2.5, "needs_help": True},
        },
    }
)
NEEDED: dict[str, dict[str, Any]] = {
    "answers_match": {"question": "late"},
    "deliveries_made": {"question": "drive"},
    "good_choices": {"question": "routes"},
    "coverage": {"inside": ["middle"], "radius_m": 0.4},
    "energy": {"full_j": 100.0, "none_j": 200.0},
    "kept_distance": {"wanted_m": 2.5, "band_m": 0.95},
    "speed_limit": {"limit_mps": 2.0},
    "stayed_in_zone": {"inside": ["near", "middle", "far"]},
    "things_in_zones": {"kinds": ["7"], "zones": ["near"]},
    "distance_to_line": {"line": [(0.0, 0.0), (0.82, 0.02), (0.85, 0.92), (-0.81, 0.95)]},
    "time": {"full_s": 5.0, "none_s": 15.0},
}
"""Parameters of checks that have no defaults."""


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> CheckContext:
    brought = with_things(context_of(tmp_path_factory.mktemp("mission")), {"brought": "7"})
    return dataclasses.replace(brought, robot=load_robot_spec("turtlebot3_burger_tray"), task=ASKED)


def measure(name: str, record: EpisodeRecord, context: CheckContext) -> Measurement:
    return CHECKS[name].measure(record, context, CHECKS[name].parameters.model_validate(NEEDED.get(name, {})))


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_a_perfect_robot_gets_everything(name: str, context: CheckContext) -> None:
    assert measure(name, ALL, context).fraction == 1.0


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_a_robot_that_does_nothing_gets_nothing(name: str, context: CheckContext) -> None:
    assert measure(name, record_of([(0.0, 0.0)] * 5), context).fraction == 0.0
    assert measure(name, record_of([]), context).fraction == 0.0


@pytest.mark.parametrize("name", sorted(CHECKS.keys() - {"answers_match", "good_choices"}))  # these ask for no place
def test_places_that_are_not_numbers_get_nothing(name: str, context: CheckContext) -> None:
    lost = dataclasses.replace(ALL, robot_pose=np.full_like(ALL.robot_pose, math.nan))
    assert measure(name, lost, context).fraction == 0.0


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_the_record_is_left_as_it_is(name: str, context: CheckContext) -> None:
    record = dataclasses.replace(ALL, contacts=(contact(1.0), contact(1.2, "wall")))
    before = copy.deepcopy(record)
    measure(name, record, context)
    for field in dataclasses.fields(record):
        now, then = getattr(record, field.name), getattr(before, field.name)
        for one, other in zip(now.values(), then.values(), strict=True) if isinstance(now, dict) else [(now, then)]:
            assert np.array_equal(one, other)


PLACES = st.lists(st.tuples(st.floats(-3, 3), st.floats(-3, 3)), min_size=1, max_size=6)
CONTACTS = st.lists(
    st.builds(
        contact,
        st.floats(0, 100),
        st.sampled_from(["a", "b"]),
        normal_z=st.floats(-1, 1),
        force_n=st.floats(0, 1e6),
    ),
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(places=PLACES, contacts=CONTACTS)
def test_any_record_gets_a_share_and_a_reason(
    context: CheckContext, places: list[tuple[float, float]], contacts: list[ContactEvent]
) -> None:
    slid_m = [0.05 * step for step in range(len(places))]
    record = record_of(places, contacts=sorted(contacts, key=lambda one: one.sim_time_s), slid_m=slid_m)
    for name in CHECKS:
        found = measure(name, record, context)
        assert 0.0 <= found.fraction <= 1.0
        assert found.reason.endswith(".")


def test_files_and_registry_agree() -> None:
    folder = Path(missions.checks.__file__).parent
    assert {file.stem for file in folder.glob("*.py")} - {"__init__", "check", "registry"} == set(CHECKS)


def test_missions_of_the_catalog_use_checks_that_are_there() -> None:
    used = {criterion.check for name in mission_names() for criterion in load_mission(name).spec.criteria}
    assert used <= set(CHECKS)


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_its_parameters_are_told_in_the_documentation(name: str) -> None:
    text = (Path(missions.checks.__file__).parents[2] / "docs" / "checks.md").read_text(encoding="utf-8")
    (row,) = (line for line in text.splitlines() if line.startswith(f"| `{name}` |"))
    for parameter in CHECKS[name].parameters.model_fields:
        assert f"`{parameter}`" in row
