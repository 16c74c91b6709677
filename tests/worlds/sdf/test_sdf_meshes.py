# SPDX-License-Identifier: Apache-2.0
"""Meshes, height fields and pictures: what good files give, and what bad ones say."""

from __future__ import annotations

import struct
import zlib

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.worlds.sdf.sdf_text import BOX, in_link
from worlds.errors import SdfError
from worlds.sdf.mesh_formats import MeshFormatError, read_obj, read_stl

OBJ = b"# a tetrahedron\nv 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\nvn 0 0 1\nf 1 3 2\nf 1/1/1 2//1 4\nf -4 -1 -2\nf 2 3 4\n"
CORNERS = [[(0, 0, 0), (1, 0, 0), (0, 1, 0)], [(1, 0, 0), (1, 1, 0), (0, 1, 0)]]


def binary_stl(triangles, count=None):
    body = b"".join(struct.pack("<12fH", 0, 0, 1, *(x for corner in t for x in corner), 0) for t in triangles)
    return b"solid but binary".ljust(80) + struct.pack("<I", len(triangles) if count is None else count) + body


def ascii_stl(triangles):
    facets = "".join(
        "facet normal 0 0 1\n outer loop\n"
        + "".join(f"  vertex {x} {y} {z}\n" for x, y, z in t)
        + " endloop\nendfacet\n"
        for t in triangles
    )
    return f"solid name\n{facets}endsolid name\n".encode()


def mesh(uri, more=""):
    return f"<geometry><mesh><uri>{uri}</uri>{more}</mesh></geometry>"


def collision(uri, more=""):
    return in_link(f"<collision name='c'>{mesh(uri, more)}</collision>")


def geometry(got):
    return got.models[0].links[0].collisions[0].geometry


def test_obj_faces_and_scale(read, folder):
    (folder / "t.OBJ").write_bytes(OBJ)
    got = geometry(read(collision("t.OBJ", "<scale>1 2 3</scale>")))
    assert got.file == folder / "t.OBJ"
    assert got.vertices_m == ((0, 0, 0), (1, 0, 0), (0, 2, 0), (0, 0, 3))
    assert got.faces == ((0, 2, 1), (0, 1, 3), (0, 3, 2), (1, 2, 3))


def test_obj_polygons_become_fans():
    square = read_obj(b"v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nf 1 2 3 4\n")
    assert square.faces.tolist() == [[0, 1, 2], [0, 2, 3]]


def test_a_mirrored_mesh_still_looks_outwards(read, folder):
    (folder / "t.obj").write_bytes(OBJ)
    got = geometry(read(collision("t.obj", "<scale>1 1 -1</scale>")))
    assert got.faces[0] == (1, 2, 0)


@pytest.mark.parametrize("content", [binary_stl(CORNERS), ascii_stl(CORNERS)], ids=["binary", "ascii"])
def test_stl_of_both_kinds_joins_equal_corners(read, folder, content):
    (folder / "s.stl").write_bytes(content)
    got = geometry(read(collision("s.stl")))
    assert len(got.vertices_m) == 4
    triangles = [[got.vertices_m[i] for i in face] for face in got.faces]
    assert triangles == CORNERS


def test_one_mesh_used_often_is_read_once(read, folder):
    (folder / "t.obj").write_bytes(OBJ)
    parts = "".join(f"<collision name='c{i}'>{mesh('t.obj')}</collision>" for i in range(3))
    got = [part.geometry for part in read(in_link(parts)).models[0].links[0].collisions]
    assert got[0] is got[1] is got[2]


def test_formats_not_read_are_an_error_to_touch_and_a_warning_to_see(read, folder):
    (folder / "x.glb").write_bytes(b"glTF")
    with pytest.raises(SdfError, match=r"“.glb” are not supported; .dae, .obj, .stl are"):
        read(collision("x.glb"))
    got = read(in_link(f"<visual name='v'>{mesh('x.glb')}</visual>"))
    assert got.models[0].links[0].visuals == ()
    assert "The visual is left out" in got.warnings[0].message
    assert got.warnings[0].place.element.endswith("visual[v]/geometry/mesh/uri")


def test_parts_of_an_obj_have_no_names(read, folder):
    (folder / "t.obj").write_bytes(OBJ)
    got = read(collision("t.obj", "<submesh><name>x</name></submesh>"))
    assert len(got.models[0].links[0].collisions[0].geometry.faces) == 4
    assert "all of it is used" in got.warnings[0].message
    with pytest.raises(SdfError, match="needs a <name>"):
        read(collision("t.obj", "<submesh/>"))


