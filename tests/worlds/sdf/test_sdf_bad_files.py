# SPDX-License-Identifier: Apache-2.0
"""Files that are wrong, huge or hostile: one clear error each, with file, line and element."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.worlds.sdf.sdf_text import BOX, COLLISION, INERTIAL, PAIR, in_link, joint, jointed, link, model, sdf, world
from worlds.errors import SdfError
from worlds.sdf.reader import read_world


def refused(file: Path) -> SdfError:
    with pytest.raises(SdfError) as caught:
        read_world(file)
    assert caught.value.file == file
    return caught.value


GOOD = in_link(COLLISION)

BILLION_LAUGHS = (
    "<?xml version='1.0'?><!DOCTYPE sdf [<!ENTITY a 'lol'>"
    + "".join(f"<!ENTITY a{i} '{'&a' + str(i - 1 or '') + ';'}{'&a' + str(i - 1 or '') + ';'}'>" for i in range(1, 40))
    + "]><sdf version='1.9'><world name='w'>&a39;</world></sdf>"
)
OUTSIDE_ENTITY = (
    "<?xml version='1.0'?><!DOCTYPE sdf [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    "<sdf version='1.9'><world name='&x;'/></sdf>"
)


@pytest.mark.parametrize(
    ("content", "says", "line"),
    [
        (b"", "the file is empty", 0),
        (b" \n\t ", "the file is empty", 0),
        (b"hello", "not well-formed XML", 1),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "UTF", 1),
        (b"{}", "not well-formed XML", 1),
        (b"<html></html>", "must start with <sdf>, not with <html>", 1),
        (b"<robot name='x'/>", "URDF has to be converted", 1),
        (GOOD[: len(GOOD) // 2].encode(), "not well-formed XML", 2),
        (GOOD.encode() + b"<more/>", "not well-formed XML", 3),
        (GOOD.encode("utf-16"), "UTF-16", 1),
        (GOOD.encode("utf-32"), "UTF-16", 1),
        (GOOD.encode("utf-16-le"), "UTF-16", 1),
        ("<sdf version='1.9'>\n<world name='Küche'/></sdf>".encode("latin-1"), "0xfc is not UTF-8", 2),
        (b"<sdf version='1.9'>\n\0</sdf>", "not well-formed XML", 2),
        (BILLION_LAUGHS.encode(), "a DOCTYPE is not allowed", 1),
        (OUTSIDE_ENTITY.encode(), "a DOCTYPE is not allowed", 1),
        (b"<!DOCTYPE sdf SYSTEM 'http://127.0.0.1/x.dtd'><sdf version='1.9'/>", "a DOCTYPE is not allowed", 1),
        (b"<sdf version='1.9'><world name='&lol;'/></sdf>", "not well-formed XML", 1),
        (b"<sdf version='1.9'>" + b"<model name='m'>" * 10_000, "nested deeper than 64", 1),
        (b"<sdf version='1.9'>" + b"<x/>" * 200_000 + b"</sdf>", "more than 100000 elements", 1),
        (b"<sdf version='1.9' " + b"".join(b"a%d='' " % i for i in range(99)) + b"/>", "attributes", 1),
        (b"<sdf><world name='w'/></sdf>", "needs a version", 1),
        (b"<sdf version='soon'/>", "needs a version", 1),
        (b"<sdf version='1.2'/>", "1.3 to 1.12 are", 1),
        (b"<sdf version='2.0'/>", "is not read", 1),
        (b"<sdf version='1.9'/>", "holds a <world>", 1),
        (b"<sdf version='1.9'><model name='m'/></sdf>", "Include a model in a world", 1),
    ],
    ids=lambda value: str(value)[:24],
)
def test_what_is_no_sdf_file(folder, content, says, line):
    file = folder / "w.sdf"
    file.write_bytes(content)
    error = refused(file)
    assert says in str(error)
    assert error.line == line


def test_a_byte_order_mark_is_no_trouble(folder):
    file = folder / "w.sdf"
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert read_world(file).name == "w"


def test_a_file_of_a_hundred_megabytes_is_refused_unread(folder):
    file = folder / "w.sdf"
    with file.open("wb") as stream:
        stream.truncate(100_000_000)
    assert "100.0 MB; at most 8.4 MB" in str(refused(file))


def test_what_is_no_file(folder):
    os.mkfifo(folder / "pipe")
    assert "no ordinary file" in str(refused(folder / "pipe")).replace("not an", "no")
    assert "not an ordinary file" in str(refused(folder))
    assert "not an ordinary file" in str(refused(Path("/dev/zero")))
    assert "there is no such SDF file" in str(refused(folder / "missing.sdf"))
    assert "can't be read" in str(refused(folder / "w.sdf" / ("x" * 5000)))
    assert "can't be read" in str(refused(Path("a\0b")))


NUMBERS = ["nan", "NaN", "inf", "-inf", "1e300", "1e999", "1_0", "0x10", "१", "", "one", "1 2", "9" * 100]


@pytest.mark.parametrize("given", NUMBERS)
@pytest.mark.parametrize(
    "text",
    [
        "<link name='l'><inertial><mass>{}</mass></inertial></link>",
        "<link name='l'><inertial><inertia><ixx>{}</ixx></inertia></inertial></link>",
        "<link name='l'><pose>0 0 {} 0 0 0</pose></link>",
        "<link name='l'><pose>0 0 0 {} 0 0</pose></link>",
        "<link name='l'><visual name='c'><geometry><sphere><radius>{}</radius></sphere></geometry></visual></link>",
        "<link name='l'><collision name='c'><geometry><box><size>1 {} 1</size></box></geometry></collision></link>",
        link(f"<collision name='c'>{BOX}<surface><friction><ode><mu>{{}}</mu></ode></friction></surface></collision>"),
        "<link name='l'><sensor name='s' type='imu'><update_rate>{}</update_rate></sensor></link>",
        "<link name='l'><light name='s' type='point'><intensity>{}</intensity></light></link>",
    ],
)
def test_numbers_that_are_none_or_absurd(read, text, given):
    with pytest.raises(SdfError) as caught:
        read(world(model(text.format(given))))
    assert caught.value.line == 2
    assert caught.value.element.startswith("world[w]/model[m]/link[l]/")


def lidar(more: str) -> str:
    return f"<sensor name='s' type='lidar'><lidar>{more}</lidar></sensor>"


CROSSED = "".join(f"<point>{point}</point>" for point in ("0 0", "2 2", "2 0", "0 2", "0 1.5"))
SCAN = "<scan><horizontal><samples>9</samples></horizontal></scan>"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (in_link("<collision name='c'/>"), "needs a <geometry>"),
        (in_link("<collision name='c'><geometry/></collision>"), "is empty"),
        (in_link("<collision name='c'><geometry><box/><sphere/></geometry></collision>"), "holds one shape"),
        (in_link("<collision name='c'><geometry><box><size>0 1 1</size></box></geometry></collision>"), "1e-06"),
        (in_link("<collision name='c'><geometry><box><size>-1 1 1</size></box></geometry></collision>"), "“-1”"),
        (
            in_link("<collision name='c'><geometry><plane><normal>0 0 0</normal></plane></geometry></collision>"),
            "its length is 0",
        ),
        (in_link("<collision name='c'><geometry><image/></geometry></collision>"), "<image> is not supported"),
        (in_link("<collision name='c'><geometry><polyline/></geometry></collision>"), "needs three points"),
        (
            in_link(f"<collision name='c'><geometry><polyline>{CROSSED}</polyline></geometry></collision>"),
            "crosses itself",
        ),
        (in_link(COLLISION + COLLISION), "is taken by the <collision> of line 2"),
        (in_link(f"<collision>{BOX}</collision>"), "needs a name"),
        (in_link(f"<collision name='a::b'>{BOX}</collision>"), "holds “::”"),
        (in_link(f"<collision name='{'x' * 300}'>{BOX}</collision>"), "more than 255"),
        (
            in_link(f"<collision name='c'>{BOX}<surface><frictoin/></surface></collision>"),
            "Did you mean <friction>?",
        ),
        (world(model(link("") + link(""))), "is taken by <link>"),
        (world(model(PAIR + joint("", "fixed", "a"))), "is taken by <link>"),
        (world(model(link("")) * 2), "is taken by <model>"),
        (world("<light name='x' type='point'/>" * 2), "has a light of the name"),
        (world(model(link("", "world"))), "is reserved"),
        (world(model(link("", "__l__"))), "is reserved"),
        (world(model("")), "has no link"),
        (world(model("<link name='l'><inertial><mass>0</mass></inertial></link>")), "more than 0"),
        (world(model("<link name='l'><inertial><mass>-1</mass></inertial></link>")), "“-1” is not allowed"),
        (world(model("<link name='l'><inertial auto='true'/></link>")), 'auto="true" needs a <collision>'),
        (
            world(
                model(
                    "<link name='l'><inertial auto='true'/><collision name='c'><geometry><plane/></geometry>"
                    "</collision></link>"
                )
            ),
            "no volume",
        ),
        (
            world(model("<link name='l'><inertial><inertia><ixx>-1</ixx></inertia></inertial></link>")),
            "all must be more than 0",
        ),
        (
            world(model("<link name='l'><inertial><inertia><ixy>5</ixy></inertia></inertial></link>")),
            "all must be more than 0",
        ),
        (
            world(model("<link name='l'><inertial><inertia><izz>5</izz></inertia></inertial></link>")),
            "the largest is more than the other two together",
        ),
        (in_link("<pose>0 0 0</pose>"), "needs 6 numbers, not “0 0 0”"),
        (in_link("<pose rotation_format='matrix'>0 0 0 0 0 0</pose>"), "“matrix” is not known"),
        (in_link("<pose rotation_format='quat_xyzw'>0 0 0 0 0 0 0</pose>"), "has length 0"),
        (in_link("<pose degrees='maybe'>0 0 0 0 0 0</pose>"), "must be true, false, 1 or 0"),
        (jointed(joint("<axis/>", "revolut")), "Did you mean “revolute”?"),
        (jointed(joint("<axis/>", "universal")), "needs an <axis2>"),
        (jointed(joint("<axis/><thread_pitch>0</thread_pitch>", "screw")), "must not be 0"),
        (jointed(joint("")), "needs an <axis>"),
        (jointed(joint("<axis><xyz>0 0 0</xyz></axis>")), "its length is 0"),
        (
            jointed(joint("<axis><limit><lower>1</lower><upper>0</upper></limit></axis>")),
            "lower (1) must not be more than upper (0)",
        ),
        (jointed(joint("", "fixed", child="c")), "no frame “c”"),
        (jointed(joint("", "fixed", parent="c")), "no frame “c”"),
        (jointed(joint("", "fixed", child="world")), "the child can't be the world"),
        (jointed(joint("", "fixed", child="a")), "joins “a” with itself"),
        (jointed("<joint name='j' type='fixed'><child>a</child></joint>"), "needs <parent>"),
        (
            jointed(joint("", "fixed", "j", "a", "b") + joint("", "fixed", "k", "world", "b")),
            "is the child of two joints, “j” (line 2) and “k”",
        ),
        (
            jointed(joint("", "fixed", "j", "a", "b") + joint("", "fixed", "k", "b", "a")),
            "joints form a loop",
        ),
        (in_link("<sensor name='s' type='gpu_ldar'/>"), "Did you mean “gpu_lidar”?"),
        (in_link("<sensor name='s' type='camera'/>"), "needs <camera>"),
        (in_link("<sensor name='s' type='lidar'/>"), "needs <lidar>"),
        (in_link(lidar("")), "needs <scan><horizontal>"),
        (in_link(lidar(SCAN)), "must be less than its max"),
        (in_link(lidar("<scan><horizontal><samples>1.5</samples></horizontal></scan>")), "not a whole number"),
        (in_link(lidar("<scan><horizontal><samples>-1</samples></horizontal></scan>")), "at least 1"),
        (in_link(lidar("<scan><horizontal><min_angle>2</min_angle></horizontal></scan>")), "must not be more"),
        (
            in_link(
                lidar(
                    "<scan><horizontal><samples>9999</samples></horizontal>"
                    "<vertical><samples>9999</samples></vertical></scan>"
                )
            ),
            "rays are too many",
        ),
        (in_link("<sensor name='s' type='contact'><contact/></sensor>"), "needs <contact><collision>"),
        (
            in_link(
                COLLISION.replace("'c'", "'bumper'")
                + "<sensor name='s' type='contact'><contact><collision>bumpr</collision></contact></sensor>"
            ),
            "Did you mean “bumper”?",
        ),
        (
            in_link("<sensor name='s' type='camera'><camera><image><width>99999</width></image></camera></sensor>"),
            "at most 8192",
        ),
        (
            in_link(
                "<sensor name='s' type='imu'><imu><angular_velocity><x><noise type='pink'/></x>"
                "</angular_velocity></imu></sensor>"
            ),
            "the noise type “pink” is not known",
        ),
        (world("<light name='x' type='laser'/>"), "the light type “laser” is not known"),
        (world("<joint name='x' type='fixed'/>"), "<joint> is not supported"),
        (world("<gravity>0 0</gravity>"), "needs 3 numbers"),
        (world("<physics type='ode'><max_step_size>0</max_step_size></physics>"), "at least 1e-06"),
        (world("<physics type='ode'><max_step_size>1</max_step_size></physics>"), "at most 0.1"),
    ],
)
def test_wrong_content_is_named_with_its_line(read, text, says):
    with pytest.raises(SdfError) as caught:
        warned = read(text).warnings
        pytest.fail(f"read with warnings {warned}")
    assert says in str(caught.value)
    assert caught.value.line == 2
    assert caught.value.element


def test_long_and_invisible_text_is_shortened_in_messages(read):
    with pytest.raises(SdfError) as caught:
        read(in_link(f"<pose>{'x' * 100_000}\u202e</pose>"))
    assert len(caught.value.message) < 1_000


def test_models_nested_too_deep(read):
    text = link("")
    for _ in range(40):
        text = model(text)
    with pytest.raises(SdfError, match="deeper than"):
        read(world(text))


def test_a_long_loop_of_joints(read):
    count = 1_000
    links = "".join(f"<link name='l{i}'>{INERTIAL}</link>" for i in range(count))
    joints = "".join(
        joint("<pose relative_to='l0'/>", "fixed", f"j{i}", f"l{i}", f"l{(i + 1) % count}") for i in range(count)
    )
    with pytest.raises(SdfError, match="joints form a loop"):
        read(world(model(links + joints)))


def test_a_broken_file_that_is_included_is_named_itself(read, folder):
    (folder / "crate").mkdir()
    (folder / "crate" / "model.sdf").write_text(sdf(model("<link name='l'>\n<pose>x</pose></link>")))
    with pytest.raises(SdfError) as caught:
        read(world("<include><uri>model://crate</uri></include>"))
    assert caught.value.file == folder / "crate" / "model.sdf"
    assert caught.value.line == 3
    assert caught.value.element == "model[m]/link[l]/pose"
