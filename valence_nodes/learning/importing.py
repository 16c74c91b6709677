# SPDX-License-Identifier: Apache-2.0
"""Makes datasets of what people bring: CSV, Parquet, a ZIP of pictures or WAV in folders named by class."""

from __future__ import annotations

import hashlib
import io
import wave
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from valence_nodes.learning.card import SPLIT_COLUMN, Column
from valence_nodes.learning.datasets import Dataset
from valence_nodes.learning.errors import DataError, meant
from valence_nodes.learning.make_dataset import GROUPS, make_dataset
from valence_nodes.learning.pictures import MAX_PIXEL_BYTES, decode_picture, open_zip, read_member
from valence_nodes.learning.rows import MAX_BYTES, MAX_ROWS, frame_of, read_parquet
from valence_nodes.learning.splits import SHARES

if TYPE_CHECKING:
    import pandas as pd

MAX_CSV_BYTES = 500_000_000
_PICTURES = (".png", ".jpg", ".jpeg")
_SOUNDS = (".wav",)
# What packers of other systems leave in a ZIP.
_RUBBISH = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class ImportRequest:
    """What to import, and how.

    Attributes:
        file: CSV, Parquet or ZIP.
        name: of the new dataset.
        target: column to learn; of a ZIP always its folders' names (`label`).
        groups: column that says which rows belong together; empty means `episode` if there is such a column.
        title, licence, source, made_by, about: for the card.
        size_px: width and height that all pictures are brought to; None leaves them as they are.
        window_s: length of the windows that sounds are cut into, s; None takes the shortest file's length.
        shares: of the rows for train, validation and test.
        seed: of the split.
    """

    file: Path
    name: str
    target: str = ""
    groups: str = ""
    title: str = ""
    licence: str = ""
    source: str = ""
    made_by: str = ""
    about: str = ""
    size_px: tuple[int, int] | None = None
    window_s: float | None = None
    shares: Sequence[float] = field(default=SHARES)
    seed: int = 0


def import_file(request: ImportRequest, folder: Path) -> Dataset:
    """Makes a dataset of a file.

    Args:
        request: what to import.
        folder: new or empty; the dataset will be there.

    Raises:
        DataError: the file can't be used; it says why.
    """
    ending = request.file.suffix.lower()
    if not request.file.exists():
        raise DataError(f"There is no file {request.file}.", "Give a CSV, Parquet or ZIP file.")
    if ending in {".csv", ".tsv", ".txt"}:
        return _of_table(request, read_csv(request.file), folder)
    if ending in {".parquet", ".pq"}:
        return _of_table(request, frame_of(read_parquet(request.file)), folder)
    if ending == ".zip":
        return _of_zip(request, folder)
    raise DataError(
        f"{request.file.name[:80]} is of no kind that can be imported.",
        "There are: .csv, .parquet, .zip with pictures (PNG, JPEG) or sounds (WAV) in folders named by class.",
    )


def read_csv(file: Path) -> pd.DataFrame:
    """Reads a CSV file: a line of names, then rows; commas, semicolons or tabs between (RFC 4180).

    Raises:
        DataError: it is too large, no text, empty, or rows differ in length.
    """
    import pandas as pd  # noqa: PLC0415 - heavy, and perhaps not installed

    try:
        size = file.stat().st_size
        if size > MAX_CSV_BYTES:
            raise DataError(f"{file} has {size:,} bytes, and {MAX_CSV_BYTES:,} are the most.", "Make it Parquet.")
        with file.open("rb") as opened:
            head = opened.read(65_536)
        if b"\0" in head:
            raise DataError(f"{file} is no text, so it is no CSV.")
        first = head.split(b"\n", 1)[0].decode("utf-8-sig", "replace")
        separator = max(",;\t", key=first.count)
        decimal = "," if separator == ";" else "."
        frame = pd.read_csv(
            file, sep=separator, decimal=decimal, encoding="utf-8-sig", low_memory=False, nrows=MAX_ROWS + 1
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError, ValueError) as error:
        reason = str(error).strip().splitlines()[-1][:160] if str(error).strip() else "it is empty"
        raise DataError(f"{file} can't be read as CSV: {reason}.", "The first line has the columns' names.") from error
    except OSError as error:
        raise DataError(f"{file} can't be read: {error.strerror}.") from error
    if len(frame.columns) and not frame.index.equals(pd.RangeIndex(len(frame))):
        raise DataError(f"{file}: rows have more places than the first line has names.")
    empty = [name for name in frame.columns if frame[name].isna().all()]
    if len(frame) and empty:
        raise DataError(f"{file}: column “{str(empty[0])[:80]}” is empty.", "Take it out.")
    return frame


