# SPDX-License-Identifier: Apache-2.0
"""A dataset's card: what is in it, where it came from, and what may be done with it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from valence_nodes.learning.errors import DataError, meant

SCHEMA_VERSION = 1
CARD_FILE = "card.json"
KINDS = ("table", "pictures", "signals")
COLUMN_TYPES = ("number", "integer", "boolean", "text", "signal", "picture")
SPLIT_COLUMN = "split"
PICTURE_COLUMN = "picture"
MAX_CLASSES = 1000
MAX_COLUMNS = 2000
MAX_WORDS = 50
"""A text column with more different words than this can't be a feature."""
_MAX_CARD_BYTES = 4_000_000
_MAX_TEXT = 4000
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}", re.ASCII)

ClassName = str | int | bool
"""What a class is called: in the target column, and by `predict`."""

_Made = TypeVar("_Made")


@dataclass(frozen=True)
class Column:
    """One column of a dataset's rows.

    Attributes:
        name: of the column.
        type: `number`, `integer`, `boolean`, `text`, `signal` (a window of so many samples) or `picture` (a file name).
        unit: of its numbers, such as `m/s`; empty where there is none.
        about: what it says, for people.
        values: words that a text column can hold, if they are few; without them it is no feature.
        rate_hz: samples a second of a signal; None if unknown.
    """

    name: str
    type: str
    unit: str = ""
    about: str = ""
    values: tuple[str, ...] = ()
    rate_hz: float | None = None


