# SPDX-License-Identifier: Apache-2.0
"""The table of elements is what the reader does, and covers SDFormat."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

import worlds.sdf
from tests.worlds.sdf.sdf_text import BOX, COLLISION, in_link, joint, jointed, link, model, world
from worlds.errors import SdfError
from worlds.sdf.elements import CONTEXTS, ELEMENTS, JOINT_TYPES, SENSOR_TYPES, Treatment

SPECIFICATION = Path("/usr/share/sdformat12")
"""The specification in Debian's libsdformat-dev."""


def test_every_path_stands_once_and_hangs_on_one_that_is_read():
    paths = [rule.path for rule in ELEMENTS]
    assert len(paths) == len(set(paths))
    read = {rule.path for rule in ELEMENTS if rule.treatment is Treatment.READ}
    for path in paths:
        parent = path.rpartition("/")[0]
        assert parent == "sdf" or parent in CONTEXTS or parent in read, path


def test_whatever_is_refused_or_left_out_has_a_reason():
    for rule in ELEMENTS:
        if rule.treatment in (Treatment.REFUSED, Treatment.LEFT_OUT, Treatment.DIFFERS):
            assert rule.reason, rule.path


def test_whatever_is_read_is_named_in_the_reader():
    folder = Path(worlds.sdf.__file__).parent
    code = "".join(file.read_text() for file in folder.glob("*.py") if file.name != "elements.py")
    quoted = set(re.findall(r"[\w]+", " ".join(re.findall(r'"([^"\n]*)"', code)))) | set("xyz")
    for rule in ELEMENTS:
        # These hold nothing but what has a rule of its own.
        if rule.treatment is Treatment.READ and rule.path.count("/") and not rule.path.startswith("sdf/"):
            tag = rule.path.rpartition("/")[2]
            if tag not in ("wind", "velocity_decay", "damping", "distortion", "empty"):
                assert tag in quoted, rule.path


@pytest.mark.skipif(not SPECIFICATION.is_dir(), reason="needs Debian's libsdformat-dev")
@pytest.mark.parametrize("version", ["1.4", "1.5", "1.6", "1.7", "1.8", "1.9"])
def test_the_table_has_every_element_of_the_specification(version):
    rules = {rule.path: rule for rule in ELEMENTS}
    folder = SPECIFICATION / version
    missing: set[str] = set()
    done: set[str] = set()

    def children(element, path):
        for child in element:
            if child.tag == "include":
                # Debian's package lacks a file of a sensor that is refused.
                file = folder / child.get("filename")
                child = ElementTree.parse(file).getroot() if file.exists() else child  # noqa: PLW2901
            if child.tag != "element" or child.get("copy_data") or not child.get("name"):
                continue
            name = child.get("name")
            rule = rules.get(f"{path}/{name}")
            # <frame> was allowed everywhere in 1.5 and 1.6, without a meaning.
            if rule is None and not (name == "frame" and version in ("1.5", "1.6")):
                missing.add(f"{path}/{name}")
            elif rule is not None and rule.treatment is Treatment.READ and (name not in CONTEXTS or name not in done):
                done.add(name)
                children(child, name if name in CONTEXTS else rule.path)

    children(ElementTree.parse(folder / "root.sdf").getroot(), "sdf")
    assert not missing


@pytest.mark.parametrize(
    "text",
    [
        world("<my:own/><gz:thing><deep/></gz:thing>"),
        in_link("<ignition:type>x</ignition:type>"),
        in_link(
            "<sensor name='s' type='imu'><gz_frame_id>x</gz_frame_id><ignition_frame_id>x</ignition_frame_id>"
            "<always_on>1</always_on></sensor>"
        ),
        in_link("<kinematic>0</kinematic><velocity_decay><linear>0.0</linear></velocity_decay>"),
        in_link(
            f"<collision name='c'>{BOX}<surface><friction><ode><slip1>0.0</slip1></ode></friction>"
            "<contact><category_bitmask>65535</category_bitmask></contact></surface></collision>"
        ),
        world("<wind><linear_velocity>0 0.0 -0</linear_velocity></wind><gui><x/></gui><atmosphere type='a'/>"),
        world("<magnetic_field>1 2 3</magnetic_field><spherical_coordinates><x/></spherical_coordinates>"),
        jointed(joint("<axis/><physics><ode><erp>1</erp></ode></physics>")),
        world("<plugin name='gz::sim::systems::Imu' filename='x'><lonk><link/></lonk></plugin>"),
        world("<plugin name='ignition::gazebo::systems::v6::Physics' filename='x'/>"),
        world("<plugin name='diff' filename='libgazebo_ros_diff_drive.so'/>"),
        world("<physics type='ode'><real_time_factor>9</real_time_factor><ode><x/></ode></physics>"),
    ],
)
def test_what_is_harmless_is_passed_over_silently(read, text):
    assert read(text).warnings == ()


