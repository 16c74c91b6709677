# SPDX-License-Identifier: Apache-2.0
"""The page about SDF is what the reader's tables say."""

from __future__ import annotations

from worlds.sdf.elements import ELEMENTS, JOINT_TYPES, SENSOR_TYPES
from worlds.sdf.reference import DOCUMENT, reference


def test_the_page_is_current() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == reference(), "run python -m worlds.sdf.reference"


def test_every_element_is_on_it() -> None:
    page = reference()
    for rule in ELEMENTS:
        assert f"| `{rule.path.partition('/')[2]}` | " in page, rule.path


def test_every_joint_and_sensor_is_on_it() -> None:
    for name in (*JOINT_TYPES, *SENSOR_TYPES):
        assert f"| `{name}` | " in reference()
