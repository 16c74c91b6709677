# SPDX-License-Identifier: Apache-2.0
"""Trains the object detector anew: `python -m valence_nodes.learning.objects.training --out objects.onnx`.

It makes its pictures itself (about ten a second), or takes them from a file that it wrote before (`--examples`). It
needs the learning extra (`./valence --with-learning doctor`); the node that runs the detector needs onnxruntime alone.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from valence_nodes.learning.errors import DataError, LearningError, TrainingError
from valence_nodes.learning.extra import MissingExtraError, require_learning
from valence_nodes.learning.objects.accuracy import ClassAccuracy, KnownBox, detection_accuracy
from valence_nodes.learning.objects.examples import FORM, HEIGHT_PX, WIDTH_PX, Examples, gather
from valence_nodes.learning.objects.net import CELL_PX, build_detector, detector_to_onnx
from valence_nodes.learning.objects.scenes import CLASSES, FIRST_HELD_OUT
from valence_nodes.perception.object_detector import ObjectDetector

SCENES, HELD_OUT, EPOCHS = 650, 50, 16
_ROWS, _COLUMNS = HEIGHT_PX // CELL_PX, WIDTH_PX // CELL_PX
_BATCH = 24
_LEARNING_RATE = 0.004
_WEIGHT_DECAY = 1e-4
_SPREAD = 0.12
"""Standard deviation of the bump around a thing's middle, as a share of its size."""
_NEAR = 0.5
"""Cells whose bump is at least so high learn the thing's edges, too."""
_SURE = 0.995
_EDGES_WEIGHT = 1.0
_NOISE = 0.02
_BRIGHTER = (0.7, 1.35)
_TINT = 0.06

FloatArray = npt.NDArray[np.float32]


