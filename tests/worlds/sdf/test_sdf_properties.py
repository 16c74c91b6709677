# SPDX-License-Identifier: Apache-2.0
"""Whatever a world says arrives; whatever bytes are read, nothing but an SdfError comes of it."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.worlds.sdf.sdf_text import world
from worlds.errors import SdfError
from worlds.pose import Pose
from worlds.sdf.description import Box, Capsule, Cylinder, Ellipsoid, Plane, Sphere
from worlds.sdf.elements import ELEMENTS, JOINT_TYPES, SENSOR_TYPES
from worlds.sdf.reader import PROJECT_MODELS, read_world

CATALOG = sorted((PROJECT_MODELS.parent / "catalog").glob("*.sdf"))
sizes = st.floats(1e-3, 1e3)
coordinates = st.floats(-1e3, 1e3)
angles = st.floats(-3.0, 3.0)
points = st.tuples(coordinates, coordinates, coordinates)
poses = st.tuples(points, st.tuples(angles, angles, angles))
shapes = st.one_of(
    st.builds(Box, st.tuples(sizes, sizes, sizes)),
    st.builds(Sphere, sizes),
    st.builds(Cylinder, sizes, sizes),
    st.builds(Capsule, sizes, sizes),
    st.builds(Ellipsoid, st.tuples(sizes, sizes, sizes)),
    st.builds(Plane, st.just((0.0, 0.0, 1.0)), st.tuples(sizes, sizes)),
)
names = st.text(
    st.characters(exclude_categories=("C", "Z"), exclude_characters="<>&'\":"), min_size=1, max_size=12
).filter(lambda name: name != "world" and not (name.startswith("__") and name.endswith("__")))


def words(*numbers):
    return " ".join(repr(number) for number in numbers)


def geometry_text(shape):
    if isinstance(shape, Box):
        return f"<box><size>{words(*shape.size_m)}</size></box>"
    if isinstance(shape, Sphere):
        return f"<sphere><radius>{shape.radius_m!r}</radius></sphere>"
    if isinstance(shape, Ellipsoid):
        return f"<ellipsoid><radii>{words(*shape.radii_m)}</radii></ellipsoid>"
    if isinstance(shape, Plane):
        return f"<plane><normal>{words(*shape.normal)}</normal><size>{words(*shape.size_m)}</size></plane>"
    tag = type(shape).__name__.lower()
    return f"<{tag}><radius>{shape.radius_m!r}</radius><length>{shape.length_m!r}</length></{tag}>"


def pose_text(pose, relative_to=""):
    position, rpy = pose
    return f"<pose relative_to='{relative_to}'>{words(*position, *rpy)}</pose>"


def same(one: Pose, other: Pose) -> bool:
    """Whether two poses are the same, of which one may have the opposite quaternion."""
    dot = sum(a * b for a, b in zip(one.quaternion_wxyz, other.quaternion_wxyz, strict=True))
    near = all(
        math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-6) for a, b in zip(one.position_m, other.position_m, strict=True)
    )
    return near and math.isclose(abs(dot), 1.0, abs_tol=1e-9)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    model_name=names,
    placed=poses,
    parts=st.lists(st.tuples(names, poses, sizes, shapes), min_size=1, max_size=5, unique_by=lambda part: part[0]),
)
def test_generated_worlds_arrive(tmp_path_factory, model_name, placed, parts):
    links, expected, before, in_model = "", [], "", Pose()
    for name, pose, mass, shape in parts:
        links += (
            f"<link name='{name}'>{pose_text(pose, before)}<inertial><mass>{mass!r}</mass></inertial>"
            f"<collision name='c'><geometry>{geometry_text(shape)}</geometry></collision></link>"
        )
        in_model = in_model @ Pose.from_rpy(*pose)
        expected.append((name, in_model, mass, shape))
        before = name
    file = tmp_path_factory.getbasetemp() / "generated.sdf"
    file.write_text(world(f"<model name='{model_name}'>{pose_text(placed)}{links}</model>"), encoding="utf-8")
    got = read_world(file).models[0]
    assert got.name == model_name
    assert same(got.pose, Pose.from_rpy(*placed))
    for link, (name, pose, mass, shape) in zip(got.links, expected, strict=True):
        assert link.name == name
        assert same(link.pose, pose)
        assert link.inertial.mass_kg == mass
        assert link.collisions[0].geometry == shape


def read_or_refuse(folder: Path, content: bytes) -> None:
    file = folder / "mutated.sdf"
    file.write_bytes(content)
    try:
        read_world(file)
    except SdfError as error:
        assert error.message
        assert len(str(error)) < 3_000


GOOD = (Path(__file__).parent / "everything.sdf").read_bytes()
PIECES = [b"<", b">", b"/", b"'", b'"', b"&", b"\0", b"\xff", b"-", b"nan", b"1e999", b"::", b"<![CDATA[", b"]]>"]


@st.composite
def mutated(draw):
    content = bytearray(GOOD)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(content)))
        cut = draw(st.integers(0, 40))
        content[at : at + cut] = draw(st.one_of(st.sampled_from(PIECES), st.binary(max_size=8)))
    return bytes(content)


mutations = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)


@mutations
@given(mutated())
def test_mutated_bytes_give_a_world_or_an_sdf_error(tmp_path_factory, content):
    read_or_refuse(tmp_path_factory.getbasetemp(), content)


TAGS = sorted({rule.path.rpartition("/")[2] for rule in ELEMENTS} | {"geometry", "unknown"})
texts = st.one_of(
    st.sampled_from(
        ["", "0", "-1", "1 2 3", "0 0 0 0 0 0", "nan", "1e300", "true", "a", "b", "a::b", "world", "__model__"]
    ),
    st.text(st.characters(exclude_characters="<>&", exclude_categories=("Cs", "Cc")), max_size=10),
)
attributes = st.dictionaries(
    st.sampled_from(
        [
            "name",
            "type",
            "relative_to",
            "attached_to",
            "expressed_in",
            "canonical_link",
            "placement_frame",
            "merge",
            "degrees",
            "rotation_format",
            "frame",
            "filename",
            "auto",
        ]
    ),
    st.one_of(
        st.sampled_from(["a", "b", "__model__", "world", "true", "quat_xyzw", *JOINT_TYPES, *SENSOR_TYPES]),
        st.text(st.characters(exclude_characters="<>&'", exclude_categories=("Cs", "Cc")), max_size=6),
    ),
    max_size=3,
)
trees = st.recursive(
    st.tuples(st.sampled_from(TAGS), attributes, texts),
    lambda inner: st.tuples(st.sampled_from(TAGS), attributes, st.lists(inner, max_size=5)),
    max_leaves=25,
)


def tree_text(tree):
    tag, named, content = tree
    head = "".join(f" {key}='{value}'" for key, value in named.items())
    inner = content if isinstance(content, str) else "".join(tree_text(child) for child in content)
    return f"<{tag}{head}>{inner}</{tag}>"


@mutations
@given(st.lists(trees, max_size=4), st.sampled_from(["1.4", "1.6", "1.9", "1.11"]))
def test_any_elements_in_any_order_give_a_world_or_an_sdf_error(tmp_path_factory, inside, version):
    text = world("".join(tree_text(tree) for tree in inside), version)
    read_or_refuse(tmp_path_factory.getbasetemp(), text.encode())


NUMBER_PLACES = [i for i, word in enumerate(GOOD.split(b" ")) if word.replace(b".", b"").isdigit()]


@mutations
@given(st.sampled_from(NUMBER_PLACES), st.floats().map(repr))
def test_any_number_anywhere_gives_a_world_or_an_sdf_error(tmp_path_factory, place, number):
    parts = GOOD.split(b" ")
    parts[place] = number.encode()
    read_or_refuse(tmp_path_factory.getbasetemp(), b" ".join(parts))


def test_the_world_that_is_mutated_is_read_whole():
    got = read_world(Path(__file__).parent / "everything.sdf")
    assert got.warnings == ()
    assert {type(sensor.details).__name__ for sensor in got.models[1].links[0].sensors} == {
        "Lidar",
        "Camera",
        "Imu",
        "ContactSensor",
    }
    assert {joint.kind for joint in got.models[1].joints} == {"fixed", "revolute", "prismatic", "ball"}


@pytest.mark.parametrize("file", CATALOG, ids=lambda file: file.stem)
def test_every_world_of_the_catalog_is_read_without_a_warning(file):
    assert read_world(file).warnings == ()