def test_a_submesh_can_be_centred(read, folder):
    (folder / "t.obj").write_bytes(OBJ)
    part = "<submesh><name>x</name><center>true</center></submesh>"
    vertices = read(collision("t.obj", part)).models[0].links[0].collisions[0].geometry.vertices_m
    for axis in range(3):
        assert min(v[axis] for v in vertices) == pytest.approx(-max(v[axis] for v in vertices))


def test_a_missing_mesh_is_an_error_to_touch_and_a_warning_to_see(read):
    with pytest.raises(SdfError, match="“gone.obj” was not found"):
        read(collision("gone.obj"))
    got = read(in_link(f"<visual name='v'>{mesh('gone.obj')}</visual>"))
    assert got.models[0].links[0].visuals == ()
    assert got.warnings[0].message.startswith("“gone.obj” was not found. The visual is left out.")


@pytest.mark.parametrize("part", ["collision", "visual"])
def test_meshes_outside_the_folder_are_errors(read, folder, part):
    (folder.parent.parent / "t.obj").write_bytes(OBJ)
    with pytest.raises(SdfError, match="outside its folder"):
        read(in_link(f"<{part} name='c'>{mesh('../../t.obj')}</{part}>"))


def test_a_mesh_of_a_hundred_megabytes_is_refused_unread(read, folder):
    with (folder / "t.obj").open("wb") as stream:
        stream.truncate(100_000_000)
    with pytest.raises(SdfError, match=r"mesh has 100.0 MB; at most 67.1 MB"):
        read(collision("t.obj"))


@pytest.mark.parametrize("scale", ["0 1 1", "1 1 1e300", "1 1", "nan 1 1"])
def test_wrong_scales(read, folder, scale):
    (folder / "t.obj").write_bytes(OBJ)
    with pytest.raises(SdfError):
        read(collision("t.obj", f"<scale>{scale}</scale>"))


def test_a_mesh_in_millimetres_that_is_read_as_metres(read, folder):
    (folder / "t.obj").write_bytes(b"v 0 0 0\nv 1000000 0 0\nv 0 1 0\nf 1 2 3\n")
    with pytest.raises(SdfError, match="drawn in millimetres"):
        read(collision("t.obj"))


@pytest.mark.parametrize(
    ("content", "says", "line"),
    [
        (b"", "no faces", 0),
        (b"\0\xff" * 100, "no faces", 0),
        (b"v 0 0 0\nf 1 2 3\n", "names the vertex “2”, but there are 1", 2),
        (b"v 0 0 0\nf 0 0 0\n", "names the vertex “0”", 2),
        (b"v 0 0 0\nf -2 1 1\n", "names the vertex “-2”", 2),
        (b"v 0 0 0\nf 1 1\n", "3 to 64 corners, not 2", 2),
        (b"v 0 0 0\nf" + b" 1" * 100, "3 to 64 corners", 2),
        (b"v 0 0 0\nf 99999999999999999999 1 1\n", "names the vertex", 2),
        (b"v 0 0\n", "needs three numbers", 1),
        (b"v a b c\n", "needs three numbers", 1),
        (b"v nan 0 0\n", "not a usable number", 1),
        (b"v inf 0 0\n", "not a usable number", 1),
        (b"v 1e300 0 0\n", "not a usable number", 1),
        (b"\n" * 2_000_001, "lines", 0),
    ],
)
def test_broken_obj_files(content, says, line):
    with pytest.raises(MeshFormatError, match=says) as caught:
        read_obj(content)
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no STL, or is cut off"),
        (b"solid\n", "no STL, or is cut off"),
        (ascii_stl(CORNERS)[:-10], "no STL, or is cut off"),
        (ascii_stl([]), "no triangles"),
        (b"solid\nfacet\nvertex 0 0 0\nendfacet\nendsolid", "not three vertices"),
        (b"solid\nvertex nan 0 0\nendsolid", "not a usable number"),
        (binary_stl(CORNERS)[:-1].replace(b"solid", b"sloid"), "its head says 2 triangles"),
        (binary_stl(CORNERS, 4_000_000_000).replace(b"solid", b"sloid"), "4000000000 triangles"),
        (binary_stl([]), "no triangles"),
        (binary_stl([[(0, 0, 0), (float("nan"), 0, 0), (0, 1, 0)]]), "not a finite number"),
    ],
)
def test_broken_stl_files(content, says):
    with pytest.raises(MeshFormatError, match=says):
        read_stl(content)


@given(st.binary(max_size=400), st.sampled_from([b"", b"solid ", OBJ, binary_stl(CORNERS), ascii_stl(CORNERS)]))
def test_any_bytes_are_a_mesh_or_a_mesh_error(noise, start):
    for read_format in (read_obj, read_stl):
        try:
            triangles = read_format(start + noise)
        except MeshFormatError:
            continue
        assert triangles.faces.min() >= 0
        assert triangles.faces.max() < len(triangles.vertices)
        assert np.isfinite(triangles.vertices).all()