def targets(boxes: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """What the net should say of a picture, as in “Objects as Points” (see `object_detector`).

    Args:
        boxes: float32 (k, 6): class, left, top, right, bottom (px), 1 if it counts.

    Returns:
        Bumps of height 1 at the middles of things, float32 (classes, rows, columns), -1 where nothing is asked;
        distances of the edges from each cell's middle (px), float32 (4, rows, columns); and how much these count there,
        float32 (rows, columns).
    """
    heat = np.zeros((len(CLASSES), _ROWS, _COLUMNS), np.float32)
    edges = np.ones((4, _ROWS, _COLUMNS), np.float32)
    weights = np.zeros((_ROWS, _COLUMNS), np.float32)
    rows, columns = np.mgrid[:_ROWS, :_COLUMNS].astype(np.float32)
    y, x = (rows + 0.5) * CELL_PX, (columns + 0.5) * CELL_PX
    # The largest first: of two things in one cell the smaller one, which is in front more often, has the last word.
    for number, left, top, right, bottom, counts in sorted(
        boxes.tolist(), key=lambda b: -(b[3] - b[1]) * (b[4] - b[2])
    ):
        label = int(number)
        distances = np.stack([x - left, y - top, right - x, bottom - y])
        if not counts:
            heat[label][(distances > -CELL_PX).all(axis=0)] = -1.0
            continue
        column = min(_COLUMNS - 1, int((left + right) / 2 / CELL_PX))
        row = min(_ROWS - 1, int((top + bottom) / 2 / CELL_PX))
        across = max(CELL_PX * 0.6, _SPREAD * (right - left))
        down = max(CELL_PX * 0.6, _SPREAD * (bottom - top))
        bump = np.exp(-(((x - x[row, column]) / across) ** 2 + ((y - y[row, column]) / down) ** 2) / 2)
        heat[label] = np.maximum(heat[label], bump)
        near = (bump > _NEAR) & (distances > 0).all(axis=0)
        edges[:, near] = distances[:, near]
        weights[near] = bump[near]
    return heat, edges, weights


def train_detector(
    examples: Examples, epochs: int = EPOCHS, seed: int = 0, told: Callable[[int, float], None] = lambda _e, _l: None
) -> bytes:
    """Trains a net.

    Args:
        examples: to learn from.
        epochs: how often it goes through all of them.
        seed: of everything that chance decides; the same one gives the same bits on one machine.
        told: is told of each epoch (1 first) and its mean loss.

    Returns:
        The detector as ONNX.

    Raises:
        MissingExtraError: torch or onnx is not installed.
        TrainingError: there is nothing to learn from, or the loss left all bounds.
    """
    require_learning(("torch", "onnx"))
    if not len(examples) or not len(examples.boxes):
        raise TrainingError("There are no pictures with things in them to learn from.", "Ask for more scenes.")
    from valence_nodes.learning.kinds.net_training import same_bits  # noqa: PLC0415 - heavy

    with same_bits(seed):
        return _train(examples, epochs, seed, told)


def _train(examples: Examples, epochs: int, seed: int, told: Callable[[int, float], None]) -> bytes:
    import torch  # noqa: PLC0415 - heavy, and perhaps not installed

    made = [targets(examples.of_picture(number)) for number in range(len(examples))]
    heat, edges, weights = (torch.from_numpy(np.stack(parts)) for parts in zip(*made, strict=True))
    pictures = torch.from_numpy(examples.pictures.transpose(0, 3, 1, 2).copy())
    # A third faster so on a CPU.
    net = build_detector(len(CLASSES)).to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(net.parameters(), lr=_LEARNING_RATE, weight_decay=_WEIGHT_DECAY)
    steps = epochs * -(-len(pictures) // _BATCH)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimiser, _LEARNING_RATE, total_steps=steps, pct_start=0.15)
    chance = torch.Generator().manual_seed(seed)
    for epoch in range(1, epochs + 1):
        net.train()
        total = 0.0
        for chosen in torch.randperm(len(pictures), generator=chance).split(_BATCH):
            batch = (pictures[chosen], heat[chosen], edges[chosen], weights[chosen])
            shown, *wanted = _changed(batch, chance)
            optimiser.zero_grad()
            loss = _loss(net(shown), *wanted)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 10.0)
            optimiser.step()
            pace.step()
            total += float(loss.detach()) * len(chosen)
        if not total < np.inf:
            raise TrainingError(f"The loss left all bounds in epoch {epoch}.", "Train with another seed.")
        told(epoch, total / len(pictures))
    net.eval()
    return detector_to_onnx(net, FORM)


def _changed(batch: tuple[Any, ...], chance: Any) -> tuple[Any, ...]:
    """The pictures as they might have come, too: mirrored, brighter, of another tint, with noise."""
    import torch  # noqa: PLC0415

    shown, heat, edges, weights = batch
    shown = shown.float() / 255
    if float(torch.rand(1, generator=chance)) < 0.5:
        shown, heat, weights = shown.flip(3), heat.flip(3), weights.flip(2)
        edges = edges.flip(3)[:, [2, 1, 0, 3]]
    least, most = _BRIGHTER
    brighter = least + (most - least) * torch.rand(len(shown), 1, 1, 1, generator=chance)
    tint = 1 + _TINT * (2 * torch.rand(len(shown), 3, 1, 1, generator=chance) - 1)
    noise = _NOISE * torch.randn(shown.shape, generator=chance)
    changed = (shown * brighter * tint + noise).clamp(0, 1).contiguous(memory_format=torch.channels_last)
    return changed, heat, edges, weights


def _loss(answers: tuple[Any, Any], heat: Any, edges: Any, weights: Any) -> Any:
    """Focal loss of the middles (“Objects as Points”, equation 1), and -log of the overlap of the boxes.

    The latter is the loss of J. Yu et al., “UnitBox”, ACM Multimedia 2016.
    """
    import torch  # noqa: PLC0415

    said, logs = answers
    chance = torch.sigmoid(said)
    middle, asked = (heat > _SURE).float(), (heat >= 0).float()
    right = torch.nn.functional.logsigmoid(said) * (1 - chance) ** 2 * middle
    wrong = torch.nn.functional.logsigmoid(-said) * chance**2 * (1 - heat.clamp(0, 1)) ** 4 * (1 - middle)
    things = middle.sum().clamp(min=1)
    told = logs.exp()
    shared = torch.minimum(told, edges)
    inside = (shared[:, 0] + shared[:, 2]) * (shared[:, 1] + shared[:, 3])
    area = (told[:, 0] + told[:, 2]) * (told[:, 1] + told[:, 3])
    wanted = (edges[:, 0] + edges[:, 2]) * (edges[:, 1] + edges[:, 3])
    boxes = -torch.log((inside / (area + wanted - inside)).clamp(min=1e-4)) * weights
    return -((right + wrong) * asked).sum() / things + _EDGES_WEIGHT * boxes.sum() / weights.sum().clamp(min=1)


def examine(detector: ObjectDetector, examples: Examples) -> dict[str, ClassAccuracy]:
    """Measures a detector on pictures that it has not learned from; the result is that of `detection_accuracy`."""
    return detection_accuracy(
        ((known_boxes(examples, number), detector.find(picture)) for number, picture in enumerate(examples.pictures)),
        tuple(CLASSES),
    )


def known_boxes(examples: Examples, number: int) -> list[KnownBox]:
    """The boxes of one picture."""
    labels = list(CLASSES)
    return [
        KnownBox(labels[int(label)], (left, top, right, bottom), bool(counts))
        for label, left, top, right, bottom, counts in examples.of_picture(number).tolist()
    ]


def _pictures(file: Path | None, seeds: range) -> Examples:
    if file is not None and file.exists():
        return Examples.open(file)
    sys.stdout.write(f"Making the pictures of {len(seeds)} scenes …\n")
    sys.stdout.flush()
    examples = gather(seeds)
    if file is not None:
        examples.save(file)
    return examples


def main(arguments: Sequence[str] | None = None) -> int:
    """Trains a detector, keeps it and says how good it is; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m valence_nodes.learning.objects.training", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="the ONNX file to write")
    parser.add_argument("--scenes", type=int, default=SCENES, help=f"to learn from ({SCENES}), six pictures each")
    parser.add_argument("--held-out", type=int, default=HELD_OUT, help=f"scenes to examine it with ({HELD_OUT})")
    parser.add_argument("--epochs", type=int, default=EPOCHS, help=f"how often it sees all of them ({EPOCHS})")
    parser.add_argument("--seed", type=int, default=0, help="of everything that chance decides (0)")
    parser.add_argument("--examples", type=Path, help="folder that keeps the pictures for another time")
    given: Any = parser.parse_args(arguments)
    if min(given.scenes, given.held_out, given.epochs) < 1 or given.scenes > FIRST_HELD_OUT or given.seed < 0:
        parser.error(
            f"scenes (at most {FIRST_HELD_OUT}), held-out and epochs must be 1 or more, and the seed 0 or more"
        )
    try:
        require_learning(("torch", "onnx", "onnxruntime"))
        if given.examples is not None:
            given.examples.mkdir(parents=True, exist_ok=True)
        kept = [None if given.examples is None else given.examples / f"{part}.npz" for part in ("train", "held_out")]
        training = _pictures(kept[0], range(given.scenes))
        held_out = _pictures(kept[1], range(FIRST_HELD_OUT, FIRST_HELD_OUT + given.held_out))
        if set(training.scenes.tolist()) & set(held_out.scenes.tolist()):
            raise DataError("Some scenes are in both parts; what is learned by heart would look good.")
        onnx = train_detector(training, given.epochs, given.seed, _say)
        given.out.write_bytes(onnx)
        figures = examine(ObjectDetector(onnx), held_out)
    except (LearningError, MissingExtraError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except OSError as error:
        sys.stderr.write(f"{error.filename} can't be written: {error.strerror}.\n")
        return 2
    sys.stdout.write(f"{given.out}: {len(onnx):,} bytes; on {len(held_out)} pictures that it has not learned from:\n")
    for label, one in figures.items():
        sys.stdout.write(
            f"  {label or 'all':8} precision {one.precision:.3f}, recall {one.recall:.3f} ({one.there} things)\n"
        )
    return 0


def _say(epoch: int, loss: float) -> None:
    sys.stdout.write(f"  epoch {epoch}: loss {loss:.4f}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