def _of_table(request: ImportRequest, frame: pd.DataFrame, folder: Path) -> Dataset:
    names = list(map(str, frame.columns))
    if not request.target:
        raise DataError("What is to be learned?", f"Say --target COLUMN. {meant('', names)}")
    if request.target not in names:
        raise DataError(f"There is no column “{request.target[:80]}”.", meant(request.target, names))
    if request.groups and request.groups not in names:
        raise DataError(f"There is no column “{request.groups[:80]}”.", meant(request.groups, names))
    if len(frame) and frame[request.target].isna().any():
        missing = int(frame[request.target].isna().sum())
        raise DataError(f"{missing} rows have no “{request.target}”.", "Take them out, or fill it in.")
    signals = any(hasattr(one, "dtype") and getattr(one, "ndim", 0) for one in (frame.iloc[0] if len(frame) else []))
    return _made(request, frame, folder, kind="signals" if signals else "table", target=request.target)


def _of_zip(request: ImportRequest, folder: Path) -> Dataset:
    if request.target not in {"", "label"}:
        raise DataError("In a ZIP the folders' names are what is to be learned.", "Leave --target out.")
    with open_zip(request.file) as opened:
        names = [one.filename for one in opened.infolist() if not one.is_dir() and not _is_rubbish(one.filename)]
        kinds = {PurePosixPath(name).suffix.lower() for name in names}
        if not names:
            raise DataError(f"{request.file} is empty.", "Put pictures or sounds into folders named by their class.")
        if kinds <= set(_PICTURES):
            frame, pictures = _pictures(request, opened, names)
            return _made(request, frame, folder, kind="pictures", target="label", pictures=pictures)
        if kinds <= set(_SOUNDS):
            frame, rate_hz = _sounds(request, opened, names)
            sound = Column("sound", "signal", "1", "a window of the recording, -1 to 1", rate_hz=rate_hz)
            return _made(request, frame, folder, kind="signals", target="label", described={"sound": sound})
    other = next(
        name for name in names if PurePosixPath(name).suffix.lower() not in {*_PICTURES, *_SOUNDS} or len(kinds) > 1
    )
    raise DataError(
        f"{request.file} holds “{other[:80]}” among others, which does not fit.",
        "A ZIP has either pictures (PNG, JPEG) or sounds (WAV), in folders named by their class.",
    )


def _is_rubbish(name: str) -> bool:
    return any(part in _RUBBISH or part.startswith("._") for part in PurePosixPath(name).parts)


