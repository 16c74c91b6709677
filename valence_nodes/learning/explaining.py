# SPDX-License-Identifier: Apache-2.0
"""What a model looks at: which columns matter to it, and which places of a picture; and what more data would bring."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from valence_nodes.learning.datasets import Part
from valence_nodes.learning.errors import ModelError
from valence_nodes.learning.models import OnnxModel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def column_importance(model: OnnxModel, part: Part, *, repeats: int = 3, seed: int = 0) -> list[tuple[str, float]]:
    """Says how much worse a model gets when one column is shuffled (L. Breiman: Random forests, 2001, section 10).

    Args:
        model: that learned from a table.
        part: to examine it with.
        repeats: of each shuffle; their mean counts.
        seed: of the shuffles.

    Returns:
        For each column the loss of score, the greatest first.

    Raises:
        ModelError: the model did not learn from a table, or has no right answers.
    """
    import numpy as np  # noqa: PLC0415 - the box starts faster without it

    if model.inputs.kind != "table" or model.task not in {"classes", "numbers"}:
        raise ModelError("Only of a model that learned from a table can the columns be weighed.")
    samples, _ = model.inputs.read(part)
    truth = part.y
    chance = np.random.default_rng(seed)
    whole = _score(model, samples, truth)
    losses = []
    first = 0
    for column in model.inputs.columns:
        wide = len(column.values) if column.type == "text" else 1
        loss = 0.0
        for _ in range(repeats):
            shuffled = samples.copy()
            shuffled[:, first : first + wide] = samples[chance.permutation(len(samples)), first : first + wide]
            loss += (whole - _score(model, shuffled, truth)) / repeats
        losses.append((column.name, loss))
        first += wide
    return sorted(losses, key=lambda one: -one[1])


def _score(model: OnnxModel, samples: Any, truth: Any) -> float:
    import numpy as np  # noqa: PLC0415

    scores = model.scores(samples)
    if model.task == "classes":
        return float((np.array(model.classes)[scores.argmax(axis=1)] == truth).mean())
    spread = float(((truth - truth.mean()) ** 2).mean()) or 1.0
    return 1 - float(((scores[:, 0] - truth) ** 2).mean()) / spread


def occlusion(model: OnnxModel, picture: NDArray[np.uint8], *, patches: int = 8) -> NDArray[np.float32]:
    """Covers one place of a picture after another, and sees how much less sure the model becomes.

    M. Zeiler, R. Fergus: Visualizing and understanding convolutional networks, 2014.

    Args:
        model: that learned from pictures.
        picture: uint8, of the size that it learned from.
        patches: places along a side.

    Returns:
        float32 (height, width): how much surer of its answer the model is with this place than without it.

    Raises:
        ModelError: the model did not learn from pictures, or the picture is of another size.
    """
    import numpy as np  # noqa: PLC0415

    if model.inputs.kind != "pictures" or model.task != "classes":
        raise ModelError("Only of a model that tells classes of pictures can be seen where it looks.")
    whole = model.predict_proba(picture)
    said = int(whole.argmax())
    height, width = picture.shape[:2]
    rows = np.linspace(0, height, min(patches, height) + 1).round().astype(int)
    columns = np.linspace(0, width, min(patches, width) + 1).round().astype(int)
    instead = picture.reshape(-1, *picture.shape[2:]).mean(axis=0).round().astype(np.uint8)
    covered, places = [], []
    for top, bottom in pairwise(rows):
        for left, right in pairwise(columns):
            one = picture.copy()
            one[top:bottom, left:right] = instead
            covered.append(one)
            places.append((top, bottom, left, right))
    sure = model.predict_proba(np.stack(covered))[:, said]
    seen = np.zeros((height, width), np.float32)
    for (top, bottom, left, right), one in zip(places, sure, strict=True):
        seen[top:bottom, left:right] = whole[said] - one
    return seen


def learning_curve(
    model: OnnxModel, train: Part, examined: Part, shares: Sequence[float] = (0.1, 0.2, 0.4, 0.7, 1.0)
) -> list[tuple[int, float, float]]:
    """Trains anew with ever more episodes: would more data help?

    Args:
        model: whose kind, options and seed are taken.
        train: to learn from.
        examined: to examine with.
        shares: of the episodes.

    Returns:
        For each share: samples, score on what was learned from, score on what was not. Shares with fewer than two
        classes are left out.
    """
    import numpy as np  # noqa: PLC0415

    from valence_nodes.learning.errors import TrainingError  # noqa: PLC0415
    from valence_nodes.learning.evaluation import evaluate  # noqa: PLC0415
    from valence_nodes.learning.training import train as train_model  # noqa: PLC0415

    episodes = np.unique(train.episodes)
    np.random.default_rng(model.seed).shuffle(episodes)
    points = []
    for share in shares:
        chosen = episodes[: max(1, round(share * len(episodes)))]
        rows = train.table[np.isin(train.episodes, chosen)].reset_index(drop=True)
        part = train.with_table(rows)
        try:
            again = train_model(model.kind, part, seed=model.seed, **model.options)
        except TrainingError:
            continue
        points.append((len(part), evaluate(again, part).score, evaluate(again, examined).score))
    return points
