# SPDX-License-Identifier: Apache-2.0
"""COLLADA meshes: every way to write faces and places, and every way to be wrong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worlds.errors import SdfError
from worlds.sdf.collada import read_collada
from worlds.sdf.mesh_formats import MAX_TRIANGLES, MeshFormatError

FILE = Path("m.dae")
SQUARE = "0 0 0  2 0 0  2 2 0  0 2 0"
TRIANGLES = "<triangles count='2'>{inputs}<p>0 1 2 0 2 3</p></triangles>"
INPUT = "<input semantic='VERTEX' source='#v' offset='0'/>"
HEXAGONS = Path(__file__).parent / "others" / "models" / "hexagon" / "meshes" / "wall.dae"


def dae(faces: str = "", points: str = SQUARE, scene: str = "", asset: str = "", stride: str = "3") -> bytes:
    faces = faces or TRIANGLES.format(inputs=INPUT)
    return f"""<COLLADA xmlns="x" version="1.4.1"><asset>{asset}</asset><library_geometries>
      <geometry id="g" name="plate"><mesh><source id="p"><float_array id="a">{points}</float_array><technique_common>
      <accessor source="#a" stride="{stride}"/></technique_common></source>
      <vertices id="v"><input semantic="POSITION" source="#p"/></vertices>{faces}</mesh></geometry>
      </library_geometries>{scene}</COLLADA>""".encode()


def scene(nodes: str) -> str:
    return f"""<library_visual_scenes><visual_scene id="s">{nodes}</visual_scene></library_visual_scenes>
      <scene><instance_visual_scene url="#s"/></scene>"""


def area(content: bytes, part: str = "") -> float:
    found = read_collada(content, FILE, part)
    corners = found.vertices[found.faces]
    return float(
        np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1).sum() / 2
    )


SECOND = (
    "<triangles><input semantic='NORMAL' offset='0'/><input semantic='VERTEX' source='#v' offset='1'/>"
    "<p>9 0 9 1 9 2 9 0 9 2 9 3</p></triangles>"
)


@pytest.mark.parametrize(
    "faces",
    [
        TRIANGLES.format(inputs=INPUT),
        f"<polylist count='1'>{INPUT}<vcount>4</vcount><p>0 1 2 3</p></polylist>",
        f"<polygons count='1'>{INPUT}<p>0 1 2 3</p></polygons>",
        f"<trifans count='1'>{INPUT}<p>0 1 2 3</p></trifans>",
        f"<tristrips count='1'>{INPUT}<p>0 1 3 2</p></tristrips>",
        SECOND,
        f"<triangles>{INPUT}<p>0 1 2</p></triangles><triangles>{INPUT}<p>0 2 3</p></triangles><lines/>",
    ],
)
def test_faces_in_every_spelling(faces: str) -> None:
    assert area(dae(faces)) == pytest.approx(4.0)
    normals = read_collada(dae(faces), FILE)
    corners = normals.vertices[normals.faces]
    assert (np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])[:, 2] > 0).all()


def test_units_are_metres() -> None:
    assert area(dae(asset="<unit name='inch' meter='0.0254'/><up_axis>Y_UP</up_axis>")) == pytest.approx(4 * 0.0254**2)


def test_vertices_may_carry_more_than_a_place() -> None:
    assert area(dae(points="0 0 0 9  2 0 0 9  2 2 0 9  0 2 0 9", stride="4")) == pytest.approx(4.0)


def test_nodes_put_geometries_where_they_are() -> None:
    nodes = """<node id="n" name="upper"><translate>0 0 5</translate><rotate>0 0 1 90</rotate><scale>2 1 1</scale>
        <instance_geometry url="#g"/><node name="inner"><matrix>1 0 0 10 0 1 0 0 0 0 1 0 0 0 0 1</matrix>
        <instance_geometry url="#g"/></node></node>"""
    found = read_collada(dae(scene=scene(nodes)), FILE)
    assert found.vertices.min(axis=0) == pytest.approx([-2, 0, 5])
    assert found.vertices.max(axis=0) == pytest.approx([0, 24, 5])
    assert len(read_collada(dae(scene=scene(nodes)), FILE, "inner").faces) == 2
    assert len(read_collada(dae(scene=scene(nodes)), FILE, "upper").faces) == 4
    assert len(read_collada(dae(scene=scene(nodes)), FILE, "plate").faces) == 4


def test_nodes_can_be_used_again_and_mirrored_ones_still_look_outwards() -> None:
    library = "<library_nodes><node id='lib'><scale>-1 1 1</scale><instance_geometry url='#g'/></node></library_nodes>"
    content = dae(scene=library + scene("<node><instance_node url='#lib'/></node>"))
    found = read_collada(content, FILE)
    assert found.vertices.min(axis=0)[0] == -2
    corners = found.vertices[found.faces]
    assert (np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])[:, 2] > 0).all()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<mesh/>", "starts with <mesh>"),
        (b"<COLLADA/>", "has no triangles"),
        (dae(points="0 0 0 1"), "are no positions"),
        (dae(points="0 0 nan 1 0 0 0 1 0"), "finite numbers"),
        (dae(points="0 0 x 1 0 0 0 1 0"), "finite numbers"),
        (dae(f"<triangles>{INPUT}<p>0 1 9</p></triangles>"), "a vertex that is not there; there are 4"),
        (dae(f"<triangles>{INPUT}<p>0 1 -1</p></triangles>"), "a vertex that is not there"),
        (dae(f"<triangles>{INPUT}<p>0 1 z</p></triangles>"), "no whole number"),
        (dae("<triangles><p>0 1 2</p></triangles>"), "has no VERTEX"),
        (dae("<triangles><input semantic='VERTEX' offset='-1'/><p>0 1 2</p></triangles>"), "the offset “-1”"),
        (dae("<triangles><input semantic='VERTEX' offset='9999999'/><p>0 1 2</p></triangles>"), "is not allowed"),
        (dae(f"<polylist>{INPUT}<vcount>3 9</vcount><p>0 1 2</p></polylist>"), "adds up to 12; there are 3"),
        (dae(scene=scene("<node><instance_geometry url='#gone'/></node>")), "names “#gone”, which is not there"),
        (dae(scene=scene("<node id='r'><instance_node url='#r'/></node>")), "nodes, or deeper than"),
        (dae(scene=scene("<node><matrix>1 2</matrix></node>")), "needs 16 finite numbers"),
        (dae(asset="<unit meter='tiny'/>"), "needs 1 finite numbers"),
        (dae(asset="<unit meter='1e300'/>"), "not a usable number"),
    ],
)
def test_what_is_wrong_is_told(content: bytes, says: str) -> None:
    with pytest.raises(MeshFormatError, match=says):
        read_collada(content, FILE)


def test_a_part_that_is_not_there_is_told() -> None:
    with pytest.raises(MeshFormatError, match="no part “roof”"):
        read_collada(dae(), FILE, "roof")


def test_a_bomb_of_entities_is_refused() -> None:
    with pytest.raises(SdfError, match="DOCTYPE"):
        read_collada(b"<!DOCTYPE c [<!ENTITY a 'b'>]>" + dae(), FILE)


def test_nodes_that_double_and_double_are_refused() -> None:
    nodes = "".join(
        f"<node id='n{i}'><instance_node url='#n{i + 1}'/><instance_node url='#n{i + 1}'/></node>" for i in range(40)
    )
    with pytest.raises(MeshFormatError, match="has more than"):
        read_collada(dae(scene=scene(nodes + "<node id='n40'/>")), FILE)
    many = "<instance_geometry url='#g'/>" * (MAX_TRIANGLES // 2 + 1)
    with pytest.raises((MeshFormatError, SdfError), match="has more than"):
        read_collada(dae(scene=scene(f"<node>{many}</node>")), FILE)


GOOD = HEXAGONS.read_bytes()


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(GOOD)), st.integers(0, 30), st.binary(max_size=6)), min_size=1, max_size=4)
)
def test_mutated_bytes_give_triangles_or_an_error_of_ours(changes: list[tuple[int, int, bytes]]) -> None:
    content = GOOD
    for at, cut, new in changes:
        content = content[:at] + new + content[at + cut :]
    try:
        found = read_collada(content, FILE)
    except (MeshFormatError, SdfError) as error:
        assert str(error)
    else:
        assert found.faces.max() < len(found.vertices)
        assert np.isfinite(found.vertices).all()
