# SPDX-License-Identifier: Apache-2.0
"""Joints that few robots have: universal and screw."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from tests.worlds.engines.test_mujoco_physics import load_text
from tests.worlds.sdf.sdf_text import INERTIAL
from worlds.engines.mujoco_engine import MujocoEngine


def hung(joint: str, pose: str) -> str:
    light = INERTIAL.replace("<ixx>1</ixx><iyy>1</iyy><izz>1</izz>", "<ixx>0.01</ixx><iyy>0.01</iyy><izz>0.01</izz>")
    return f"""<gravity>0 0 -10</gravity><model name="m"><link name="top">{light}</link>
      <joint name="held" type="fixed"><parent>world</parent><child>top</child></joint>
      <link name="low"><pose>{pose}</pose>{light}</link>{joint}</model>"""


def angles(engine: MujocoEngine) -> list[float]:
    return [float(value) for value in engine._loaded.physics.data.qpos]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("pitch", "drop_m_per_rad"),
    [
        ("<screw_thread_pitch>0.5</screw_thread_pitch>", 0.5 / math.tau),
        ("<screw_thread_pitch>-0.5</screw_thread_pitch>", -0.5 / math.tau),
        ("<thread_pitch>-12.5</thread_pitch>", 1 / 12.5),
    ],
)
def test_a_screw_turns_as_it_falls(tmp_path: Path, pitch: str, drop_m_per_rad: float) -> None:
    joint = f"""<joint name="j" type="screw"><parent>top</parent><child>low</child>{pitch}
      <axis><xyz>0 0 1</xyz></axis></joint>"""
    engine = load_text(tmp_path, hung(joint, "0 0 -1 0 0 0"))
    engine.advance(0.5)
    turn_rad, way_m = angles(engine)
    engine.close()
    assert way_m == pytest.approx(drop_m_per_rad * turn_rad, abs=1e-3)
    # Energy: m g s = ½ m v² + ½ I ω², with ω = v / pitch.
    acceleration = 10 / (1 + 0.01 / drop_m_per_rad**2)
    assert way_m == pytest.approx(-acceleration * 0.5**2 / 2, rel=0.03)


def test_a_universal_joint_turns_about_both_axes_and_not_about_the_third(tmp_path: Path) -> None:
    joint = """<joint name="j" type="universal"><parent>top</parent><child>low</child><pose>0 0 1 0 0 0</pose>
      <axis><xyz>1 0 0</xyz><limit><lower>-0.2</lower><upper>0.2</upper></limit></axis>
      <axis2><xyz>0 1 0</xyz></axis2></joint>"""
    text = hung(joint, "0 0 -1 0 0 0").replace("0 0 -10", "3 3 -10")
    engine = load_text(tmp_path, text)
    engine.advance(0.6)
    about_x, about_y = angles(engine)
    engine.close()
    assert about_x == pytest.approx(0.2, abs=0.02)
    assert abs(about_y) > 0.25
