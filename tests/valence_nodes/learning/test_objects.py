# SPDX-License-Identifier: Apache-2.0
"""Teaching the object detector: labels that are true, targets, a training that learns, and what is refused."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest

from valence_nodes.learning.errors import DataError, TrainingError
from valence_nodes.learning.objects.accuracy import KnownBox, detection_accuracy
from valence_nodes.learning.objects.examples import HEIGHT_PX, WIDTH_PX, Examples, examples_of
from valence_nodes.learning.objects.scenes import CLASSES, FIRST_HELD_OUT, boxes_of, labelled_pictures
from valence_nodes.learning.objects.training import examine, main, targets, train_detector
from valence_nodes.perception.object_detector import DetectedObject, ObjectDetector
from worlds.readings import EntityPicture


def test_a_scene_is_the_same_each_time_and_its_boxes_are_around_what_shows() -> None:
    first, second = (list(labelled_pictures(range(3, 4), views=3)) for _ in range(2))
    assert len(first) >= 2
    for one, other in zip(first, second, strict=True):
        assert (one.picture == other.picture).all()
        assert one.boxes == other.boxes
        for box in one.boxes:
            assert box.label in CLASSES
            assert 0 <= box.left_px < box.right_px <= 320
            assert 0 <= box.top_px < box.bottom_px <= 240
    assert any(one.boxes for one in first)


def test_boxes_hold_what_can_be_seen_and_crumbs_do_not_count() -> None:
    indices = np.full((240, 320), -1, np.int32)
    indices[100:150, 40:80] = 0
    indices[100:150, 60:80] = 1
    indices[10:13, 10:200] = 2
    indices[200:, :] = 3
    seen = EntityPicture(("crate_1", "wall", "cone", "robot"), indices)
    models = {"crate_1": "crate", "wall": "wall_1m", "cone": "cone", "robot": "turtlebot4"}
    crate, cone = boxes_of(seen, models)
    assert (crate.label, crate.edges_px, crate.counts) == ("crate", (40.0, 100.0, 60.0, 150.0), True)
    assert (cone.label, cone.counts) == ("cone", False)


def test_targets_have_a_bump_at_the_middle_and_distances_to_the_edges() -> None:
    boxes = np.array([[2, 40, 20, 80, 60, 1], [0, 0, 0, 4, 4, 0]], np.float32)
    heat, edges, weights = targets(boxes)
    assert heat[2].max() == 1.0
    row, column = np.unravel_index(heat[2].argmax(), heat[2].shape)
    x_px, y_px = column * 4 + 2, row * 4 + 2
    assert edges[:, row, column].tolist() == [x_px - 40, y_px - 20, 80 - x_px, 60 - y_px]
    assert weights[row, column] == 1.0
    assert (heat[0, 0, 0], heat[1].max(), weights[0, 0]) == (-1.0, 0.0, 0.0)


def drawn(count: int) -> Examples:
    """Squares in the colour of their class, which a net learns in a moment."""
    random = np.random.default_rng(4)
    pictures = random.integers(100, 130, (count, HEIGHT_PX, WIDTH_PX, 3)).astype(np.uint8)
    rows = []
    for number, picture in enumerate(pictures):
        label = number % 2
        left, top = random.integers(10, 90), random.integers(10, 60)
        picture[top : top + 40, left : left + 40] = ((250, 20, 20), (20, 20, 250))[label]
        rows.append((number, label, left, top, left + 40, top + 40, 1))
    return Examples(pictures, np.array(rows, np.float32), np.arange(count))


def test_a_detector_learns_and_the_same_seed_gives_the_same_bits() -> None:
    examples = drawn(24)
    losses: list[float] = []
    first = train_detector(examples, epochs=8, seed=1, told=lambda _epoch, loss: losses.append(loss))
    assert first == train_detector(examples, epochs=8, seed=1)
    assert losses[-1] < 0.7 * losses[0]
    assert examine(ObjectDetector(first), drawn(4))[""].there == 4


def test_nothing_to_learn_from_is_refused() -> None:
    nothing = examples_of([])
    with pytest.raises(TrainingError, match="no pictures with things"):
        train_detector(nothing)
    empty = Examples(np.zeros((2, HEIGHT_PX, WIDTH_PX, 3), np.uint8), np.empty((0, 7), np.float32), np.arange(2))
    with pytest.raises(TrainingError, match="no pictures with things"):
        train_detector(empty)


def test_examples_are_read_as_they_were_written_and_anything_else_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "e.npz"
    examples = drawn(3)
    examples.save(file)
    read = Examples.open(file)
    assert (read.pictures == examples.pictures).all()
    assert (read.boxes == examples.boxes).all()
    whole = {"pictures": examples.pictures, "boxes": examples.boxes, "scenes": examples.scenes}
    whole["classes"] = np.array(list(CLASSES))
    wrong = {
        "other classes": whole | {"classes": np.array(["a"])},
        "a box of no picture": whole | {"boxes": examples.boxes + 5},
        "boxes of NaN": whole | {"boxes": examples.boxes * np.nan},
        "pictures of another size": whole | {"pictures": examples.pictures[:, :5]},
        "no boxes": {name: value for name, value in whole.items() if name != "boxes"},
        "objects": whole | {"scenes": np.array([{}, [], ()], dtype=object)},
    }
    for arrays in wrong.values():
        np.savez(file, **arrays)  # type: ignore[arg-type]
        with pytest.raises(DataError):
            Examples.open(file)
    for content in (b"", b"PK\x03\x04", pickle.dumps([1])):
        file.write_bytes(content)
        with pytest.raises(DataError, match="holds no labelled pictures"):
            Examples.open(file)


def box(left: float, *, counts: bool = True) -> KnownBox:
    return KnownBox("a", (left, 0.0, left + 10, 10.0), counts)


def found(left: float, score: float = 0.9, label: str = "a") -> DetectedObject:
    return DetectedObject(label, score, left, 0.0, left + 10, 10.0)


def test_precision_and_recall_count_each_thing_once_and_not_what_is_not_asked_for() -> None:
    there = [box(0), box(50), box(100, counts=False)]
    said = [found(1), found(2, 0.5), found(101), found(200, label="b")]
    figures = detection_accuracy([(there, said)], ("a", "b"))
    assert (figures["a"].found, figures["a"].there, figures["a"].said) == (1, 2, 2)
    assert (figures["a"].precision, figures["a"].recall) == (0.5, 0.5)
    assert (figures["b"].precision, figures["b"].recall) == (0.0, 1.0)
    assert (figures[""].said, figures[""].there) == (3, 2)


def test_the_command_trains_and_says_how_good_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--scenes", "1", "--held-out", "1", "--epochs", "1", "--examples", str(tmp_path / "kept")]
    assert main([*arguments, "--out", str(tmp_path / "new.onnx")]) == 0
    told = capsys.readouterr().out
    assert "it has not learned from" in told
    assert "cone" in told
    assert ObjectDetector.open(tmp_path / "new.onnx").form.classes == tuple(CLASSES)
    # Pictures that were learned from are no examination.
    (tmp_path / "kept" / "held_out.npz").write_bytes((tmp_path / "kept" / "train.npz").read_bytes())
    assert main([*arguments, "--out", str(tmp_path / "newer.onnx")]) == 2
    assert "in both parts" in capsys.readouterr().err
    assert main([*arguments, "--out", str(tmp_path / "no" / "such" / "folder.onnx")]) == 2
    for wrong in (["--scenes", "0"], ["--seed", "-1"], ["--scenes", str(FIRST_HELD_OUT + 1)]):
        with pytest.raises(SystemExit):
            main([*wrong, "--out", str(tmp_path / "x.onnx")])
