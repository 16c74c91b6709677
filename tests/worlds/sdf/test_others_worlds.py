# SPDX-License-Identifier: Apache-2.0
"""Worlds as others write them: each in `others/` has what published Gazebo and TurtleBot3 worlds are made of."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from worlds.engines.mujoco_engine import MujocoEngine
from worlds.errors import SdfError
from worlds.sdf.description import Mesh, World
from worlds.sdf.reader import read_world

OTHERS = sorted(file for file in (Path(__file__).parent / "others").iterdir() if file.suffix in (".sdf", ".world"))


@pytest.mark.parametrize("file", OTHERS, ids=lambda file: file.stem)
def test_it_loads_steps_and_can_be_seen(file: Path) -> None:
    world = read_world(file)
    engine = MujocoEngine()
    try:
        engine.load_world(world, None)
        engine.advance(100 * world.physics_timestep_s)
        for name in engine.sensors:
            engine.read_sensor(name)
        for state in engine.ground_truth().entities.values():
            assert np.isfinite([*state.pose.position_m, *state.pose.quaternion_wxyz]).all()
            assert np.abs(state.pose.position_m).max() < 10
    finally:
        engine.close()


def test_polylines_become_solids(read) -> None:
    (world,) = [read_world(file) for file in OTHERS if file.stem == "outlines"]
    meshes = {
        model.name: part.geometry
        for model in world.models
        for link in model.links
        for part in link.collisions
        if isinstance(part.geometry, Mesh)
    }
    assert set(meshes) == {"arrow", "letter", "cone"}
    for mesh in meshes.values():
        corners = np.array(mesh.vertices_m)[np.array(mesh.faces)]
        volume = np.einsum("ij,ij->i", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])).sum() / 6
        assert volume > 0.01, "faces look outwards"
    corners = np.array(meshes["arrow"].vertices_m)[np.array(meshes["arrow"].faces)]
    volume = np.einsum("ij,ij->i", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])).sum() / 6
    assert volume == pytest.approx(0.75)


@pytest.mark.parametrize(
    "uri",
    [
        "https://fuel.gazebosim.org/1.0/OpenRobotics/models/Ground Plane",
        "https://fuel.ignitionrobotics.org/1.0/openrobotics/models/ground%20plane/2",
        "https://fuel.gazebosim.org/1.0/OpenRobotics/models/Ground Plane/1/files/model.sdf",
        "\n        https://fuel.gazebosim.org/1.0/OpenRobotics/models/Ground Plane\n      ",
    ],
)
def test_a_model_of_gazebos_server_is_found_where_it_is_on_this_machine(read, uri: str) -> None:
    got = read(f"<sdf version='1.8'><world name='w'><include><uri>{uri}</uri></include></world></sdf>")
    assert [model.name for model in got.models] == ["ground_plane"]


def test_a_model_that_would_have_to_be_downloaded_is_named_with_where_to_put_it(read, folder) -> None:
    uri = "https://fuel.gazebosim.org/1.0/OpenRobotics/models/Depot"
    with pytest.raises(SdfError) as caught:
        read(f"<sdf version='1.8'><world name='w'>\n<include><uri>{uri}</uri></include></world></sdf>")
    assert "the model “Depot” is on the network" in caught.value.message
    assert str(folder / "models" / "Depot") in caught.value.hint
    assert (caught.value.line, caught.value.element) == (2, "world[w]/include/uri")


@pytest.mark.parametrize("name", ["..", "../..", ".", "%2e%2e", "..%2f..", "a/../.."])
def test_an_address_can_not_lead_out(read, name: str) -> None:
    uri = f"https://fuel.gazebosim.org/1.0/x/models/{name}/files/../../../../../../../../../../etc/passwd"
    with pytest.raises(SdfError):
        read(f"<sdf version='1.8'><world name='w'><include><uri>{uri}</uri></include></world></sdf>")


def test_models_are_found_where_gazebo_finds_them(read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    thing = tmp_path / "elsewhere" / "thing"
    thing.mkdir(parents=True)
    (thing / "model.sdf").write_text(
        "<sdf version='1.8'><model name='thing'><static>1</static><link name='l'/></model></sdf>", encoding="utf-8"
    )
    text = "<sdf version='1.8'><world name='w'><include><uri>model://thing</uri></include></world></sdf>"
    with pytest.raises(SdfError, match="was not found"):
        read(text)
    monkeypatch.setenv("GZ_SIM_RESOURCE_PATH", f":relative:{tmp_path / 'none'}:{thing.parent}")
    assert read(text).models[0].name == "thing"


def test_of_two_worlds_in_a_file_the_first_is_read(read) -> None:
    got = read("<sdf version='1.9'><world name='a'/><world name='b'/></sdf>")
    assert got.name == "a"
    assert "the first one is read" in got.warnings[0].message


def _other(name: str) -> World:
    return read_world(next(file for file in OTHERS if file.stem == name))


def test_what_gazebo_passes_over_is_read_or_named() -> None:
    world = _other("lax")
    floor, mast = world.models
    assert [visual.name for visual in floor.links[0].visuals] == ["part", "line", "sticker"]
    assert floor.links[0].inertial is None
    assert [joint.name for joint in mast.joints] == ["lens_joint"]
    said = [(warning.place.element.rpartition("/")[2], warning.message) for warning in world.warnings]
    for element, part in (
        ("inertial", "it can't move, so neither counts"),
        ("link[link]", "“part” is a <collision> and a <visual>"),
        ("uri", "“gone.png” was not found. The visual is left out."),
        ("uri", "“model://gone/tree.glb” was not found. The visual is left out."),
        ("joint[lens]", "the joint is called “lens_joint” here"),
        ("sensor[fisheye]", "sensors of type “wideanglecamera” are not supported"),
        ("sensor[half_sphere]", "a pinhole can't see 3.14 rad at once"),
    ):
        assert any(element == where and part in message for where, message in said), (element, said)


def test_the_step_of_old_files_is_their_solvers() -> None:
    world = _other("old")
    assert world.physics_timestep_s == 0.002
    swing = world.models[1].joints[1]
    # The axis is the model's x; the link is turned by a quarter.
    assert swing.axis is not None
    assert swing.axis.xyz == pytest.approx((0.0, -1.0, 0.0), abs=1e-6)


def test_all_that_is_missing_is_named_at_once(read) -> None:
    address = "https://fuel.gazebosim.org/1.0/OpenRobotics/models/{}"
    uris = [address.format("Depot"), address.format("Sun"), address.format("Depot"), "model://gone", "/etc/passwd"]
    uris += [f"model://x{number}" for number in range(12)]
    includes = "\n".join(
        f"<include><name>n{number}</name><uri>{uri}</uri></include>" for number, uri in enumerate(uris)
    )
    with pytest.raises(SdfError) as caught:
        read(f"<sdf version='1.8'><world name='w'>\n{includes}</world></sdf>")
    assert (caught.value.line, caught.value.element) == (2, "world[w]/include/uri")
    assert "“model://gone” (line 5), “model://x0” (line 7)" in caught.value.hint
    assert caught.value.hint.endswith("and more.")
    assert "passwd" not in str(caught.value)


@pytest.mark.parametrize(
    ("parameters", "moves"),
    [
        ("<initial_linear>0 0 -0.0</initial_linear>", False),
        ("<initial_linear>0 0.1 0</initial_linear>", True),
        ("<initial_angular>0 0 0</initial_angular><initial_linear>4 -2 10</initial_linear>", True),
        ("<topic>initial_1</topic>", False),
    ],
)
def test_a_plugin_that_begins_with_a_speed_is_named(read, parameters: str, moves: bool) -> None:
    plugin = f"<plugin filename='x' name='gz::sim::systems::VelocityControl'>{parameters}</plugin>"
    got = read(f"<sdf version='1.9'><world name='w'><model name='m'><link name='l'/>{plugin}</model></world></sdf>")
    assert any("may change the physics" in warning.message for warning in got.warnings) is moves
