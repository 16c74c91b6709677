# SPDX-License-Identifier: Apache-2.0
"""The teaching layer: what a program sees as `lab`, without import.

From data to a model in a few lines:

    data = lab.load("ground")
    rows = lab.clean(lab.select(data, "shake", "speed"))
    train, validation, test = lab.split(rows)
    model = lab.train("forest", train, target="ground")
    print(lab.evaluate(model, test))
    print(model.predict({"shake": 0.3, "speed": 0.2}))
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from valence_nodes.learning.card import SPLIT_COLUMN
from valence_nodes.learning.datasets import Dataset, Part
from valence_nodes.learning.errors import DataError, meant
from valence_nodes.learning.models import CurvePoint, OnnxModel
from valence_nodes.learning.progress import is_heard, tell, tell_doing, tell_examined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valence_nodes.learning.evaluation import Evaluation

__all__ = ["chance", "clean", "drive", "evaluate", "features", "feel", "kinds", "load", "select", "split", "train"]

_places: dict[str, Path] = {}
_MISSING = ("fill", "drop")
_OUTLIERS = ("keep", "clip", "drop")
_FAR_OUT = 3.0
_BOUND = 3.0e38  # nearly the greatest float32


def offer(name: str, folder: Path | str) -> None:
    """Lets `load` find a dataset by name; the lab does this before a program starts.

    Args:
        name: under which programs load it.
        folder: of the dataset.
    """
    _places[name] = Path(folder)


def load(name: str) -> Dataset:
    """Loads a dataset: `data = lab.load("ground")`.

    Args:
        name: of a dataset that this mission offers, or its folder.

    Returns:
        A dataset: `data.train`, `data.validation` and `data.test` are its parts, `data.table` is all of it.

    Raises:
        DataError: there is none of that name.
    """
    tell_doing("load")
    if name in _places:
        return Dataset.open(_places[name])
    if Path(str(name)).is_dir():
        return Dataset.open(str(name))
    raise DataError(f"There is no dataset “{str(name)[:60]}”.", meant(name, _places))


def select(data: Dataset | Part, *columns: str, without: Sequence[str] = ()) -> Part:
    """Chooses the columns to learn from: `lab.select(data, "distance", "hour")`.

    Args:
        data: a dataset or a part of one.
        columns: to learn from; all, if none is named.
        without: columns to leave out, such as one that tells the answer.

    Returns:
        The same rows with these columns as features.

    Raises:
        DataError: there is no such column.
    """
    part = _part(data)
    tell_doing("select", rows=len(part))
    for name in without:
        part.card.column(name)
    chosen = columns or part.features
    return part.with_features([name for name in chosen if name not in without])


def clean(data: Dataset | Part, missing: str = "fill", outliers: str = "keep") -> Part:
    """Does something about missing values and outliers: `lab.clean(data, outliers="clip")`.

    What is put in is found in the training rows alone, and a model that learns from them remembers it: it cleans what
    it is given later in the same way.

    Args:
        data: a dataset or a part of one.
        missing: `"fill"` puts the column's median where a number is missing, `"drop"` leaves the row out.
        outliers: `"keep"` leaves them, `"clip"` brings them to the border of what is usual, `"drop"` leaves the row
            out. Usual is what lies within three times the distance of the quartiles beyond them (J. Tukey, 1977).

    Returns:
        The cleaned rows.

    Raises:
        DataError: it can't be cleaned like this.
    """
    part = _part(data)
    tell_doing("clean", rows=len(part))
    _one_of("missing", missing, _MISSING)
    _one_of("outliers", outliers, _OUTLIERS)
    fill = {}
    table = part.table.copy()
    known = table[table[SPLIT_COLUMN] == "train"] if (table[SPLIT_COLUMN] == "train").any() else table
    keep = table.index == table.index
    for name in part.features:
        if part.card.column(name).type == "text":
            continue
        values, seen = table[name].astype("float64"), known[name].astype("float64")
        seen = seen[(seen.abs() < _BOUND)]
        if not len(seen):
            raise DataError(f"Column “{name}” holds no number in the training rows.", "Leave it out with lab.select.")
        low, middle, high = (float(seen.quantile(share)) for share in (0.25, 0.5, 0.75))
        width = _FAR_OUT * (high - low)
        least, most = (low - width, high + width) if outliers != "keep" else (-_BOUND, _BOUND)
        if missing == "drop":
            keep &= values.notna().to_numpy()
        if outliers == "drop":
            keep &= (values.isna() | values.between(least, most)).to_numpy()
        table[name] = values.fillna(middle).clip(least, most)
        fill[name] = (middle, least, most)
    return part.with_table(table[keep].reset_index(drop=True)).with_fill(fill)


def split(data: Dataset | Part, *shares: float, seed: int = 0) -> tuple[Part, Part, Part]:
    """Splits rows into training, validation and test: `train, validation, test = lab.split(rows)`.

    Whole episodes go into one of the three, never single rows: rows of one episode are alike, and a model that had
    seen half of them would know the other half by heart.

    Args:
        data: a dataset or a part of one.
        shares: of the rows, such as `0.8, 0.1, 0.1`; without them the dataset's own split is used.
        seed: another seed gives another split.

    Returns:
        Training, validation and test.

    Raises:
        DataError: there are too few episodes.
    """
    from valence_nodes.learning.splits import SPLITS, check_no_leak, split_by_group  # noqa: PLC0415

    part = _part(data)
    tell_doing("split", rows=len(part))
    groups = part.episodes.tolist()
    if shares:
        labels = part.y.tolist() if part.classes else None
        places = split_by_group(groups, labels, shares=shares, seed=seed)
    else:
        places = part.table[SPLIT_COLUMN].tolist()
    check_no_leak(groups, places, part.card.groups)
    chosen = [[one == name for one in places] for name in SPLITS]
    one, two, three = (
        part.with_table(part.table[rows].reset_index(drop=True), name=name)
        for name, rows in zip(SPLITS, chosen, strict=True)
    )
    return one, two, three


def train(
    kind: str, part: Dataset | Part | Any, target: Any = None, validation: Part | None = None, **options: Any
) -> OnnxModel:
    """Trains a model: `model = lab.train("forest", data.train, target="ground")`.

    Args:
        kind: of model, see `lab.kinds()`: `"forest"`, `"nearest_neighbours"`, `"cnn"` …
        part: what to learn from, such as `data.train`; or an array with a row a sample.
        target: column to predict, if it is not the one that the dataset names; with an array, the answer of each row.
        validation: another part, to see after each round how good the model is on what it did not learn from.
        options: of the kind, such as `trees=100`, and `seed=1`.

    Returns:
        A model: `model.predict(x)` gives the answer, `model.predict_proba(x)` how sure it is.

    Raises:
        LearningError: it can't be learned like this; it says why.
    """
    from valence_nodes.learning.training import train as train_model  # noqa: PLC0415

    learned_from = part.train if isinstance(part, Dataset) else part
    tell_doing("train", str(kind), len(learned_from) if hasattr(learned_from, "__len__") else 0)
    return train_model(kind, learned_from, target=target, validation=validation, watch=_tell, **options)


def evaluate(model: OnnxModel, part: Dataset | Part) -> Evaluation:
    """Examines a model on what it has not seen: `print(lab.evaluate(model, data.test))`.

    Args:
        model: that was trained.
        part: to examine it with, `data.test` at the very end and `data.validation` until then.

    Returns:
        What it got right: `.score` (share that is right), `.confusion`, `.per_class`, and `.baseline_score`, which is
        what one gets without learning anything.

    Raises:
        LearningError: the model does not fit these data.
    """
    from valence_nodes.learning.evaluation import evaluate as evaluate_model  # noqa: PLC0415

    examined = part.test if isinstance(part, Dataset) else part
    tell_doing("evaluate", model.kind, len(examined))
    found = evaluate_model(model, examined)
    if is_heard():
        from valence_nodes.learning.examination_figures import examination_figures  # noqa: PLC0415

        tell_examined(examination_figures(model, _with_target_of(model, examined), found))
    return found


def feel(given: Dataset | Part | Any) -> Any:
    """Tells what the ground feels like, as numbers: `rows = lab.feel(data)`, and `lab.feel(robot)` while it drives.

    How strongly a robot shakes depends on how its IMU is mounted. These numbers don't: they say how the shaking is
    spread over frequencies (waves a second) and, with the speed divided out, over waves a metre.

    Args:
        given: a dataset with windows of an IMU of six channels, or a part of one; or the robot. That is let go on as it
            was told last until it has felt a second.

    Returns:
        Of data the same rows with these numbers as features; of the robot one such row, as a dictionary, which a model
        of these features takes: `robot.model.predict(lab.feel(robot))`.

    Raises:
        DataError: the data are no windows of six channels.
    """
    from valence_nodes.learning.feeling import felt_features, felt_now  # noqa: PLC0415

    if not isinstance(given, Dataset | Part):
        return felt_now(given)
    part = _part(given)
    tell_doing("feel", rows=len(part))
    return felt_features(part)


def chance(model: OnnxModel, x: Any, answer: str) -> float:
    """Tells how sure a model is of one answer: `lab.chance(robot.model, lab.feel(robot), "gravel")`.

    Args:
        model: that tells classes.
        x: one sample, as for `model.predict`.
        answer: one of its classes.

    Returns:
        From 0 (surely not) to 1 (surely).

    Raises:
        DataError: that is none of its classes.
        LearningError: the model does not fit the sample, or tells no classes.
    """
    sure = model.predict_proba(x)
    names = [str(one) for one in model.classes]
    if str(answer) not in names:
        raise DataError(f"The model knows no “{str(answer)[:40]}”.", meant(str(answer), names))
    return float(sure[names.index(str(answer))])


def drive(robot: Any, policy: Any) -> None:
    """Lets a policy drive until the episode is over: `lab.drive(robot, robot.model)`.

    Args:
        robot: that the program is given.
        policy: trained by `./valence train MISSION --model ppo` or `cloning`.

    Raises:
        PolicyError: it is no policy.
    """
    from valence_nodes.policies.driving import drive_with  # noqa: PLC0415 - only who has a policy needs it

    drive_with(robot, policy)


def features(window: Any, rate_hz: float, edges_hz: Sequence[float], channels: Sequence[str] = ()) -> dict[str, float]:
    """Describes a window of a signal by numbers: `lab.features(robot.imu_window(1.0), 100, [0, 5, 20, 50])`.

    Args:
        window: of samples, one number each, or samples × channels, such as `robot.sound.samples`.
        rate_hz: how many samples there are in a second.
        edges_hz: of bands of frequencies, rising: three edges make two bands.
        channels: names of the channels, which stand before the features'; without them `c0`, `c1` …

    Returns:
        By name and channel: `rms` (how strong), `zero_crossings`, `centroid_hz` and `rolloff_hz` (how fast), `band_1`,
        `band_2` … (the share of the power in each band, as a logarithm). `list(….values())` is a row to learn from.

    Raises:
        DataError: the window, the rate, the edges or the names can't be used; it says why.
    """
    from valence_nodes.signals.errors import SignalError  # noqa: PLC0415 - signals need numpy
    from valence_nodes.signals.features import features as features_of  # noqa: PLC0415

    try:
        return features_of(window, rate_hz, edges_hz, channels)
    except SignalError as wrong:
        raise DataError(wrong.message, wrong.hint) from wrong


def kinds() -> dict[str, str]:
    """Tells which kinds of model there are: `print(lab.kinds())`.

    Returns:
        What each does, by its name.
    """
    from valence_nodes.learning.kinds.registry import KINDS  # noqa: PLC0415

    return {name: kind.about for name, kind in KINDS.items()}


def _tell(point: CurvePoint) -> bool:
    """Passes on how a training goes, to whoever listens outside the box."""
    shown = {"loss": point.loss, "score": point.train_score, "validation_score": point.validation_score}
    tell(point.step / point.steps, **{name: value for name, value in shown.items() if value is not None})
    return True


def _with_target_of(model: OnnxModel, part: Part) -> Part:
    """The part as the model was examined with it: with the column that the model learned as what is to be told."""
    return part.with_target(model.target) if model.target and model.target != part.target else part


def _part(data: Dataset | Part) -> Part:
    if isinstance(data, Dataset):
        return data.all
    if isinstance(data, Part):
        return data
    raise DataError(f"This is no dataset: {type(data).__name__}.", 'Give what lab.load("…") returned, or data.train.')


def _one_of(name: str, given: str, allowed: Sequence[str]) -> None:
    if given not in allowed:
        raise DataError(f"{name} can't be {str(given)[:40]!r}.", meant(given, allowed))
