# SPDX-License-Identifier: Apache-2.0
"""A dataset's rows, `rows.parquet`: read by one thread, as the box has no other, and checked against the card."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from valence_nodes.learning.card import MAX_COLUMNS, SPLIT_COLUMN, Card, Column
from valence_nodes.learning.errors import DataError, meant
from valence_nodes.learning.splits import check_no_leak

if TYPE_CHECKING:
    import pandas as pd

ROWS_FILE = "rows.parquet"
MAX_ROWS = 2_000_000
MAX_BYTES = 2_000_000_000
MAX_TEXT = 10_000


def read_parquet(file: Path) -> Any:
    """Reads a Parquet file as an Arrow table, with no more memory than it may take.

    Raises:
        DataError: it is none, or holds too much, or columns of types that a dataset can't have.
    """
    import pyarrow as pa  # noqa: PLC0415 - heavy, and perhaps not installed
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        with pq.ParquetFile(file, pre_buffer=False) as opened:
            meta, schema = opened.metadata, opened.schema_arrow
            _check_size(file, meta)
            _check_types(file, schema, pa)
            # A dictionary says each text once, so that a small file can't unpack to very many long ones.
            texts = [
                field.name for field in schema if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)
            ]
        with pq.ParquetFile(file, pre_buffer=False, read_dictionary=texts) as opened:
            table = opened.read(use_threads=False)
    except FileNotFoundError as error:
        raise DataError(f"There is no file {file}.") from error
    except (OSError, pa.ArrowException, ValueError) as error:
        raise DataError(f"{file} can't be read as Parquet: {str(error)[:160]}.") from error
    for index, name in enumerate(table.column_names):
        column = table.column(index)
        if pa.types.is_dictionary(column.type):
            for chunk in column.chunks:
                longest = max((len(one) for one in chunk.dictionary.to_pylist() if one is not None), default=0)
                if longest > MAX_TEXT or longest * len(column) > MAX_BYTES:
                    raise DataError(f"{file}: column “{name[:80]}” has texts of {longest:,} letters: too long.")
            table = table.set_column(index, name, column.cast(pa.string()))
    return table


def _check_size(file: Path, meta: Any) -> None:
    if meta.num_rows > MAX_ROWS:
        raise DataError(f"{file} has {meta.num_rows:,} rows, and {MAX_ROWS:,} are the most.", "Take a part of them.")
    if meta.num_columns > MAX_COLUMNS:
        raise DataError(f"{file} has {meta.num_columns:,} columns, and {MAX_COLUMNS:,} are the most.")
    unpacked = sum(meta.row_group(index).total_byte_size for index in range(meta.num_row_groups))
    if unpacked > MAX_BYTES:
        raise DataError(f"{file} unpacks to {unpacked:,} bytes, and {MAX_BYTES:,} are the most.")


def _check_types(file: Path, schema: Any, pa: Any) -> None:
    seen: set[str] = set()
    for field in schema:
        kind, name = field.type, field.name
        plain = (
            pa.types.is_floating(kind)
            or pa.types.is_integer(kind)
            or pa.types.is_boolean(kind)
            or pa.types.is_string(kind)
            or pa.types.is_large_string(kind)
            or pa.types.is_dictionary(kind)
        )
        window = pa.types.is_fixed_size_list(kind) and pa.types.is_floating(kind.value_type)
        if window and kind.list_size * 4 > MAX_BYTES // 1000:
            raise DataError(f"{file}: column “{name[:80]}” has windows of {kind.list_size:,} samples: too long.")
        if not plain and not window:
            raise DataError(
                f"{file}: column “{name[:80]}” is of the type {str(kind)[:80]}, which a dataset can't have.",
                "It can have numbers, true and false, texts, and windows of equally many numbers.",
            )
        if name in seen:
            raise DataError(f"{file}: two columns have the same name: {name[:80]}.")
        seen.add(name)


def write_rows(file: Path, frame: pd.DataFrame, columns: Sequence[Column]) -> None:
    """Writes rows; windows of signals become lists of one size.

    Raises:
        DataError: the windows of a column differ in length.
    """
    import numpy as np  # noqa: PLC0415
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    types = {column.name: column.type for column in columns}
    arrays = []
    for name in frame.columns:
        if types.get(name) == "signal":
            try:
                windows = np.stack([np.asarray(one, np.float32) for one in frame[name]])
            except (ValueError, TypeError) as error:
                raise DataError(
                    f"The windows in column “{name}” differ in length, or are no numbers.",
                    "Cut every signal into windows of the same number of samples.",
                ) from error
            arrays.append(pa.FixedSizeListArray.from_arrays(pa.array(windows.ravel()), windows.shape[1]))
        else:
            arrays.append(pa.array(frame[name], from_pandas=True))
    pq.write_table(pa.Table.from_arrays(arrays, list(map(str, frame.columns))), file, compression="zstd")


def read_rows(file: Path, card: Card) -> pd.DataFrame:
    """Reads a dataset's rows, and makes sure that they are what the card says.

    Raises:
        DataError: they are not; or a group is in more than one split.
    """
    table = read_parquet(file)
    if table.num_rows != card.rows:
        raise DataError(f"{file} has {table.num_rows:,} rows, and the card says {card.rows:,}.", "It was changed.")
    for name in (card.groups, SPLIT_COLUMN, *(column.name for column in card.columns)):
        if name not in table.column_names:
            raise DataError(f"{file} has no column “{name[:80]}”.", meant(name, table.column_names))
    for column in card.columns:
        given = type_of(table.schema.field(column.name).type)
        wanted = "text" if column.type == "picture" else column.type
        if given != wanted and (given, wanted) != ("integer", "number"):
            raise DataError(f"{file}: column “{column.name}” holds {given}, and the card says {column.type}.")
    for name in (card.groups, SPLIT_COLUMN):
        if table.column(name).null_count:
            raise DataError(f"{file}: column “{name}” has empty places.")
    frame = frame_of(table)
    splits = list(map(str, frame[SPLIT_COLUMN]))
    check_no_leak(list(frame[card.groups]), splits, card.groups)
    check_target(frame, card)
    return frame


def check_target(frame: pd.DataFrame, card: Card) -> None:
    """Makes sure that every row has a target, and one that the card names.

    Raises:
        DataError: one has not, or there is one class alone.
    """
    if not card.target:
        return
    column = frame[card.target]
    missing = int(column.isna().sum())
    if missing:
        raise DataError(
            f"{missing} of {len(frame)} rows have no “{card.target}”, which is what is to be learned.",
            "Leave these rows out, or label them.",
        )
    if not card.classes:
        return
    if len(card.classes) < 2:
        raise DataError(
            f"There is only one class in “{card.target}”: {card.classes[0]!r}.",
            "Nothing can be learned from that: collect samples of what is different, too.",
        )
    unknown = sorted(set(column.unique().tolist()) - set(card.classes), key=str)
    if unknown:
        raise DataError(
            f"“{card.target}” is {str(unknown[0])[:60]!r} in a row, which is none of the card's classes.",
            meant(unknown[0], map(str, card.classes)),
        )


def type_of(arrow_type: Any) -> str:
    """Returns what the card calls a type of Arrow's."""
    import pyarrow as pa  # noqa: PLC0415

    if pa.types.is_boolean(arrow_type):
        return "boolean"
    if pa.types.is_integer(arrow_type):
        return "integer"
    if pa.types.is_floating(arrow_type):
        return "number"
    return "signal" if pa.types.is_fixed_size_list(arrow_type) else "text"


def frame_of(table: Any) -> pd.DataFrame:
    """Makes a pandas table of an Arrow table; windows of signals become float32 arrays."""
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415
    import pyarrow as pa  # noqa: PLC0415

    columns: dict[str, Any] = {}
    for name in table.column_names:
        column = table.column(name)
        if pa.types.is_fixed_size_list(column.type):
            size = column.type.list_size
            if column.null_count:
                raise DataError(f"Column “{name}” has empty windows.")
            flat = column.combine_chunks().flatten().to_numpy(zero_copy_only=False)
            columns[name] = list(np.ascontiguousarray(flat, np.float32).reshape(len(column), size))
        else:
            columns[name] = column.to_pandas(use_threads=False)
    return pd.DataFrame(columns)
