# SPDX-License-Identifier: Apache-2.0
"""A dataset: a folder with a card, rows, and perhaps pictures; and its three parts."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from valence_nodes.learning.card import CARD_FILE, PICTURE_COLUMN, SPLIT_COLUMN, Card, Column, read_card
from valence_nodes.learning.errors import DataError, meant
from valence_nodes.learning.rows import ROWS_FILE, read_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

PICTURES_FILE = "pictures.zip"
DATASET_FILES = (CARD_FILE, ROWS_FILE, PICTURES_FILE)
"""All that a dataset is made of; other files in its folder do not belong to it."""


class Part:
    """Some rows of a dataset: its training, its validation, its test, or what was selected of them.

    Attributes:
        name: `train`, `validation` or `test`.
        card: of the dataset.
        table: the rows, as a pandas table.
        features: names of the columns to learn from.
        fill: for each column that was cleaned, what stands for a missing value, and the least and greatest that are
            believed; a model takes them along, so that it cleans what it is given later in the same way.
    """

    def __init__(
        self,
        name: str,
        card: Card,
        table: pd.DataFrame,
        *,
        features: Sequence[str] | None = None,
        fill: Mapping[str, tuple[float, float, float]] | None = None,
        pictures_file: Path | None = None,
    ) -> None:
        self.name = name
        self.card = card
        self.table = table
        self.features = tuple(card.features if features is None else features)
        self.fill = dict(fill or {})
        self._pictures_file = pictures_file

    def __len__(self) -> int:
        """Rows."""
        return len(self.table)

    def __repr__(self) -> str:
        """For people: `<train of digits: 1078 rows>`."""
        return f"<{self.name} of {self.card.name}: {len(self)} rows>"

    @property
    def kind(self) -> str:
        """`table`, `pictures` or `signals`."""
        return self.card.kind

    @property
    def target(self) -> str:
        """Column that is to be learned."""
        return self.card.target

    @property
    def classes(self) -> tuple[str | int | bool, ...]:
        """What the target can be; empty for numbers."""
        return self.card.classes

    @property
    def episodes(self) -> Any:
        """For each row, the group it belongs to."""
        return self.table[self.card.groups].to_numpy()

    @cached_property
    def x_names(self) -> tuple[str, ...]:
        """Names of the columns of `x`: a text column becomes one for each of its words, `weather=rain`."""
        names: list[str] = []
        for column in map(self.card.column, self.features):
            names += [f"{column.name}={word}" for word in column.values] if column.type == "text" else [column.name]
        return tuple(names)

    @cached_property
    def x(self) -> NDArray[np.float32]:
        """Features as numbers, float32 (rows, features); a missing one is nan."""
        return encode(self.table, [self.card.column(name) for name in self.features])

    @cached_property
    def y(self) -> Any:
        """The target of each row: class names, or numbers.

        Raises:
            DataError: the dataset has no target.
        """
        import numpy as np  # noqa: PLC0415 - the box starts faster without it

        if not self.target:
            raise DataError(f"The dataset {self.card.name} has no target.", "It can be grouped (kmeans), not learned.")
        values = self.table[self.target]
        if self.classes:
            return np.array(values.tolist(), dtype=np.array(self.classes).dtype)
        return values.to_numpy(dtype=np.float64)

    @cached_property
    def pictures(self) -> NDArray[np.uint8]:
        """Pictures, uint8 (rows, height, width), or (rows, height, width, 3) for coloured ones.

        Raises:
            DataError: there are none, or they can't be read.
        """
        from valence_nodes.learning.pictures import read_pictures  # noqa: PLC0415

        if self.kind != "pictures" or self._pictures_file is None:
            raise DataError(f"The dataset {self.card.name} has no pictures: it is a dataset of {self.kind}.")
        return read_pictures(self._pictures_file, self.table[PICTURE_COLUMN].tolist())

    @cached_property
    def signals(self) -> NDArray[np.float32]:
        """Windows of signals, float32 (rows, samples, channels).

        Raises:
            DataError: there are none, or channels differ in length.
        """
        import numpy as np  # noqa: PLC0415

        names = self.card.signals
        if not names:
            raise DataError(f"The dataset {self.card.name} has no signals: it is a dataset of {self.kind}.")
        if len(self) == 0:
            return np.empty((0, 0, len(names)), np.float32)
        channels = [np.stack(self.table[name].tolist()) for name in names]
        if len({one.shape for one in channels}) > 1:
            raise DataError(f"The channels {', '.join(names)} have windows of different lengths.")
        return np.stack(channels, axis=-1).astype(np.float32)

    def with_table(self, table: pd.DataFrame, *, name: str | None = None) -> Part:
        """Returns a part with other rows of the same dataset."""
        return Part(
            name or self.name,
            self.card,
            table,
            features=self.features,
            fill=self.fill,
            pictures_file=self._pictures_file,
        )

    def with_features(self, features: Sequence[str]) -> Part:
        """Returns the same rows with other columns to learn from.

        Raises:
            DataError: there is no such column, or it can't be learned from.
        """
        for name in features:
            if name not in self.card.features:
                self.card.column(name)
                why = "it is what is to be learned" if name == self.target else "it holds no numbers and no few words"
                raise DataError(f"Column “{name}” can't be a feature: {why}.", meant(name, self.card.features))
        return Part(
            self.name,
            self.card,
            self.table,
            features=features,
            fill={key: value for key, value in self.fill.items() if key in features},
            pictures_file=self._pictures_file,
        )

    def with_target(self, target: str) -> Part:
        """Returns the same rows with another column to learn; the card's own target is then no feature either.

        Raises:
            DataError: there is no such column, or it can't be learned.
        """
        if target == self.target:
            return self
        column = self.card.column(target)
        if column.type in {"signal", "picture"}:
            raise DataError(f"Column “{target}” holds a {column.type}, which can't be the target.")
        present = self.table[target].dropna()
        if len(present) < len(self.table):
            raise DataError(f"{len(self.table) - len(present)} rows have no “{target}”.", "Use lab.clean first.")
        classes = () if column.type == "number" else tuple(sorted(present.unique().tolist()))
        features = [name for name in self.features if name != target]
        card = replace(self.card, target=target, classes=classes)
        return Part(self.name, card, self.table, features=features, fill=self.fill, pictures_file=self._pictures_file)

    def with_fill(self, fill: Mapping[str, tuple[float, float, float]]) -> Part:
        """Returns the same part, and how its columns were cleaned."""
        new = self.with_table(self.table)
        new.fill = dict(fill)
        return new


def encode(table: Any, columns: Sequence[Column]) -> NDArray[np.float32]:
    """Turns columns of a table into numbers.

    Args:
        table: a pandas table, or a mapping from names to columns of equal length.
        columns: to take, in this order.

    Returns:
        float32 (rows, features); a text column becomes one of 0 and 1 for each word it can hold.
    """
    import numpy as np  # noqa: PLC0415

    parts: list[Any] = []
    for column in columns:
        values = table[column.name]
        if column.type == "text":
            words = np.array([str(one) for one in values], dtype=object)
            parts += [(words == word).astype(np.float32) for word in column.values]
        elif hasattr(values, "to_numpy"):
            parts.append(values.to_numpy(dtype=np.float32, na_value=np.nan))
        else:
            parts.append(np.array([np.nan if one is None else one for one in values], np.float32))
    rows = len(table) if hasattr(table, "columns") else max((len(one) for one in parts), default=0)
    return np.stack(parts, axis=1) if parts else np.empty((rows, 0), np.float32)


class Dataset:
    """A dataset on disk. Its rows are read when they are first asked for.

    Attributes:
        folder: where it is.
        card: what is in it.
    """

    def __init__(self, folder: Path, card: Card) -> None:
        self.folder = folder
        self.card = card

    @classmethod
    def open(cls, folder: Path | str) -> Dataset:
        """Opens a dataset; the rows are read, and checked against the card, when they are first asked for.

        Raises:
            DataError: there is none, or its card is wrong.
        """
        folder = Path(folder)
        card = read_card(folder / CARD_FILE)
        for name in (ROWS_FILE, *((PICTURES_FILE,) if card.kind == "pictures" else ())):
            if not (folder / name).is_file():
                raise DataError(f"The dataset in {folder} lacks its {name}.", "Copy the whole folder.")
        return cls(folder, card)

    def __repr__(self) -> str:
        """For people."""
        return f"<dataset {self.card.name}: {self.card.rows} rows>"

    @cached_property
    def table(self) -> pd.DataFrame:
        """All rows, as a pandas table.

        Raises:
            DataError: they are not what the card says.
        """
        return read_rows(self.folder / ROWS_FILE, self.card)

    @cached_property
    def train(self) -> Part:
        """What a model learns from."""
        return self._part("train")

    @cached_property
    def validation(self) -> Part:
        """What one chooses with: which kind, which options, when to stop."""
        return self._part("validation")

    @cached_property
    def test(self) -> Part:
        """What a finished model is examined with, once."""
        return self._part("test")

    @cached_property
    def all(self) -> Part:
        """Every row."""
        return self._of("all", self.table)

    @cached_property
    def sha256(self) -> str:
        """Hash of everything in it: the same dataset has the same, and none other."""
        whole = hashlib.sha256()
        for name in DATASET_FILES:
            file = self.folder / name
            if file.is_file():
                with file.open("rb") as opened:
                    one = hashlib.sha256()
                    while block := opened.read(1 << 20):
                        one.update(block)
                whole.update(f"{name} {one.hexdigest()}\n".encode())
        return whole.hexdigest()

    def _part(self, name: str) -> Part:
        rows = self.table[self.table[SPLIT_COLUMN] == name]
        return self._of(name, rows.reset_index(drop=True))

    def _of(self, name: str, rows: pd.DataFrame) -> Part:
        return Part(name, self.card, rows, pictures_file=self.folder / PICTURES_FILE)
