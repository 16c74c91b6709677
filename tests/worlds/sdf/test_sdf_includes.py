# SPDX-License-Identifier: Apache-2.0
"""Includes find models in their folders, and nothing anywhere else."""

from __future__ import annotations

import os

import pytest

from tests.worlds.sdf.sdf_text import COLLISION, link, model, sdf, world
from worlds.errors import SdfError, UnknownNameError
from worlds.pose import Pose
from worlds.sdf.reader import read_model, read_world


def place(folder, text, name="model.sdf"):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)
    return folder


def include(uri, more=""):
    return f"<include><uri>{uri}</uri>{more}</include>"


@pytest.mark.parametrize("where", ["worlds/crate", "worlds/models/crate", "models/crate"])
def test_models_are_found_in_and_beside_the_worlds_folder(read, folder, where):
    place(folder.parent / where, sdf(model(link(COLLISION), "crate")))
    got = read(world(include("model://crate")))
    assert got.models[0].name == "crate"
    assert got.models[0].links[0].collisions[0].place.file == folder.parent / where / "model.sdf"


@pytest.mark.parametrize("uri", ["crate", "file://crate", "crate/model.sdf", "model://crate/model.sdf"])
def test_ways_to_name_a_model(read, folder, uri):
    place(folder / "crate", sdf(model(link(""), "crate")))
    assert read(world(include(uri))).models[0].name == "crate"


def test_an_include_overrides_name_pose_and_static_and_adds_plugins(read, folder):
    text = f"<pose>9 9 9 0 0 0</pose><frame name='top'><pose>0 0 1 0 0 0</pose></frame>{link('')}"
    place(folder / "crate", sdf(model(text, "crate")))
    own = "<name>box</name><pose>1 2 3 0 0 0</pose><static>true</static>"
    more = "<placement_frame>top</placement_frame><plugin filename='gz-sim-label-system' name='x'/>"
    got = read(world(include("model://crate") + include("model://crate", own + more)))
    plain, changed = got.models
    assert (plain.name, plain.static, plain.pose.position_m) == ("crate", False, (9, 9, 9))
    assert (changed.name, changed.static, changed.pose.position_m) == ("box", True, (1, 2, 2))
    assert changed.plugins[0].filename == "gz-sim-label-system"


def test_model_config_chooses_the_newest_file(read, folder):
    place(folder / "crate", sdf(model(link(""), "old")), "model-1_4.sdf")
    place(folder / "crate", sdf(model(link(""), "new")), "model-1_10.sdf")
    config = (
        "<?xml version='1.0'?><model><name>crate</name><sdf version='1.10'>model-1_10.sdf</sdf>"
        "<sdf version='1.4'>model-1_4.sdf</sdf></model>"
    )
    place(folder / "crate", config, "model.config")
    assert read(world(include("model://crate"))).models[0].name == "new"


def test_the_sun_and_the_ground_of_gazebo_classic_are_there(read):
    got = read(world(include("model://sun") + include("model://ground_plane"), "1.6"))
    assert (got.lights[0].name, got.lights[0].kind) == ("sun", "directional")
    assert got.models[0].static
    assert got.warnings == ()


def test_models_included_in_models(read, folder):
    place(folder / "wheel", sdf(model(link("", "rim"), "wheel")))
    place(folder / "car", sdf(model(link("", "body") + include("model://wheel", "<name>left</name>"), "car")))
    got = read(world(include("model://car"))).models[0]
    assert [one.name for one in got.links] == ["body", "left::rim"]


def test_circles_of_includes_are_named(read, folder):
    place(folder / "a", sdf(model(link("") + include("model://b"), "a")))
    place(folder / "b", sdf(model(link("") + include("model://a"), "b")))
    with pytest.raises(SdfError, match=r"in a circle: a/model.sdf → b/model.sdf → a/model.sdf"):
        read(world(include("model://a")))


def test_a_world_can_not_include_itself(read):
    with pytest.raises(SdfError, match="in a circle"):
        read(world(include("w.sdf")))


def test_long_chains_of_includes_end(read, folder):
    for i in range(60):
        place(folder / f"m{i}", sdf(model(link("") + include(f"model://m{i + 1}", "<name>n</name>"), "m")))
    with pytest.raises(SdfError, match="deeper than"):
        read(world(include("model://m0")))


def test_includes_that_multiply_end(read, folder):
    for i in range(6):
        many = "".join(include(f"model://m{i + 1}", f"<name>n{j}</name>") for j in range(10))
        place(folder / f"m{i}", sdf(model(link("") + many, "m")))
    place(folder / "m6", sdf(model(link(""), "m")))
    with pytest.raises(SdfError, match="more than 2000 models"):
        read(world(include("model://m0")))


def secret_beside(folder):
    return place(folder.parent.parent / "secret", sdf(model(link(""), "secret")))


@pytest.mark.parametrize(
    "uri",
    [
        "../../secret",
        "file://../../secret",
        "model://../../secret",
        "model://crate/../../../secret",
        "..%2F..%2Fsecret",
        "file:///etc/passwd",
        "/etc/passwd",
        "../../../../../../../../etc/passwd",
        "../../not_there",
    ],
)
def test_paths_out_of_the_folder_are_refused(read, folder, uri):
    secret_beside(folder)
    with pytest.raises(SdfError, match="outside its folder"):
        read(world(include(uri)))


def test_an_absolute_path_out_of_the_folder_is_refused(read, folder):
    with pytest.raises(SdfError, match="outside its folder"):
        read(world(include(str(secret_beside(folder)))))


