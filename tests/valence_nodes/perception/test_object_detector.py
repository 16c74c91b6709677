# SPDX-License-Identifier: Apache-2.0
"""The detector that comes with the lab, on scenes that it has not learned from; and files that are no detector."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from tests.valence_nodes.perception.strewn import held_out_pictures, known_boxes
from valence_nodes.learning.errors import ModelError
from valence_nodes.learning.objects.accuracy import detection_accuracy
from valence_nodes.learning.objects.scenes import CLASSES
from valence_nodes.perception.object_detector import FORM_KEY, SHIPPED, DetectorForm, ObjectDetector, overlap

FORM = DetectorForm(("a", "b"), 16, 8)


def test_what_is_found_is_there_and_what_is_there_is_found() -> None:
    detector = ObjectDetector.open()
    assert detector.form.classes == tuple(CLASSES)
    pictures = held_out_pictures()
    figures = detection_accuracy(((known_boxes(one), detector.find(one.picture)) for one in pictures), tuple(CLASSES))
    assert figures[""].there > 60
    assert figures[""].precision > 0.85, figures
    assert figures[""].recall > 0.75, figures
    assert min(one.recall for one in figures.values()) > 0.4, figures


def test_the_shipped_detector_is_small() -> None:
    assert SHIPPED.stat().st_size < 500_000


def net(heat: np.ndarray, edges: np.ndarray, form: str | None = None) -> bytes:
    """A net that says the same of every picture."""
    constants = [numpy_helper.from_array(value, name) for name, value in (("h", heat), ("e", edges))]
    nodes = [
        helper.make_node("ReduceMean", ["picture"], ["mean"], keepdims=0),
        helper.make_node("Sub", ["mean", "mean"], ["zero"]),
        helper.make_node("Add", ["h", "zero"], ["heat"]),
        helper.make_node("Add", ["e", "zero"], ["edges"]),
    ]
    given = [helper.make_tensor_value_info("picture", TensorProto.FLOAT, [1, 3, FORM.height_px, FORM.width_px])]
    told = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in ("heat", "edges")]
    graph = helper.make_graph(nodes, "g", given, told, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    helper.set_model_props(model, {FORM_KEY: FORM.to_json() if form is None else form})
    return bytes(model.SerializeToString())


def maps(*cells: tuple[int, int, int, float]) -> tuple[np.ndarray, np.ndarray]:
    heat = np.zeros((1, 2, 2, 4), np.float32)
    for number, row, column, score in cells:
        heat[0, number, row, column] = score
    return heat, np.full((1, 4, 2, 4), 3.0, np.float32)


def test_answers_become_boxes_in_the_pictures_own_pixels() -> None:
    detector = ObjectDetector(net(*maps((1, 0, 1, 0.9), (0, 1, 3, 0.5), (0, 0, 0, 0.2))))
    first, second = detector.find(np.zeros((16, 48, 3), np.uint8))
    # A cell is 4 × 4 px of what the net is shown, and the picture is three times as wide and twice as high.
    assert (first.label, first.score) == ("b", pytest.approx(0.9))
    assert (first.left_px, first.top_px, first.right_px, first.bottom_px) == (9.0, 0.0, 27.0, 10.0)
    assert (second.label, second.right_px, second.bottom_px) == ("a", 48.0, 16.0)


def test_of_several_boxes_of_one_thing_the_surest_stays() -> None:
    doubled = maps((0, 0, 1, 0.9), (0, 0, 2, 0.8), (1, 0, 1, 0.7))
    doubled[1][:] = 20.0
    found = ObjectDetector(net(*doubled)).find(np.zeros((8, 16, 3), np.uint8))
    assert [(one.label, round(one.score, 2)) for one in found] == [("a", 0.9), ("b", 0.7)]


HEAT, EDGES = maps()
LESS = np.full((1, 4, 2, 3), 3.0, np.float32)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (b"", "no ONNX model"),
        (b"\x80\x04harm", "no ONNX model"),
        (pickle.dumps([1, 2]), "no ONNX model"),
        (net(HEAT, EDGES, form="{"), "damaged"),
        (net(HEAT, EDGES, form="[]"), "must have classes"),
        (net(HEAT, EDGES, form='{"classes": ["a", "a"], "width_px": 16, "height_px": 8}'), "different short names"),
        (net(HEAT, EDGES, form='{"classes": ["a"], "width_px": 1e9, "height_px": 8}'), "whole numbers"),
        (net(HEAT, EDGES, form="[" * 100_000), "damaged"),
        (net(HEAT[:, :1], EDGES), "no detector"),
        (net(HEAT, LESS), "no detector"),
        (net(HEAT * np.nan, EDGES), "no finite numbers"),
        (net(HEAT, EDGES * np.inf), "no finite numbers"),
    ],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_what_is_no_detector_is_refused_with_its_reason(given: bytes, why: str) -> None:
    with pytest.raises(ModelError, match=why):
        ObjectDetector(given)


def test_an_onnx_file_of_something_else_is_refused() -> None:
    model = onnx.load_model_from_string(net(HEAT, EDGES))
    del model.metadata_props[:]
    with pytest.raises(ModelError, match="is no object detector"):
        ObjectDetector(model.SerializeToString())


def test_a_file_that_is_not_there_or_immense_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"can't be read.*Train one with"):
        ObjectDetector.open(tmp_path / "none.onnx")
    huge = tmp_path / "huge.onnx"
    with huge.open("wb") as file:
        file.truncate(60_000_000)
    with pytest.raises(ModelError, match="more than 50,000,000 bytes"):
        ObjectDetector.open(huge)


@pytest.mark.parametrize("picture", [np.zeros((9, 9), np.uint8), np.zeros((9, 9, 3)), np.zeros((0, 5, 3), np.uint8)])
def test_what_is_no_picture_is_refused(picture: Any) -> None:
    with pytest.raises(ValueError, match="uint8 of shape"):
        ObjectDetector.open().find(picture)


def test_pictures_of_any_size_can_be_asked_about() -> None:
    detector = ObjectDetector.open()
    for height, width in ((1, 1), (3, 400), (1000, 2), (960, 1280)):
        for one in detector.find(np.full((height, width, 3), 90, np.uint8)):
            assert 0 <= one.left_px < one.right_px <= width
            assert 0 <= one.top_px < one.bottom_px <= height


def test_overlap_is_the_share_of_the_area_of_both() -> None:
    assert overlap((0, 0, 2, 2), (1, 0, 3, 2)) == pytest.approx(1 / 3)
    assert overlap((0, 0, 1, 1), (2, 2, 3, 3)) == 0.0
    assert overlap((0, 0, 0, 0), (0, 0, 0, 0)) == 0.0
