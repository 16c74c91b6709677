# SPDX-License-Identifier: Apache-2.0
"""Makes a dataset of a table, with pictures or without: finds out the types, splits by episode, writes the folder."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from valence_nodes.learning.card import (
    CARD_FILE,
    MAX_CLASSES,
    MAX_WORDS,
    PICTURE_COLUMN,
    SPLIT_COLUMN,
    Card,
    ClassName,
    Column,
)
from valence_nodes.learning.datasets import PICTURES_FILE, Dataset
from valence_nodes.learning.errors import DataError
from valence_nodes.learning.pictures import JPEG, encode_picture, write_zip
from valence_nodes.learning.rows import MAX_ROWS, ROWS_FILE, check_target, write_rows
from valence_nodes.learning.splits import SHARES, check_no_leak, split_by_group

if TYPE_CHECKING:
    import pandas as pd

GROUPS = "episode"


def table_of(columns: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    """Makes the table that `make_dataset` takes.

    Args:
        columns: values by name, all equally many; a column of arrays is a signal.
    """
    import pandas as pd  # noqa: PLC0415 - heavy, and perhaps not installed

    return pd.DataFrame({name: list(values) for name, values in columns.items()})


def make_dataset(
    folder: Path | str,
    table: pd.DataFrame,
    *,
    name: str,
    kind: str = "table",
    target: str = "",
    title: str = "",
    licence: str = "",
    source: str = "",
    made_by: str = "",
    about: str = "",
    pictures: Any = None,
    described: Mapping[str, Column] | None = None,
    classes: Sequence[ClassName] | None = None,
    groups: str = GROUPS,
    shares: Sequence[float] = SHARES,
    seed: int = 0,
) -> Dataset:
    """Writes a dataset into a new or empty folder.

    Args:
        folder: where it will be.
        table: one row a sample. A column `episode` says which rows belong together (without it each row stands
            for itself), a column `split` where they belong (without it they are split here, by episode). Signals are
            columns of arrays, all of one length.
        name: in small letters, digits and `_`.
        kind: `table`, `pictures` or `signals`.
        target: column to learn; empty if there is none.
        title: for people.
        licence: under which the data may be used.
        source: where the data came from.
        made_by: who or what made it.
        about: what a learner should know.
        pictures: uint8 (rows, h, w[, 3]), or for each row the bytes of a PNG or JPEG; the files are named here.
        described: units and meanings, by column; types and words are found out where a description leaves them empty.
        classes: what the target can be, in their order; None finds them out (a target of floats is a number).
        groups: name of the column of groups.
        shares: of the rows for train, validation and test.
        seed: of the split.

    Raises:
        DataError: something about it is wrong.
    """
    folder = Path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DataError(f"{folder} is not empty; nothing is written over.", "Choose a new folder.")
    if not 0 < len(table) <= MAX_ROWS:
        raise DataError(f"There are {len(table):,} rows; a dataset has 1 to {MAX_ROWS:,}.")
    frame = table.reset_index(drop=True)
    frame.columns = list(map(str, frame.columns))
    if groups not in frame:
        frame[groups] = [f"{index:07d}" for index in range(len(frame))]
    if frame[groups].isna().any():
        raise DataError(f"Column “{groups}” has empty places: each row must belong to something.")
    members: list[tuple[str, bytes]] = []
    if pictures is not None:
        members = _members(pictures, len(frame))
        frame[PICTURE_COLUMN] = [one for one, _ in members]
    columns = tuple(
        _column(one, frame[one], (described or {}).get(one), picture=pictures is not None and one == PICTURE_COLUMN)
        for one in frame.columns
        if one not in {groups, SPLIT_COLUMN}
    )
    if target and target not in frame:
        Card(name, title, kind, target, (), len(frame), groups, licence, source, made_by, columns, about)  # says why
    found = tuple(classes) if classes is not None else _classes(frame, target, columns)
    card = Card(name, title or name, kind, target, found, len(frame), groups, licence, source, made_by, columns, about)
    check_target(frame, card)
    if SPLIT_COLUMN not in frame:
        labels = frame[target].tolist() if found else None
        frame[SPLIT_COLUMN] = split_by_group(frame[groups].tolist(), labels, shares=shares, seed=seed)
    check_no_leak(frame[groups].tolist(), frame[SPLIT_COLUMN].tolist(), groups)
    made_here = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_rows(folder / ROWS_FILE, frame, columns)
        if pictures is not None:
            write_zip(folder / PICTURES_FILE, members)
        (folder / CARD_FILE).write_text(card.to_json(), encoding="utf-8")
        made = Dataset.open(folder)
        made.table  # noqa: B018 - whatever can't be read again is found out now
    except OSError as error:
        _take_back(folder, itself=made_here)
        raise DataError(f"The dataset can't be written to {folder}: {error.strerror}.") from error
    except BaseException:
        _take_back(folder, itself=made_here)
        raise
    return made


def _take_back(folder: Path, *, itself: bool) -> None:
    if itself:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for name in (CARD_FILE, ROWS_FILE, PICTURES_FILE):
        (folder / name).unlink(missing_ok=True)


def _members(pictures: Any, rows: int) -> list[tuple[str, bytes]]:
    if len(pictures) != rows:
        raise DataError(f"There are {len(pictures):,} pictures for {rows:,} rows.")
    packed = [one if isinstance(one, bytes) else encode_picture(one) for one in pictures]
    endings = ("jpg" if one.startswith(JPEG) else "png" for one in packed)
    return [(f"{index:06d}.{ending}", one) for index, (ending, one) in enumerate(zip(endings, packed, strict=True))]


def _column(name: str, values: pd.Series, described: Column | None, *, picture: bool) -> Column:
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    types = pd.api.types
    words: tuple[str, ...] = ()
    if picture:
        kind = "picture"
    elif types.is_bool_dtype(values):
        kind = "boolean"
    elif types.is_integer_dtype(values):
        kind = "integer"
    elif types.is_float_dtype(values):
        kind = "number"
    elif isinstance(values.iloc[0], np.ndarray | list):
        kind = "signal"
        if not all(np.isfinite(np.asarray(one, np.float32)).all() for one in values):
            raise DataError(f"A window in column “{name}” holds nan or infinite numbers.", "Leave this window out.")
    else:
        kind = "text"
        present = values.dropna()
        wrong = next((one for one in present if not isinstance(one, str)), None)
        if wrong is not None:
            raise DataError(
                f"Column “{name}” holds texts and {type(wrong).__name__} ({str(wrong)[:40]!r}).",
                "A column has one type.",
            )
        different = sorted(set(present))
        words = tuple(different) if len(different) <= MAX_WORDS else ()
    if described is None:
        return Column(name, kind, values=words)
    return Column(name, kind, described.unit, described.about, described.values or words, described.rate_hz)


def _classes(frame: pd.DataFrame, target: str, columns: Sequence[Column]) -> tuple[ClassName, ...]:
    kind = next((one.type for one in columns if one.name == target), "number")
    if kind not in {"boolean", "integer", "text"}:
        return ()
    found = sorted(frame[target].dropna().unique().tolist())
    if len(found) > MAX_CLASSES:
        raise DataError(
            f"“{target}” has {len(found):,} different values, and {MAX_CLASSES} classes are the most.",
            "If it is a number to be predicted, give it as one with a point (12.0).",
        )
    return tuple(found)