@pytest.mark.parametrize(
    ("text", "says", "element"),
    [
        (world("<road name='r'><point>x</point></road>"), "<road> is left out: only looks", "world[w]/road[r]"),
        (world("<state world_name='w'/>"), "<state> is left out: models start", "world[w]/state"),
        (world("<scene><fog/></scene>"), "<fog> is left out", "world[w]/scene/fog"),
        (
            in_link(f"<visual name='v'>{BOX}<material><shader/></material></visual>"),
            "<shader> is left out",
            "visual[v]/material/shader",
        ),
        (
            in_link("<visual name='v'><geometry><image/></geometry></visual>"),
            "<image> is left out",
            "visual[v]/geometry/image",
        ),
        (
            in_link(f"<visual name='v'>{BOX}<material><ambeint>1 1 1</ambeint></material></visual>"),
            "is ignored. Did you mean <ambient>?",
            "visual[v]/material/ambeint",
        ),
        (world("<weather>sunny</weather>"), "<weather> is no element of <world>", "world[w]/weather"),
        (in_link("<inertial><mass>2</mass></inertial>"), "is given again; the first one counts", "l]/inertial"),
        (
            world("<plugin name='gz::sim::systems::Buoyancy' filename='gz-sim-buoyancy-system'/>"),
            "“gz::sim::systems::Buoyancy” is not run; in Gazebo it may change the physics",
            "world[w]/plugin[gz::sim::systems::Buoyancy]",
        ),
        (world(model(link("") + "<plugin filename='libmine.so'/>")), "“libmine.so” is not run", "model[m]/plugin"),
        (world("<actor name='x'/>"), "<actor> is left out: cameras and lidars", "world[w]/actor[x]"),
        (world("<population name='x'/>"), "Gazebo Sim does so, too", "world[w]/population[x]"),
        (
            world("<wind><linear_velocity>1 0 0</linear_velocity></wind>"),
            "<linear_velocity> “1 0 0” is left out: wind is not simulated. It may move or measure otherwise",
            "world[w]/wind/linear_velocity",
        ),
        (jointed(joint("<axis><mimic joint='x'/></axis>")), "each moves by itself", "joint[j]/axis/mimic"),
        (jointed(joint("<axis/>", "gearbox")), "joints of type gearbox are held fast", "joint[j]"),
        (jointed(joint("<axis/>", "revolute2")), "as Gazebo's default engine does", "joint[j]"),
        (jointed(joint("<axis/><sensor name='f' type='force_torque'/>")), "force and torque", "joint[j]/sensor[f]"),
        (in_link("<kinematic>true</kinematic>"), "<kinematic> “true” is left out", "link[l]/kinematic"),
        (
            in_link("<sensor name='s' type='camera'><camera><distortion><k1>0.1</k1></distortion></camera></sensor>"),
            "lens distortion is not simulated",
            "sensor[s]/camera/distortion/k1",
        ),
        (
            in_link(
                f"<collision name='c'>{BOX}<surface><friction><ode><mu2>0.5</mu2><fdir1>1 0 0</fdir1></ode>"
                "</friction></surface></collision>"
            ),
            "the lower of mu (1) and mu2 (0.5)",
            "friction/ode/fdir1",
        ),
        (
            in_link(
                "<sensor name='s' type='lidar'><lidar><scan><horizontal><samples>9</samples></horizontal>"
                "<vertical><samples>5</samples><min_angle>-0.2</min_angle><max_angle>0.6</max_angle></vertical>"
                "</scan><range><min>0.1</min><max>9</max></range></lidar></sensor>"
            ),
            "of 5 rows of rays the embedded engine reads the one nearest",
            "lidar/scan/vertical",
        ),
        (
            in_link(f"{COLLISION}<visual name='c'>{BOX}</visual>"),
            "“c” is a <collision> and a <visual>; newer releases of Gazebo refuse that",
            "model[m]/link[l]",
        ),
    ],
)
def test_what_is_left_out_is_named_with_its_place(read, text, says, element):
    warnings = read(text).warnings
    assert len(warnings) == 1
    assert says in warnings[0].message
    assert warnings[0].place.element.endswith(element)
    assert warnings[0].place.line == 2


@pytest.mark.parametrize(
    "rule", [rule for rule in ELEMENTS if rule.treatment is Treatment.REFUSED], ids=lambda r: r.path
)
def test_every_refusal_is_reached_by_the_path_in_the_table(rule):
    from worlds.sdf.document import Document, Element
    from worlds.sdf.element_check import check_elements

    document = Document(Path("w.sdf"))
    reach = {"sdf": "", "world": "world", "include": "world/include", "joint": "world/model/joint"}
    reach |= {name: f"world/model/link/{name}" for name in ("collision", "sensor", "visual")}
    reach |= {"model": "world/model", "link": "world/model/link", "noise": "world/model/link/sensor/camera/noise"}
    context, _, rest = rule.path.partition("/")
    top = element = Element(document, None, "sdf", {}, 1)
    for tag in [*filter(None, reach[context].split("/")), *rest.split("/")]:
        child = Element(document, element, tag, {}, 1, text="7")
        element.children.append(child)
        element = child
    with pytest.raises(SdfError, match=re.escape(f"<{element.tag}>")):
        list(check_elements(top))


def test_warnings_do_not_pile_up_without_end(read):
    got = read(world("".join(f"<weather{i}/>" for i in range(1_000))))
    assert len(got.warnings) == 500
    with pytest.raises(SdfError, match="more than 1000 elements of the file are not SDFormat"):
        read(world("".join(f"<weather{i}/>" for i in range(1_001))))


@pytest.mark.parametrize("kind", [kind for kind, read_as in SENSOR_TYPES.items() if read_as is None])
def test_sensors_that_are_not_simulated_are_left_out_by_name(read, kind):
    got = read(in_link(f"<sensor name='s' type='{kind}'/>"))
    assert got.models[0].links[0].sensors == ()
    assert f"sensors of type “{kind}” are not supported" in got.warnings[0].message


@pytest.mark.parametrize("kind", [kind for kind, read_as in JOINT_TYPES.items() if read_as is not None])
def test_joints_that_are_simulated_are_read(read, kind):
    assert read(jointed(joint("<axis/><axis2/>", kind))).models[0].joints[0].kind == JOINT_TYPES[kind]
