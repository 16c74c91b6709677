# SPDX-License-Identifier: Apache-2.0
"""Poses are resolved: relative_to, placement frames, nested and merged models, axes in other frames."""

from __future__ import annotations

import math

import pytest

from tests.worlds.sdf.sdf_text import INERTIAL, PAIR, joint, jointed, link, model, sdf, world
from worlds.errors import SdfError

TURNED = f"0 0 0 0 0 {math.pi / 2!r}"


def near(values):
    return pytest.approx(values, abs=1e-12)


def test_links_are_in_the_model_unless_relative_to_says_otherwise(read):
    got = read(
        world(
            model(
                f"<pose>1 0 0 0 0 0</pose>"
                f"<frame name='f'><pose>{TURNED}</pose></frame>"
                f"<link name='a'>{INERTIAL}<pose>0 0 1 0 0 0</pose></link>"
                f"<link name='b'>{INERTIAL}<pose relative_to='a'>0 0 2 0 0 0</pose></link>"
                f"<link name='c'>{INERTIAL}<pose relative_to='f'>1 0 0 0 0 0</pose></link>"
            )
        )
    ).models[0]
    a, b, c = got.links
    assert got.pose.position_m == (1, 0, 0)
    assert a.pose.position_m == near((0, 0, 1))
    assert b.pose.position_m == near((0, 0, 3))
    assert c.pose.position_m == near((0, 1, 0))
    assert c.pose.yaw_rad == near(math.pi / 2)


def test_parts_of_a_link_may_be_given_in_another_frame(read):
    text = (
        f"<link name='a'>{INERTIAL}<pose>1 0 0 0 0 0</pose><visual name='v'>"
        "<pose relative_to='__model__'>1 0 5 0 0 0</pose><geometry><box/></geometry></visual>"
        "<sensor name='s' type='imu'><pose relative_to='b'>0 0 0 0 0 0</pose></sensor></link>"
        f"<link name='b'>{INERTIAL}<pose>3 0 0 0 0 0</pose></link>"
    )
    a = read(world(model(text))).models[0].links[0]
    assert a.visuals[0].pose.position_m == near((0, 0, 5))
    assert a.sensors[0].pose.position_m == near((2, 0, 0))


def test_degrees_and_quaternions(read):
    got = read(
        world(
            model(f"<pose degrees='true'>0 0 0 0 0 90</pose>{link('')}", "a")
            + model(
                f"<pose rotation_format='quat_xyzw'>0 0 0  0 0 1.4142135623730951 1.4142135623730951</pose>{link('')}",
                "b",
            )
        )
    )
    for one in got.models:
        assert one.pose.yaw_rad == near(math.pi / 2)


def test_frames_of_the_world(read):
    got = read(
        world(
            "<frame name='corner'><pose>1 2 0 0 0 0</pose></frame>"
            "<frame name='shelf' attached_to='corner'><pose>0 0 1 0 0 0</pose></frame>"
            + model(f"<pose relative_to='shelf'>0 0 1 0 0 0</pose>{link('')}")
            + model(f"<pose relative_to='m'>0 0 1 0 0 0</pose>{link('')}", "n")
            + model(f"<pose relative_to='n::l'>0 0 1 0 0 0</pose>{link('')}", "o")
            + "<light name='x' type='point'><pose relative_to='shelf'>0 0 0 0 0 0</pose></light>"
        )
    )
    assert [one.pose.position_m for one in got.models] == [near((1, 2, z)) for z in (2, 3, 4)]
    assert got.lights[0].pose.position_m == near((1, 2, 1))


def test_the_placement_frame_is_what_the_pose_places(read):
    text = f"<pose>5 0 0 0 0 0</pose><frame name='foot'><pose>0 0 -1 0 0 0</pose></frame>{link('')}"
    got = read(world(model(text, attributes="placement_frame='foot'")))
    assert got.models[0].pose.position_m == near((5, 0, 1))


def test_a_joint_is_in_its_childs_frame_by_default(read):
    moved = f"<link name='a'>{INERTIAL}</link><link name='b'>{INERTIAL}<pose>0 0 1 0 0 0</pose></link>"
    got = read(world(model(moved + joint("<pose relative_to='a'>0 0 0.5 0 0 0</pose>", "fixed"))))
    assert got.models[0].joints[0].pose.position_m == near((0, 0, -0.5))
    got = read(world(model(moved + joint("<pose>0 0 0.5 0 0 0</pose>", "fixed"))))
    assert got.models[0].joints[0].pose.position_m == near((0, 0, 0.5))


@pytest.mark.parametrize(
    ("version", "xyz", "old"),
    [
        ("1.9", "<xyz expressed_in='__model__'>1 0 0</xyz>", ""),
        ("1.9", "<xyz expressed_in='a'>1 0 0</xyz>", ""),
        ("1.6", "<xyz>1 0 0</xyz>", "<use_parent_model_frame>1</use_parent_model_frame>"),
        ("1.4", "<xyz>1 0 0</xyz>", ""),
    ],
)
def test_axes_expressed_in_another_frame(read, version, xyz, old):
    turned = f"<link name='a'>{INERTIAL}</link><link name='b'>{INERTIAL}<pose>{TURNED}</pose></link>"
    text = world(model(turned + joint(f"<axis>{xyz}{old}</axis>")), version)
    assert read(text).models[0].joints[0].axis.xyz == near((0, -1, 0))