def heightmap(uri="h.png"):
    return collision_of(f"<heightmap><uri>{uri}</uri><size>4 5 6</size><pos>1 2 3</pos></heightmap>")


def collision_of(shape):
    return in_link(f"<collision name='c'><geometry>{shape}</geometry></collision>")


@pytest.mark.parametrize(("dtype", "white"), [(np.uint8, 255), (np.uint16, 65535)])
def test_heightmaps(read, folder, dtype, white):
    pixels = np.array([[0, white, 0], [0, 0, white // 5]], dtype=dtype)
    (folder / "h.png").write_bytes(cv2.imencode(".png", pixels)[1].tobytes())
    got = geometry(read(heightmap()))
    assert (got.size_m, got.position_m) == ((4, 5, 6), (1, 2, 3))
    assert got.heights == ((0, 1, 0), (0, 0, 0.2))


def png_head(width, height):
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"no picture", "neither PNG nor JPEG"),
        (b"", "neither PNG nor JPEG"),
        (png_head(100_000, 100_000), "100000 × 100000 pixels"),
        (png_head(5_000, 5_000), "5000 × 5000 pixels are not allowed"),
        (png_head(1, 1), "1 × 1 pixels are not allowed"),
        (png_head(9, 9), "can't be decoded"),
    ],
)
def test_broken_heightmaps(read, folder, content, says):
    (folder / "h.png").write_bytes(content)
    with pytest.raises(SdfError, match=says):
        read(heightmap())


def textured(uri):
    pbr = f"<pbr><metal><albedo_map>{uri}</albedo_map></metal></pbr>"
    return in_link(f"<visual name='v'>{BOX}<material>{pbr}</material></visual>")


@pytest.mark.parametrize("name", ["p.png", "p.jpg"])
def test_albedo_pictures(read, folder, name):
    pixels = np.zeros((4, 6, 3), np.uint8)
    (folder / name).write_bytes(cv2.imencode(name[1:], pixels)[1].tobytes())
    material = read(textured(name)).models[0].links[0].visuals[0].material
    assert material.albedo_map == folder / name
    assert material.diffuse == (1, 1, 1, 1)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "was not found"),
        (b"text", "neither PNG nor JPEG"),
        (png_head(99_999, 1), "pixels"),
        (b"\xff\xd8", "JPEG"),
    ],
)
def test_pictures_that_can_not_be_shown_are_left_out(read, folder, content, says):
    if content is not None:
        (folder / "p.png").write_bytes(content)
    got = read(textured("p.png"))
    assert got.models[0].links[0].visuals[0].material.albedo_map is None
    assert says in got.warnings[0].message


def test_pictures_outside_the_folder_are_errors(read, folder):
    (folder.parent.parent / "p.png").write_bytes(png_head(4, 4))
    with pytest.raises(SdfError, match="outside its folder"):
        read(textured("../../p.png"))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("t.obj", b"v 0 0 0\nf 1 2 3\n", "the mesh “t.obj” can't be read: line 2: "),
        ("t.stl", b"solid x\n", "the mesh “t.stl” can't be read: "),
        ("t.dae", b"<COLLADA>\n<&/></COLLADA>", "“t.dae”: line 2: this is not well-formed XML"),
        ("t.glb", b"glTF", "meshes of type “.glb” are not supported"),
    ],
)
def test_a_mesh_that_is_no_use_is_an_error_to_touch_and_a_warning_to_see(read, folder, name, content, says):
    (folder / name).write_bytes(content)
    with pytest.raises(SdfError) as caught:
        read(collision(name))
    assert says in caught.value.message
    assert (caught.value.line, caught.value.element.rpartition("/")[2]) == (2, "uri")
    got = read(in_link(f"<visual name='v'>{mesh(name)}</visual>"))
    assert got.models[0].links[0].visuals == ()
    assert says in got.warnings[0].message


def test_a_visual_with_too_many_triangles_leaves_room_for_the_others(read, folder, monkeypatch):
    monkeypatch.setattr("worlds.sdf.reading.MAX_FACES", 4)
    (folder / "t.obj").write_bytes(OBJ)
    (folder / "large.obj").write_bytes(b"v 0 0 0\nv 1 0 0\nv 0 1 0\n" + b"f 1 2 3\n" * 5)
    visuals = "".join(f"<visual name='{name}'>{mesh(f'{name}.obj')}</visual>" for name in ("large", "t"))
    got = read(in_link(visuals))
    assert [visual.name for visual in got.models[0].links[0].visuals] == ["t"]
    assert "more than 4 triangles together. The visual is left out." in got.warnings[0].message
