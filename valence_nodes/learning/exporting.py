# SPDX-License-Identifier: Apache-2.0
"""Hands a dataset out in forms that other tools read: CSV, Parquet, or a ZIP with folders named by the classes."""

from __future__ import annotations

import io
import shutil
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from valence_nodes.learning.card import PICTURE_COLUMN
from valence_nodes.learning.datasets import PICTURES_FILE, Dataset
from valence_nodes.learning.errors import DataError
from valence_nodes.learning.pictures import open_zip, read_member, write_zip
from valence_nodes.learning.rows import ROWS_FILE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def export_dataset(dataset: Dataset, file: Path) -> None:
    """Writes a dataset into a new file: `.csv`, `.parquet`, or `.zip` (pictures, or sounds of one channel).

    Raises:
        DataError: the file is there already, its ending is none of these, or the data do not fit into such a file.
    """
    if file.exists():
        raise DataError(f"{file} is there already; nothing is written over.", "Choose another name.")
    ending = file.suffix.lower()
    if ending not in {".csv", ".parquet", ".zip"}:
        raise DataError(f"There is no export to “{ending or file.name}”.", "There are: .csv, .parquet, .zip.")
    dataset.table  # noqa: B018 - what can't be read is found out before a file is begun
    try:
        if ending == ".parquet":
            shutil.copyfile(dataset.folder / ROWS_FILE, file)
        elif ending == ".csv":
            if dataset.card.signals:
                raise DataError("Signals don't fit into CSV: a place holds one number.", "Export to .parquet or .zip.")
            dataset.table.to_csv(file, index=False)
        else:
            write_zip(file, _members(dataset))
    except OSError as error:
        file.unlink(missing_ok=True)
        raise DataError(f"{file} can't be written: {error.strerror}.") from error
    except DataError:
        file.unlink(missing_ok=True)
        raise


def _members(dataset: Dataset) -> Iterator[tuple[str, bytes]]:
    card, table = dataset.card, dataset.table
    labels = table[card.target].tolist() if card.target and card.classes else ["all"] * len(table)
    groups = [str(one).replace("/", "_")[:80] for one in table[card.groups]]
    folders = [f"{_safe(label)}/{_safe(group)}" for label, group in zip(labels, groups, strict=True)]
    if card.kind == "pictures":
        with open_zip(dataset.folder / PICTURES_FILE) as opened:
            for folder, name in zip(folders, table[PICTURE_COLUMN], strict=True):
                yield f"{folder}/{name}", read_member(opened, name)
    elif card.kind == "signals" and len(card.signals) == 1:
        column = card.column(card.signals[0])
        if column.rate_hz is None:
            raise DataError("The card does not say how many samples a second there are.", "Export to .parquet.")
        for index, (folder, samples) in enumerate(zip(folders, table[column.name], strict=True)):
            yield f"{folder}/{index:06d}.wav", wav_bytes(samples, round(column.rate_hz))
    else:
        raise DataError("Only pictures, and signals of one channel, fit into a ZIP.", "Export to .parquet.")


def _safe(name: object) -> str:
    cleaned = "".join(sign if sign.isalnum() or sign in "-_ " else "_" for sign in str(name)).strip()
    return cleaned[:80] or "_"


def wav_bytes(samples: NDArray[np.float32], rate_hz: int) -> bytes:
    """Packs samples, -1 to 1, as a WAV file of one channel of 16 bits."""
    import numpy as np  # noqa: PLC0415

    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as opened:
        opened.setnchannels(1)
        opened.setsampwidth(2)
        opened.setframerate(rate_hz)
        opened.writeframes(np.clip(np.round(samples * 32768), -32768, 32767).astype("<i2").tobytes())
    return buffer.getvalue()