def test_joints_may_join_frames_on_links(read):
    got = read(jointed("<frame name='f' attached_to='b'/>" + joint("", "fixed", child="f")))
    assert got.models[0].joints[0].child == "b"


def test_nested_models_become_flat(read):
    arm = model(
        f"<pose>0 0 1 0 0 0</pose><link name='x'>{INERTIAL}<pose>0 0 0.5 0 0 0</pose></link>"
        + model(f"<pose>0 1 0 0 0 0</pose>{link('', 'tip')}", "hand"),
        "arm",
    )
    mount = joint("", "fixed", "mount", "base", "arm::hand::tip")
    got = read(world(model(link("", "base") + arm + mount, "robot"))).models[0]
    assert [one.name for one in got.links] == ["base", "arm::x", "arm::hand::tip"]
    assert [one.pose.position_m for one in got.links] == [(0, 0, 0), near((0, 0, 1.5)), near((0, 1, 1))]
    assert got.joints[0].child == "arm::hand::tip"


def test_joints_of_nested_models_get_its_name(read):
    inner = model(PAIR + joint("<axis><xyz>0 0 1</xyz></axis>"), "in")
    got = read(world(model(inner, "out"))).models[0]
    assert (got.joints[0].name, got.joints[0].parent, got.joints[0].child) == ("in::j", "in::a", "in::b")


def test_a_nested_static_model_is_held_to_the_world(read):
    stand = model(f"<static>true</static>{PAIR}{joint('', 'fixed')}", "stand")
    got = read(world(model(link("") + stand))).models[0]
    assert [(j.kind, j.parent, j.child) for j in got.joints] == [
        ("fixed", "world", "stand::a"),
        ("fixed", "world", "stand::b"),
    ]


def test_the_canonical_link_comes_first(read):
    got = read(world(model(PAIR, attributes="canonical_link='b'")))
    assert [one.name for one in got.models[0].links] == ["b", "a"]


def test_a_merged_model_keeps_its_poses_and_its_own_model_frame(read, folder):
    (folder / "part").mkdir()
    part = (
        f"<frame name='grip'><pose>0 0 1 0 0 0</pose></frame>"
        f"<link name='p'>{INERTIAL}<pose>1 0 0 0 0 0</pose></link>"
        f"<link name='q'>{INERTIAL}<pose relative_to='__model__'>2 0 0 0 0 0</pose></link>"
        + joint("<axis><xyz expressed_in='__model__'>1 0 0</xyz></axis>", "revolute", "pq", "p", "q")
    )
    (folder / "part" / "model.sdf").write_text(sdf(model(part, "part")))
    include = (
        f"<include merge='true'><uri>model://part</uri><placement_frame>grip</placement_frame>"
        f"<pose relative_to='base'>{TURNED}</pose></include>"
    )
    base = f"<link name='base'>{INERTIAL}<pose>0 0 5 0 0 0</pose></link>"
    got = read(world(model(base + include + joint("", "fixed", "k", "base", "p")))).models[0]
    assert [one.name for one in got.links] == ["base", "p", "q"]
    assert got.links[1].pose.position_m == near((0, 1, 4))
    assert got.links[2].pose.position_m == near((0, 2, 4))
    assert {one.name: one for one in got.joints}["pq"].axis.xyz == near((1, 0, 0))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (world(model(f"<pose relative_to='nowhere'>0 0 0 0 0 0</pose>{link('')}")), "no frame “nowhere”"),
        (world(model(f"{link('', 'left')}<frame name='f' attached_to='lefd'/>")), "Did you mean “left”?"),
        (world(model("<link name='l'><pose relative_to='l::x'/></link>")), "no frame “l::x”"),
        (world(model("<link name='a'><pose relative_to='a'/></link>")), "in a circle: a → a"),
        (
            world(model("<link name='a'><pose relative_to='b'/></link><link name='b'><pose relative_to='a'/></link>")),
            "relative_to runs in a circle: a → b → a",
        ),
        (
            jointed(
                "<frame name='f' attached_to='g'><pose relative_to='a'/></frame>"
                "<frame name='g' attached_to='f'><pose relative_to='a'/></frame>" + joint("", "fixed", child="f")
            ),
            "attached_to runs in a circle",
        ),
        (world(model(link(""), attributes="canonical_link='x'")), "no frame “x”"),
        (world(model(link(""), attributes="placement_frame='x'")), "no frame “x”"),
        (world("<frame name='f' attached_to='g'/>"), "no frame “g”"),
    ],
)
def test_wrong_frames_are_named(read, text, says):
    with pytest.raises(SdfError) as caught:
        read(text)
    assert says in str(caught.value)
    assert caught.value.line == 2


def test_a_long_chain_of_frames_is_no_trouble(read):
    chain = "".join(
        f"<frame name='f{i}' attached_to='f{i + 1}'><pose relative_to='f{i + 1}'>0 0 0.001 0 0 0</pose></frame>"
        for i in range(10_000)
    )
    text = f"<frame name='f10000'/>{chain}<link name='l'>{INERTIAL}<pose relative_to='f0'/></link>"
    assert read(world(model(text))).models[0].links[0].pose.position_m == pytest.approx((0, 0, 10))
