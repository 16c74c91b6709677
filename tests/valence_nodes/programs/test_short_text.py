# SPDX-License-Identifier: Apache-2.0
"""Values as short texts."""

from __future__ import annotations

import math
import sys
from types import FrameType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from valence_nodes.programs.inside.short_text import short_text
from valence_nodes.programs.robot_readings import Detection, Imu
from valence_nodes.programs.trace import MAX_VALUE_CHARS


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.123456, "0.1235"),
        (2.0, "2.0"),
        (-0.0, "-0.0"),
        (999.96, "1000.0"),
        (1234.567, "1234.6"),
        (-123456789.0, "-123456789.0"),
        (1.5e300, "1.5e+300"),
        (1e-7, "1e-07"),
        (math.inf, "inf"),
        (-math.nan, "nan"),
        (12, "12"),
        (10**40, "<int of 133 bits>"),
        (True, "True"),
        (None, "None"),
        ("left", "'left'"),
        ("it's\n", '"it\'s\\n"'),
        (b"ab", "b'ab'"),
        (range(5), "range(0, 5)"),
        (range(9, 1, -2), "range(9, 1, -2)"),
        ((), "()"),
        ((1,), "(1,)"),
        ((0.5, 1.0), "(0.5, 1.0)"),
        ([], "[]"),
        ([1, "a", None], "[1, 'a', None]"),
        (list(range(9)), "[0, 1, 2, 3, 4, 5, … 3 more]"),
        ([(0.123456, 2)], "[(0.1235, 2)]"),
        ([[[[1]]], [[[]]]], "[[[…]], [[…]]]"),
        ({}, "{}"),
        ({"a": 1, 2: [0.5]}, "{'a': 1, 2: [0.5]}"),
        ({"a": {"b": {"c": 1}}, "d": {"e": {}}}, "{'a': {'b': {…}}, 'd': {'e': {}}}"),
        (set(), "set()"),
        ({1}, "{1}"),
        (frozenset({1}), "{1}"),
        (object(), "<object>"),
        (1j, "<complex>"),
        (np.float32(0.5), "0.5"),
        (np.int64(7), "7"),
        (np.True_, "True"),
        (np.zeros((3, 4), np.float32), "array 3×4 float32"),
        (np.array([1.0, math.nan, 2.5]), "array 3 float64 [1.0, nan, 2.5]"),
        (np.eye(2, dtype=bool), "array 2×2 bool [[True, False], [False, True]]"),
        (np.array(1, np.uint8), "array uint8 1"),
        (np.zeros((0, 3)), "array 0×3 float64 []"),
        (np.array([object()]), "array 1 O64"),
        (np.datetime64("2030-01-31"), "<datetime64>"),
    ],
)
def test_a_value_is_shown(value: object, text: str) -> None:
    assert short_text(value) == text


@pytest.mark.parametrize("value", [len, print, int, math, short_text, [].append, lambda: 0, np.sum, np.add, np.float64])
def test_what_is_no_data_is_not_shown(value: object) -> None:
    assert short_text(value) is None


def test_readings_of_the_robot_have_names_and_rounded_numbers() -> None:
    imu = Imu(0.123456, (0.0, 0.0, 1.23456), (0.0, 0.0, 9.81))
    assert short_text(imu) == (
        "Imu(yaw_rad=0.1235, turn_rate_radps=(0.0, 0.0, 1.235), acceleration_mps2=(0.0, 0.0, 9.81))"
    )
    seen = short_text([Detection("red", 0.9, 10.0, 20.0, 30.0, 40.0, -0.123456)])
    assert seen is not None
    assert seen.startswith("[Detection(label='red', score=0.9, x_px=10.0")


@pytest.mark.parametrize(
    "value", ["x" * 10**6, b"\xff" * 10**6, ["x" * 99] * 10**5, {n: "y" * n for n in range(999)}, range(10**9)]
)
def test_nothing_is_long(value: object) -> None:
    text = short_text(value)
    assert text is not None
    assert len(text) <= MAX_VALUE_CHARS
    assert "…" in text or len(text) < 80


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
)


@settings(deadline=None)
@given(values)
def test_whatever_it_is_it_fits_on_a_line(value: Any) -> None:
    text = short_text(value)
    assert text is not None
    assert 0 < len(text) <= MAX_VALUE_CHARS
    assert "\n" not in text


def test_a_dict_that_is_being_changed_is_shown_by_its_class() -> None:
    table = {number: number for number in range(5)}
    show_item = short_text.__globals__["_item"].__code__

    def grow(frame: FrameType, event: str, _argument: object) -> None:
        # In the midst of the dict's being shown, as a thread could.
        if event == "call" and frame.f_code is show_item:
            table[len(table)] = 0

    sys.setprofile(grow)
    try:
        text = short_text(table)
    finally:
        sys.setprofile(None)
    assert len(table) > 5
    assert text == "<dict>"