def _labelled(names: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """For each file its name, its class, and its group: the folder below the class's if there is one."""
    parts = {name: PurePosixPath(name).parts for name in names}
    # One folder around everything, as packers like to make it.
    around = len({one[0] for one in parts.values()}) == 1 and all(len(one) > 2 for one in parts.values())
    for name in sorted(names):
        own = parts[name][1:] if around else parts[name]
        if len(own) < 2:
            raise DataError(
                f"“{name[:80]}” is in no folder, so it has no class.",
                "Put it into a folder named by what it shows: crate/1.png, ball/1.png.",
            )
        yield name, own[0], "/".join(own[:-1]) if len(own) > 2 else name


def _pictures(request: ImportRequest, opened: zipfile.ZipFile, names: Sequence[str]) -> tuple[pd.DataFrame, list[Any]]:
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    rows: list[tuple[str, str]] = []
    pictures: list[Any] = []
    total = 0
    for name, label, group in _labelled(names):
        pixels = decode_picture(read_member(opened, name), name)
        if request.size_px is not None:
            pixels = np.asarray(cv2.resize(pixels, request.size_px, interpolation=cv2.INTER_AREA), np.uint8)
        if pictures and pixels.shape != pictures[0].shape:
            if pixels.shape[:2] != pictures[0].shape[:2]:
                given = f"{pixels.shape[1]} × {pixels.shape[0]}"
                raise DataError(
                    f"“{name[:80]}” is {given} pixels, and others {pictures[0].shape[1]} × {pictures[0].shape[0]}.",
                    "Say --size WIDTHxHEIGHT; all are brought to it.",
                )
            pixels = _coloured(pixels)
            pictures = [_coloured(one) for one in pictures]
        total += pixels.nbytes
        if total > MAX_PIXEL_BYTES:
            raise DataError(f"{request.file} has more pixels than fit into memory.", "Say --size WIDTHxHEIGHT.")
        rows.append((label, group))
        pictures.append(pixels)
    groups = _joined_by_twins([group for _, group in rows], pictures)
    return pd.DataFrame({"label": [label for label, _ in rows], GROUPS: groups}), pictures


def _joined_by_twins(groups: Sequence[str], pictures: Sequence[Any]) -> list[str]:
    """Makes one group of those that have a picture in common: else it would be in training and in the test."""
    joined: dict[str, str] = {}

    def root(group: str) -> str:
        while group in joined:
            group = joined[group]
        return group

    first: dict[bytes, str] = {}
    for group, pixels in zip(groups, pictures, strict=True):
        one, other = root(group), root(first.setdefault(hashlib.sha256(pixels.tobytes()).digest(), group))
        if one != other:
            joined[one] = other
    return [root(group) for group in groups]


def _coloured(pixels: Any) -> Any:
    import numpy as np  # noqa: PLC0415

    return pixels if pixels.ndim == 3 else np.stack([pixels] * 3, axis=-1)


def _sounds(request: ImportRequest, opened: zipfile.ZipFile, names: Sequence[str]) -> tuple[pd.DataFrame, float]:
    import pandas as pd  # noqa: PLC0415

    sounds = [
        (label, group, name, *read_wav(read_member(opened, name), name)) for name, label, group in _labelled(names)
    ]
    rates = {rate for *_, rate in sounds}
    if len(rates) > 1:
        raise DataError(
            f"The sounds have {' and '.join(f'{rate:,}' for rate in sorted(rates)[:4])} samples a second.",
            "Bring them to one rate.",
        )
    (rate,) = rates
    shortest = min(len(samples) for *_, samples, _ in sounds)
    size = shortest if request.window_s is None else round(request.window_s * rate)
    if not 1 <= size <= shortest:
        raise DataError(
            f"A window of {request.window_s} s is longer than the shortest sound ({shortest / rate:g} s), or empty.",
            "Choose a shorter one.",
        )
    rows = []
    for label, group, _, samples, _ in sounds:
        # Windows of one file stay together: they are of one group.
        rows += [(label, group, samples[at : at + size]) for at in range(0, len(samples) - size + 1, size)]
        if len(rows) > MAX_ROWS or len(rows) * size * 4 > MAX_BYTES:
            raise DataError("The sounds have too many windows to fit into memory.", "Take fewer of them.")
    return pd.DataFrame(rows, columns=["label", GROUPS, "sound"]), float(rate)


def read_wav(data: bytes, name: str) -> tuple[Any, int]:
    """Reads a WAV file (PCM of 8, 16, 24 or 32 bits); of several channels the mean.

    Returns:
        Samples, float32 from -1 to 1, and how many there are a second.

    Raises:
        DataError: it is none, or empty.
    """
    import numpy as np  # noqa: PLC0415

    try:
        with wave.open(io.BytesIO(data)) as opened:
            width, channels, rate = opened.getsampwidth(), opened.getnchannels(), opened.getframerate()
            raw = opened.readframes(opened.getnframes())
    except (wave.Error, EOFError, ValueError, RuntimeError, ZeroDivisionError) as error:
        raise DataError(
            f"“{name[:80]}” can't be read as WAV: {str(error)[:80] or 'it is cut off'}.", "Save it as 16 bit PCM."
        ) from error
    raw = raw[: len(raw) // (width * channels) * width * channels]
    if not raw or not 1 <= rate <= 1_000_000:
        raise DataError(f"“{name[:80]}” is empty, or claims {rate:,} samples a second.")
    if width == 1:
        samples = (np.frombuffer(raw, np.uint8).astype(np.float32) - 128) / 128
    elif width == 3:
        three = np.frombuffer(raw, np.uint8).reshape(-1, 3)
        wide = np.zeros((len(three), 4), np.uint8)
        wide[:, 1:] = three
        samples = wide.view("<i4").ravel().astype(np.float32) / 2**31
    else:
        samples = np.frombuffer(raw, f"<i{width}").astype(np.float32) / 2 ** (8 * width - 1)
    return samples.reshape(-1, channels).mean(axis=1, dtype=np.float32), rate


def _made(request: ImportRequest, frame: pd.DataFrame, folder: Path, **more: Any) -> Dataset:
    groups = request.groups or GROUPS
    if SPLIT_COLUMN in frame and not request.groups and groups not in frame:
        raise DataError(
            f"There is a column “{SPLIT_COLUMN}”, but none that says which rows belong together.",
            "Say --groups COLUMN, or take the column out and let the rows be split here.",
        )
    return make_dataset(
        folder,
        frame,
        name=request.name,
        title=request.title,
        licence=request.licence,
        source=request.source or request.file.name,
        made_by=request.made_by or "valence data import",
        about=request.about,
        groups=groups,
        shares=request.shares,
        seed=request.seed,
        **more,
    )
