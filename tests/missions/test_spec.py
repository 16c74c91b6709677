# SPDX-License-Identifier: Apache-2.0
"""Loading missions: what is right loads, what is wrong is named with its file, line and closest match."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from missions.errors import MissionError
from missions.spec import CATALOG, SPEC_FILE, load_mission, mission_names, read_mission
from tests.missions.mission_files import plain_spec, write_mission

SQUARE = {"x_m": [0, 1], "y_m": [0, 1]}
FIRST_DRIVE = (CATALOG / "first_drive" / SPEC_FILE).read_text(encoding="utf-8")


def refused(tmp_path: Path, spec: dict[str, Any] | str | bytes) -> MissionError:
    with pytest.raises(MissionError) as caught:
        load_mission(write_mission(tmp_path, spec))
    return caught.value


def test_a_mission_of_the_catalog_is_loaded_by_its_name() -> None:
    mission = load_mission("first_drive")
    assert mission.spec.name == "first_drive"
    assert mission.folder == CATALOG / "first_drive"
    assert mission.world_file.is_file()
    assert "first_drive" in mission_names()


def test_a_mission_is_loaded_from_its_folder_or_its_file(tmp_path: Path) -> None:
    folder = write_mission(tmp_path)
    assert load_mission(folder) == load_mission(folder / SPEC_FILE)


def test_defaults_are_what_the_documentation_says(tmp_path: Path) -> None:
    spec = load_mission(write_mission(tmp_path)).spec
    assert spec.control_timestep_s == 0.05
    assert spec.variation.light_scale == (1.0, 1.0)
    assert spec.limits.step_wall_s == 5.0
    assert spec.max_score == 10.0


def test_a_mission_can_be_compared_and_does_not_change(tmp_path: Path) -> None:
    spec = load_mission(write_mission(tmp_path)).spec
    with pytest.raises(ValueError, match="frozen"):
        spec.pass_mark = 0  # type: ignore[misc]


@pytest.mark.parametrize(
    "name", ["../..", "../../etc", "/etc", "", ".", "first_drive/../first_drive", "first_drive\0", "x" * 10_000]
)
def test_a_name_is_no_path(name: str) -> None:
    with pytest.raises(MissionError, match="no mission"):
        load_mission(name)


def test_the_closest_name_is_offered() -> None:
    with pytest.raises(MissionError) as caught:
        load_mission("frist_drive")
    assert caught.value.hint == "Did you mean “first_drive”?"
    assert caught.value.file is None


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"pass_mark": 11}, "pass_mark is 11, but the criteria have 10 points"),
        ({"robot": "turtlebot4"}, "turtlebot4 is not among allowed_robots"),
        ({"title": {"de": "Versuch"}}, "English"),
        ({"tiers": ["code", "code"]}, "code comes twice"),
        ({"time_limit_s": 10.01}, "whole number of control steps"),
        ({"time_limit_s": float("nan")}, "finite"),
        ({"time_limit_s": -1}, "greater than 0"),
        ({"public_seeds": []}, "public_seeds"),
        ({"public_seeds": [2**63]}, "public_seeds.0"),
        ({"public_seeds": [1.5]}, "public_seeds.0"),
        ({"criteria": []}, "criteria"),
        ({"variation": {"light_scale": [2, 1]}}, "must not be above"),
        ({"strand": "cooking"}, "strand"),
        ({"start_poses": [{"x_m": 1e9, "y_m": 0}]}, "start_poses.0.x_m"),
        ({"zones": plain_spec()["zones"] + plain_spec()["zones"]}, "pad comes twice"),
        ({"zones": [{"name": "pad", "shape": "star"}]}, "zones.0"),
        ({"name": "../etc"}, "name"),
        ({"world": "../../x"}, "world"),
        ({"robots": "x"}, "robots"),
        ({"pass_mark": None}, "“pass_mark” is missing"),
    ],
)
def test_a_wrong_value_is_named(tmp_path: Path, changes: dict[str, Any], told: str) -> None:
    error = refused(tmp_path, plain_spec(**changes))
    assert told in error.reason
    assert error.file == tmp_path / "try_out" / SPEC_FILE


@pytest.mark.parametrize(
    ("changes", "told", "hint"),
    [
        ({"world": "empty_hal"}, "there is no world “empty_hal”", "Did you mean “empty_hall”?"),
        (
            {"allowed_robots": ["turtlebot3_burger", "turtlebot3_burgr"]},
            "there is no robot “turtlebot3_burgr”",
            "Did you mean “turtlebot3_burger”?",
        ),
        ({"nodes": ["color_blob_node"]}, "there is no node", "Did you mean “colour_blob_node”?"),
        ({"nodes": ["program_node"]}, "there is no node", ""),
        ({"nodes": ["colour_blob_node"]}, "needs a camera, and the robot turtlebot3_burger has none", "Take"),
        (
            {
                "robot": "turtlebot4",
                "allowed_robots": ["turtlebot4"],
                "nodes": ["colour_blob_node", "line_node"],
            },
            "the nodes colour_blob_node and line_node both answer on /detections; a mission can have one of them",
            "Take colour_blob_node or line_node out of nodes.",
        ),
        (
            {"variation": {"clutter": {"models": ["con"], "count": [1, 1], "regions": [SQUARE]}}},
            "there is no model “con”",
            "Did you mean “cone”?",
        ),
        ({"criteria": [{"name": "a", "check": "zone_in_order", "points": 10}]}, "there is no check", "zones_in_order"),
        (
            {"criteria": [{"name": "a", "check": "zones_in_order", "points": 10, "parameters": {"zonse": ["pad"]}}]},
            "“zonse”: is no parameter",
            "Did you mean “zones”?",
        ),
        (
            {"criteria": [{"name": "a", "check": "zones_in_order", "points": 10, "parameters": {"zones": ["pat"]}}]},
            "the mission has no zone “pat”",
            "Did you mean “pad”?",
        ),
        (
            {"criteria": [{"name": "a", "check": "time", "points": 10, "parameters": {"full_s": 5, "none_s": 4}}]},
            "full_s (5) must be below none_s (4)",
            "",
        ),
        ({"zones": []}, "needs zones", "Add zones."),
        (
            {
                "criteria": [
                    {"name": "a", "check": "coverage", "points": 10, "parameters": {"inside": ["pad", "pat"]}},
                ]
            },
            "the mission has no zone “pat”",
            "Did you mean “pad”?",
        ),
        ({"name": "other"}, "its folder “try_out”", "same name"),
    ],
)
def test_what_a_mission_names_must_be_there(tmp_path: Path, changes: dict[str, Any], told: str, hint: str) -> None:
    error = refused(tmp_path, plain_spec(**changes))
    assert told in error.reason
    assert hint in error.hint
    assert error.line > 0


@pytest.mark.parametrize("goal", [{"way_m": 2}, {}])
def test_a_mission_without_zones_can_ask_for_a_way(tmp_path: Path, goal: dict[str, Any]) -> None:
    criteria = [{"name": "a", "check": "smoothness", "points": 10, "parameters": goal}]
    folder = write_mission(tmp_path, plain_spec(zones=[], criteria=criteria))
    if goal:
        assert load_mission(folder).spec.zones == ()
    else:
        with pytest.raises(MissionError, match="needs zones"):
            load_mission(folder)


def test_the_line_is_that_of_the_mistake(tmp_path: Path) -> None:
    lines = yaml.safe_dump(plain_spec(), sort_keys=False).splitlines()
    number = next(i for i, line in enumerate(lines) if "radius_m" in line)
    lines[number] = lines[number].replace("0.3", "wide")
    assert refused(tmp_path, "\n".join(lines)).line == number + 1
    lines[number] = lines[number].replace("wide", "0.3").replace("radius_m", "raduis_m")
    assert f"line {number + 1}: “zones.0.circle.raduis_m” is not a field here (did you mean “radius_m”?)" in (
        refused(tmp_path, "\n".join(lines)).reason
    )


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"name: [", b"- 1\n", b"null\n", b"name: &a x\n", b"a: " + b"[" * 5000, b"x" * 300_000],
)
def test_a_file_that_is_no_mission_is_refused(tmp_path: Path, content: bytes) -> None:
    refused(tmp_path, content)


def test_a_missing_folder_or_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissionError, match="can't be read"):
        load_mission(tmp_path / "nothing")
    (tmp_path / "empty").mkdir()
    with pytest.raises(MissionError, match="can't be read"):
        load_mission(tmp_path / "empty")


def test_a_device_is_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "endless"
    folder.mkdir()
    (folder / SPEC_FILE).symlink_to("/dev/zero")
    with pytest.raises(MissionError, match="ordinary file"):
        load_mission(folder)


def test_a_brief_is_found_by_its_language(tmp_path: Path) -> None:
    folder = write_mission(tmp_path)
    (folder / "brief.de.md").write_text("Fahre zum Feld.\n", encoding="utf-8")
    mission = load_mission(folder)
    assert set(mission.briefs) == {"en", "de"}
    assert mission.brief("de").startswith("Fahre")
    assert mission.brief("fr") == mission.brief("en")


PIECES = st.sampled_from(
    ["", "\n", "  ", "- ", "{", "}", "[", "]", ":", "nan", ".inf", "1e999", "-1", "null", "true", "name:", "zones:",
     "'", "\"", "&a", "*a", "!!", "\t", "\0", "..", "999999999999999999999", "\u202e", "😀", "%", "2001-02-30"]
)  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_mutated_mission_loads_or_says_what_is_wrong(tmp_path: Path, data: st.DataObject) -> None:
    text = FIRST_DRIVE
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.sampled_from([0, 0, 1, 3, 20, 200])))
        text = text[:start] + data.draw(PIECES) + text[end:]
    with suppress(MissionError):
        load_mission(write_mission(tmp_path, text.encode("utf-8", "replace"), "first_drive"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(field=st.sampled_from(sorted(plain_spec())), value=JSON)
def test_any_value_in_any_field_loads_or_says_what_is_wrong(tmp_path: Path, field: str, value: object) -> None:
    spec = plain_spec()
    spec[field] = value
    with suppress(MissionError):
        load_mission(write_mission(tmp_path, spec))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(check=st.sampled_from(["time", "collisions", "path_length", "upright", "zones_in_order"]), parameters=JSON)
def test_any_parameters_load_or_say_what_is_wrong(tmp_path: Path, check: str, parameters: object) -> None:
    criterion = {"name": "a", "check": check, "points": 10, "parameters": parameters}
    with suppress(MissionError):
        load_mission(write_mission(tmp_path, plain_spec(criteria=[criterion])))


def test_a_mission_s_data_are_found_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_mission(tmp_path, plain_spec(learning={"dataset": "data"}))
    monkeypatch.chdir(tmp_path)
    assert read_mission(Path("try_out")).data_folder == tmp_path.resolve() / "try_out" / "data"
