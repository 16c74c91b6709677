# SPDX-License-Identifier: Apache-2.0
"""Masses and inertias that are taken from collisions."""

from __future__ import annotations

import math

import pytest

from tests.worlds.sdf.sdf_text import model, world

MESH = "<mesh><uri>box.obj</uri></mesh>"
BOX_OBJ = "".join(f"v {x} {y} {z}\n" for x in (-1, 1) for y in (-0.5, 0.5) for z in (-0.25, 0.25)) + "".join(
    f"f {a} {b} {c} {d}\n"
    for a, b, c, d in ((1, 2, 4, 3), (5, 7, 8, 6), (1, 5, 6, 2), (3, 4, 8, 7), (1, 3, 7, 5), (2, 6, 8, 4))
)


def weighed(read, parts, inertial="<inertial auto='true'/>"):
    return read(world(model(f"<link name='l'>{inertial}{parts}</link>"))).models[0].links[0].inertial


def part(shape, extra="", name="c", pose="0 0 0 0 0 0"):
    return f"<collision name='{name}'><pose>{pose}</pose><geometry>{shape}</geometry>{extra}</collision>"


@pytest.mark.parametrize(
    ("shape", "volume", "squares"),
    [
        ("<box><size>2 1 0.5</size></box>", 1.0, (4 / 12, 1 / 12, 0.25 / 12)),
        (MESH, 1.0, (4 / 12, 1 / 12, 0.25 / 12)),
        ("<sphere><radius>0.5</radius></sphere>", math.pi / 6, (0.05, 0.05, 0.05)),
        ("<ellipsoid><radii>0.5 1 2</radii></ellipsoid>", 4 / 3 * math.pi, (0.05, 0.2, 0.8)),
        ("<cylinder><radius>1</radius><length>2</length></cylinder>", 2 * math.pi, (0.25, 0.25, 4 / 12)),
    ],
)
def test_shapes_weigh_what_their_volume_says(read, folder, shape, volume, squares):
    (folder / "box.obj").write_text(BOX_OBJ)
    got = weighed(read, part(shape, "<density>20</density>"))
    mass = 20 * volume
    x, y, z = squares
    assert got.mass_kg == pytest.approx(mass)
    assert got.pose.position_m == pytest.approx((0, 0, 0), abs=1e-9)
    assert got.inertia_kgm2 == pytest.approx((mass * (y + z), mass * (x + z), mass * (x + y), 0, 0, 0), abs=1e-9)


def test_a_capsule_is_a_cylinder_with_a_ball_cut_in_two(read):
    got = weighed(read, part("<capsule><radius>1</radius><length>1e-6</length></capsule>"))
    ball = 4 / 3 * math.pi * 1000
    assert got.mass_kg == pytest.approx(ball, rel=1e-5)
    assert got.inertia_kgm2[:3] == pytest.approx((0.4 * ball,) * 3, rel=1e-4)


def test_a_cone_of_triangles_is_nearly_a_cone(read):
    got = weighed(read, part("<cone><radius>1</radius><length>4</length></cone>"))
    assert got.mass_kg == pytest.approx(1000 * math.pi * 4 / 3, rel=0.01)
    assert got.pose.position_m == pytest.approx((0, 0, -1), abs=1e-6)
    assert got.inertia_kgm2[2] == pytest.approx(0.3 * got.mass_kg, rel=0.02)


def test_parts_add_up_about_their_common_centre(read):
    dumbbell = part("<box><size>1 1 1</size></box>", "", "a", "0 0 2 0 0 0.7") + part(
        "<box><size>1 1 1</size></box>", "<density>500</density>", "b", "0 0 -4 0 0 0"
    )
    got = weighed(read, dumbbell)
    assert got.mass_kg == pytest.approx(1500)
    assert got.pose.position_m == pytest.approx((0, 0, 0), abs=1e-9)
    assert got.inertia_kgm2[0] == pytest.approx(1500 / 6 + 1000 * 4 + 500 * 16)
    assert got.inertia_kgm2[2] == pytest.approx(1500 / 6)


def test_the_links_density_counts_where_a_collision_gives_none(read):
    inertial = "<inertial auto='true'><density>2</density></inertial>"
    box = "<box><size>1 1 1</size></box>"
    assert weighed(read, part(box), inertial).mass_kg == pytest.approx(2)
    assert weighed(read, part(box, "<density>3</density>"), inertial).mass_kg == pytest.approx(3)