def test_links_out_of_the_folder_are_refused(read, folder):
    (folder / "crate").symlink_to(secret_beside(folder))
    with pytest.raises(SdfError, match="outside its folder"):
        read(world(include("model://crate")))


def test_a_models_file_can_not_be_a_link_out_of_its_folder(read, folder):
    (folder / "crate").mkdir()
    (folder / "crate" / "model.sdf").symlink_to(secret_beside(folder) / "model.sdf")
    with pytest.raises(SdfError, match="neither"):
        read(world(include("model://crate")))


def test_model_config_can_not_name_a_file_out_of_its_folder(read, folder):
    secret_beside(folder)
    config = "<model><sdf version='1.9'>../../../secret/model.sdf</sdf></model>"
    place(folder / "crate", config, "model.config")
    with pytest.raises(SdfError, match="outside its folder"):
        read(world(include("model://crate")))


def test_mutual_links_end(read, folder):
    (folder / "a").symlink_to(folder / "b")
    (folder / "b").symlink_to(folder / "a")
    with pytest.raises(SdfError, match="was not found"):
        read(world(include("model://a")))


@pytest.mark.parametrize(
    ("uri", "says"),
    [
        ("https://fuel.gazebosim.org/1.0/openrobotics/models/x", "nothing is downloaded"),
        ("http://127.0.0.1/x", "nothing is downloaded"),
        ("model://missing", "was not found"),
        ("model://", "names no file"),
        ("ftp://x", "is no model://"),
        ("x\x7fy", "names no file"),
        ("a" * 10_000, "was not found"),
        ("empty", "neither model.config"),
        ("pipe", "not an ordinary file"),
        ("two", "holds one <model> or <light>; this one has <model>, <model>"),
        ("world", "this one has <world>"),
        ("lamp", "only a model can be included"),
    ],
)
def test_uris_that_can_not_be_used(read, folder, uri, says):
    (folder / "empty").mkdir()
    os.mkfifo(folder / "pipe")
    place(folder / "two", sdf(model(link("")) + model(link(""), "n")))
    place(folder / "world", world(""))
    place(folder / "lamp", sdf("<light name='x' type='point'/>"))
    with pytest.raises(SdfError) as caught:
        read(world(model(link("") + include(uri))))
    assert says in str(caught.value)


def test_an_include_without_uri(read):
    with pytest.raises(SdfError, match="needs a <uri>"):
        read(world("<include/>"))


def test_model_folders_may_be_given(folder, tmp_path):
    place(tmp_path / "own" / "crate", sdf(model(link(""), "crate")))
    (folder / "w.sdf").write_text(world(include("model://crate")))
    assert read_world(folder / "w.sdf", [tmp_path / "own"]).models[0].name == "crate"
    with pytest.raises(SdfError, match="was not found"):
        read_world(folder / "w.sdf", [])


def test_read_model_by_name_folder_and_file(tmp_path):
    crate = place(tmp_path / "crate", sdf(model(f"<pose>9 0 0 0 0 0</pose>{link('<gz:x/>')}", "crate")))
    for given in ("crate", crate, crate / "model.sdf"):
        got = read_model(given, name="mine", pose=Pose((1, 2, 3)), model_folders=[tmp_path])
        assert (got.name, got.pose.position_m) == ("mine", (1, 2, 3))


def test_read_model_gives_its_warnings(tmp_path):
    place(tmp_path / "crate", sdf(model("<link name='l'/>", "crate")))
    warnings = []
    read_model("crate", name="mine", pose=Pose(), model_folders=[tmp_path], warnings=warnings)
    assert "without <inertial>" in warnings[0].message


def test_read_model_of_an_unknown_name(tmp_path):
    place(tmp_path / "crate", sdf(model(link(""), "crate")))
    with pytest.raises(UnknownNameError, match="Did you mean “crate”"):
        read_model("crat", name="x", pose=Pose(), model_folders=[tmp_path])


def test_read_model_of_a_name_that_leads_elsewhere(tmp_path):
    place(tmp_path / "secret", sdf(model(link(""))))
    with pytest.raises(UnknownNameError):
        read_model("../secret", name="x", pose=Pose(), model_folders=[tmp_path / "models"])


def test_a_static_model_may_hold_nothing_but_an_include(read, folder):
    place(folder / "maze", sdf(model(link(COLLISION, "walls"), "maze"), "1.6"))
    got = read(world(model(f"<static>1</static>{include('model://maze')}", "stage"), "1.6")).models[0]
    assert got.static
    assert [one.name for one in got.links] == ["maze::walls"]


def test_nothing_outside_the_folders_is_ever_opened(read, folder, monkeypatch):
    secret = secret_beside(folder)
    (folder / "out").symlink_to(secret)
    (folder / "out.obj").symlink_to(secret / "model.sdf")
    opened = []
    real = os.open

    def watched(path, *more):
        opened.append(os.path.realpath(path))
        return real(path, *more)

    monkeypatch.setattr(os, "open", watched)
    for uri in ("out", "../../secret", "model://out", f"file://{secret}", "out.obj"):
        shape = f"<geometry><mesh><uri>{uri}</uri></mesh></geometry>"
        for text in (include(uri), model(link(f"<visual name='v'>{shape}</visual>"))):
            with pytest.raises(SdfError, match="outside its folder"):
                read(world(text))
    assert len(opened) == 10
    assert set(opened) == {str(folder / "w.sdf")}