@dataclass(frozen=True)
class Card:
    """What `card.json` holds.

    Attributes:
        name: of the dataset, in small letters.
        title: for people.
        kind: `table`, `pictures` or `signals`.
        target: column that models learn to predict; empty if there is none.
        classes: what the target can be; empty if it is a number (or there is none).
        rows: samples in all.
        groups: column that says which rows belong together (`episode`); a group is in one split only.
        licence: under which the data may be used.
        source: where the data came from.
        made_by: who or what made the dataset.
        columns: of the rows, but for the groups and the split.
        about: what a learner should know of it.
        schema_version: of this file.
    """

    name: str
    title: str
    kind: str
    target: str
    classes: tuple[ClassName, ...]
    rows: int
    groups: str
    licence: str
    source: str
    made_by: str
    columns: tuple[Column, ...]
    about: str = ""
    schema_version: int = SCHEMA_VERSION

    def __post_init__(self) -> None:
        """Checks it.

        Raises:
            DataError: a part is not allowed.
        """
        check_name("dataset", self.name)
        if self.schema_version != SCHEMA_VERSION:
            raise DataError(
                f"The card is of version {self.schema_version!r}, and this lab reads version {SCHEMA_VERSION}.",
                "Update the lab, or import the data anew.",
            )
        if self.kind not in KINDS:
            raise DataError(f"There is no kind of dataset “{str(self.kind)[:40]}”.", meant(self.kind, KINDS))
        if not isinstance(self.rows, int) or isinstance(self.rows, bool) or self.rows < 0:
            raise DataError(f"The card's “rows” is {self.rows!r}; it must be a whole number.")
        for name in ("title", "target", "groups", "licence", "source", "made_by", "about"):
            value = getattr(self, name)
            if not isinstance(value, str) or len(value) > _MAX_TEXT:
                raise DataError(f"The card's “{name}” must be a text of at most {_MAX_TEXT} letters.")
        self._check_columns()
        self._check_classes()

    def _check_columns(self) -> None:
        if len(self.columns) > MAX_COLUMNS:
            raise DataError(f"There are {len(self.columns)} columns, and {MAX_COLUMNS} are the most.")
        names = [column.name for column in self.columns]
        if len(set(names)) < len(names):
            raise DataError(f"Two columns have the same name: {next(n for n in names if names.count(n) > 1)[:80]}.")
        for column in self.columns:
            if not isinstance(column.name, str) or not 0 < len(column.name) <= 200:
                raise DataError(f"A column is called {str(column.name)[:80]!r}; a name has 1 to 200 letters.")
            if column.type not in COLUMN_TYPES:
                hint = meant(column.type, COLUMN_TYPES)
                raise DataError(f"Column “{column.name}”: there is no type “{str(column.type)[:40]}”.", hint)
            if column.name in {SPLIT_COLUMN, self.groups}:
                raise DataError(f"“{column.name}” is the dataset's own column, and stands not among the others.")
        if self.target and self.target not in names:
            raise DataError(f"There is no column “{self.target}” to be the target.", meant(self.target, names))
        if not self.groups:
            raise DataError("The card names no groups.", "Say which column tells what belongs together (episode).")

    def _check_classes(self) -> None:
        if len(self.classes) > MAX_CLASSES:
            raise DataError(f"There are {len(self.classes)} classes, and {MAX_CLASSES} are the most.")
        if not all(isinstance(one, str | int) for one in self.classes):
            raise DataError("Classes must be texts, whole numbers, or true and false.")
        if len({type(one) for one in self.classes}) > 1 or len(set(self.classes)) < len(self.classes):
            raise DataError("Classes must be of one type, and each different.")

    @property
    def features(self) -> tuple[str, ...]:
        """Columns that a model can learn from: numbers, yes and no, and texts of few words."""
        return tuple(
            one.name
            for one in self.columns
            if one.name != self.target
            and (one.type in {"number", "integer", "boolean"} or (one.type == "text" and one.values))
        )

    @property
    def signals(self) -> tuple[str, ...]:
        """Columns that are windows of a signal, one a channel."""
        return tuple(one.name for one in self.columns if one.type == "signal")

    def column(self, name: str) -> Column:
        """Returns the column of that name.

        Raises:
            DataError: there is none.
        """
        for one in self.columns:
            if one.name == name:
                return one
        raise DataError(f"There is no column “{name[:80]}”.", meant(name, (one.name for one in self.columns)))

    def to_json(self) -> str:
        """Returns what `card.json` holds."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"


def check_name(what: str, name: object) -> str:
    """Returns a name of ours that is safe as the name of a folder.

    Raises:
        DataError: it is none.
    """
    if isinstance(name, str) and _NAME.fullmatch(name):
        return name
    raise DataError(
        f"“{str(name)[:60]}” is no name of a {what}.",
        "A name has small letters, digits and _, begins with a letter, and has 60 signs at most.",
    )


def read_card(file: Path) -> Card:
    """Reads `card.json`.

    Raises:
        DataError: it is missing, no JSON, or says something that is not allowed.
    """
    try:
        if file.stat().st_size > _MAX_CARD_BYTES:
            raise DataError(f"{file} has more than {_MAX_CARD_BYTES:,} bytes: it is no card.")
        given = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DataError(f"There is no dataset in {file.parent}: {CARD_FILE} is missing.") from error
    except OSError as error:
        raise DataError(f"{file} can't be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise DataError(f"{file} is no JSON: {str(error)[:120]}.") from error
    try:
        return card_of(given)
    except DataError as error:
        raise DataError(f"{file}: {error.message}", error.hint) from error


def card_of(given: object) -> Card:
    """Makes a card of what JSON holds.

    Raises:
        DataError: a key is missing, unknown or of the wrong type.
    """
    if not isinstance(given, dict):
        raise DataError("A card is a JSON object.")
    values = dict(given)
    columns, classes = values.get("columns", ()), values.get("classes", ())
    if not isinstance(columns, list | tuple) or not all(isinstance(one, dict) for one in columns):
        raise DataError("The card's “columns” must be a list of objects.")
    if not isinstance(classes, list | tuple):
        raise DataError("The card's “classes” must be a list.")
    values["columns"] = tuple(_made(Column, {**one, "values": _texts(one.get("values", ()))}) for one in columns)
    values["classes"] = tuple(classes)
    return _made(Card, values)


def _texts(given: object) -> tuple[str, ...]:
    if isinstance(given, list | tuple) and all(isinstance(one, str) for one in given):
        return tuple(given)
    raise DataError("A column's “values” must be a list of texts.")


def _made(what: type[_Made], given: Mapping[str, Any]) -> _Made:
    allowed = [field.name for field in fields(what)]  # type: ignore[arg-type]
    unknown: Iterable[str] = [key for key in given if key not in allowed]
    for key in unknown:
        raise DataError(f"There is no “{str(key)[:40]}” in a {what.__name__.lower()}.", meant(key, allowed))
    try:
        return what(**given)
    except TypeError as error:
        missing = re.findall(r"'(\w+)'", str(error))
        raise DataError(f"A {what.__name__.lower()} lacks: {', '.join(missing)}.") from error
