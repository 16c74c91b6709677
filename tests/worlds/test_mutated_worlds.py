# SPDX-License-Identifier: Apache-2.0
"""A thousand broken worlds: each one loads and moves, or is refused with file, line and element."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from worlds.engines.mujoco_engine import MujocoEngine
from worlds.errors import SdfError
from worlds.fidelity.folder import OWN_RECORDINGS
from worlds.sdf.reader import PROJECT_MODELS, read_world

OTHERS = Path(__file__).parent / "sdf" / "others"
LARGEST_BYTES = 20_000
FASTEST_MPS = 100.0
CORPUS = [
    file.read_bytes()
    for file in (
        *sorted(OTHERS.glob("*.sdf")),
        *sorted(OTHERS.glob("*.world")),
        Path(__file__).parent / "sdf" / "everything.sdf",
        *sorted(OWN_RECORDINGS.glob("*.sdf")),
        *sorted((PROJECT_MODELS.parent / "catalog").glob("*.sdf")),
    )
    if file.stat().st_size < LARGEST_BYTES
]

NUMBER = re.compile(rb"(?<=[>\s\"'])[-+]?\d+\.?\d*(?:[eE][-+]?\d+)?(?=[<\s\"'])")
ELEMENT = re.compile(rb"<([A-Za-z_]\w*)(?:\s[^<>]*)?>(?:[^<>]|<(?!/\1>))*?</\1>", re.DOTALL)
ATTRIBUTE = re.compile(rb"(?<==)(['\"])[^'\"]*\1")
ROOT = re.compile(rb"<sdf\b[^<>]*>")
WORD = re.compile(rb"(?<=>)[A-Za-z_:/.]+(?=<)")

NUMBERS = b"0 -1 1e9 -1e9 1e300 1e308 nan inf -inf 1e-9 1e-300 0.5 3 abc 1e5 1e6 100000 -0.1 0x10 1,5 \xd9\xa1".split(
    b" "
)
WORDS = b"world link true false 1 __model__ a::b model://sun ../../x file:///etc/passwd https://a/models/b".split(b" ")
GARBAGE = [
    b"<",
    b">",
    b"&x;",
    b"\xff\xfe",
    b"\0",
    b"<a>" * 200,
    b'"',
    b"]]>",
    b"<!-- a -- ",
    b"--->",
    b"<![CDATA[",
    b"{% for x in y %}",
    b"<xacro:wheel side='left'/>",
    b"<!DOCTYPE x [<!ENTITY a 'bb'><!ENTITY b '&a;&a;'>]>",
    b"<?xml version='1.0' encoding='utf-16'?>",
    "é".encode("latin-1"),
]


def put(text: bytes, match: re.Match[bytes] | None, new: bytes) -> bytes:
    return text if match is None else text[: match.start()] + new + text[match.end() :]


@st.composite
def broken(draw: st.DrawFn) -> bytes:
    text = draw(st.sampled_from(CORPUS))

    def one(pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        found = list(pattern.finditer(text))
        return found[draw(st.integers(0, len(found) - 1))] if found else None

    for _ in range(draw(st.integers(1, 3))):
        match draw(st.integers(0, 11)):
            case 0 | 1 | 2 | 3:
                text = put(text, one(NUMBER), draw(st.sampled_from(NUMBERS)))
            case 4:
                text = put(text, one(ELEMENT), b"")
            case 5:
                twice = one(ELEMENT)
                text = put(text, twice, (twice[0] if twice else b"") * draw(st.sampled_from([2, 2, 30])))
            case 6:
                other = one(ELEMENT)
                text = put(text, one(ELEMENT), other[0] if other else b"")
            case 7:
                other, place = one(ELEMENT), one(ELEMENT)
                text = put(text, place, (other[0] if other else b"") + (place[0] if place else b""))
            case 8:
                text = put(text, one(ATTRIBUTE), b"'" + draw(st.sampled_from([*WORDS, b"", b"9" * 400])) + b"'")
            case 9:
                text = put(text, one(WORD), draw(st.sampled_from([*WORDS, b""])))
            case 10:
                at = draw(st.integers(0, len(text)))
                text = text[:at] + draw(st.one_of(st.sampled_from(GARBAGE), st.binary(max_size=6))) + text[at:]
            case _:
                text = text[: draw(st.integers(0, len(text)))]
    return text


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mutated")
    shutil.copytree(OTHERS / "models", folder / "models")
    return folder / "world.sdf"


def begun_before(text: bytes, error: SdfError) -> bool:
    """Whether an error stands below the line of `<sdf>`, and not where no element is: in no text, or behind
    the end of it all.
    """
    root = ROOT.search(text)
    lines = text.split(b"\n")
    if b"</sdf>" in b"\n".join(lines[: error.line]) and error.line >= text.count(b"\n", 0, text.rindex(b"</sdf>")) + 1:
        return False
    no_text = any(words in error.message for words in ("UTF", "empty", "junk after", "DOCTYPE"))
    return root is not None and text.count(b"\n", 0, root.end()) + 1 < error.line and not no_text


outcomes: list[str] = []


@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(broken())
def test_a_broken_world_moves_or_is_refused_with_its_place(file: Path, text: bytes) -> None:
    file.write_bytes(text)
    engine = MujocoEngine()
    try:
        world = read_world(file)
        engine.load_world(world, None)
        engine.advance(10 * world.physics_timestep_s)
        for state in engine.ground_truth().entities.values():
            assert np.isfinite([*state.pose.position_m, *state.pose.quaternion_wxyz]).all()
            assert np.abs(state.linear_velocity_mps).max() < FASTEST_MPS, "nothing is shot away"
        outcomes.append("moves")
    except SdfError as error:
        assert error.message
        assert error.file.is_file()
        assert error.line > 0 or not text.strip()
        assert error.element or not begun_before(text, error), error
        assert len(str(error)) < 3_000
        outcomes.append("refused")
    finally:
        engine.close()


def test_many_of_them_move_and_many_are_refused() -> None:
    """So that the thousand is no empty one; it runs after the one above."""
    assert len(outcomes) >= 1000
    assert min(outcomes.count("moves"), outcomes.count("refused")) > 250


@pytest.mark.parametrize("levels", [30, 63, 64, 5_000])
def test_deep_models_end(file: Path, levels: int) -> None:
    text = "<model name='m'>" * levels + "</model>" * levels
    file.write_text(f"<sdf version='1.9'><world name='w'>{text}</world></sdf>", encoding="utf-8")
    with pytest.raises(SdfError, match="no link|deeper"):
        read_world(file)


def test_a_model_that_includes_itself_twice_ends(file: Path) -> None:
    folder = file.parent / "models" / "self"
    folder.mkdir(exist_ok=True)
    one = "<include><uri>model://self</uri><name>{}</name></include>"
    (folder / "model.sdf").write_text(
        f"<sdf version='1.9'><model name='self'>{one.format('a')}{one.format('b')}</model></sdf>", encoding="utf-8"
    )
    file.write_text(f"<sdf version='1.9'><world name='w'>{one.format('c')}</world></sdf>", encoding="utf-8")
    with pytest.raises(SdfError, match="include each other in a circle"):
        read_world(file)
