# SPDX-License-Identifier: Apache-2.0
"""Makes a dataset of recorded episodes: of what `robot.collect` marked in them, or of what was sensed now and then.

Each episode is a group of its own, so that a dataset's split never tears one apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from missions.episode.episode_files import recordings_in
from missions.learning.sensed import SENSES, Sense, sensed_at
from missions.recording.recording import Recording, open_recording
from valence_nodes.learning.datasets import Dataset
from valence_nodes.learning.errors import DataError, meant
from valence_nodes.learning.make_dataset import GROUPS, make_dataset, table_of
from valence_nodes.learning.splits import SHARES
from valence_nodes.topic_names import PROGRAM_SAMPLE

LABEL = "label"
_MOST_RECORDINGS = 2_000


@dataclass(frozen=True)
class CollectRequest:
    """What to collect, and how.

    Attributes:
        name: of the dataset; with `every_s` None, samples that were collected under this name are taken.
        sense: `picture`, `scan` or `imu`; None for the first of these that the recordings hold.
        every_s: takes a sample so often, simulated s, instead of what a program collected.
        label: of all samples that are taken with `every_s`; empty for none.
        size_px: width and height that pictures are brought to; None leaves them as they are.
        window_s: length of the windows of an IMU, s.
        title, licence, source: for the card.
        seed: of the split.
    """

    name: str
    sense: str | None = None
    every_s: float | None = None
    label: str = ""
    size_px: tuple[int, int] | None = None
    window_s: float = 1.0
    title: str = ""
    licence: str = ""
    source: str = ""
    seed: int = 0


@dataclass
class _Gathered:
    """Samples of all recordings."""

    groups: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)


def collect(places: Sequence[Path], request: CollectRequest, folder: Path) -> Dataset:
    """Makes a dataset of recorded episodes.

    Args:
        places: `episode.mcap` files, or folders in which some are.
        request: what to take out of them.
        folder: new or empty; the dataset will be there.

    Raises:
        RecordingError: one of them can't be read.
        DataError: there is too little in them; it says what is missing.
    """
    recordings = [open_recording(file) for file in _files(places)]
    sense = _sense(recordings, request.sense)
    gathered = _Gathered()
    for recording in recordings:
        marks = list(_marks(recording, request))
        values = sensed_at(recording, sense, [time_ns for time_ns, _ in marks], request.size_px, request.window_s)
        for (_, label), value in zip(marks, values, strict=True):
            if value is None:
                continue  # the sensor had not measured yet, or its window was not full
            gathered.groups.append(_group(recording))
            gathered.labels.append(label)
            gathered.values.append(value)
    if not gathered.values:
        raise _nothing(recordings, request)
    return _made(gathered, sense, request, recordings, folder)


def _files(places: Sequence[Path]) -> list[Path]:
    found = {file for place in places for file in recordings_in(place)}
    if not found:
        raise DataError(
            "There is no recorded episode to collect from.",
            "Record some: ./valence run MISSION --program FILE --seed 1 --record FOLDER.",
        )
    if len(found) > _MOST_RECORDINGS:
        raise DataError(f"There are {len(found):,} recordings; {_MOST_RECORDINGS:,} are the most at once.")
    return sorted(found)


def _sense(recordings: Sequence[Recording], asked: str | None) -> Sense:
    if asked is not None and asked not in SENSES:
        raise DataError(f"There is no sense “{asked[:40]}”.", meant(asked, SENSES))
    for name, sense in SENSES.items():
        if asked in {None, name} and all(sense.topic_of(one) for one in recordings):
            return sense
    lacking = next((one.file for one in recordings if asked and not SENSES[asked].topic_of(one)), recordings[0].file)
    held = [name for name, sense in SENSES.items() if any(sense.topic_of(one) for one in recordings)]
    raise DataError(
        f"{lacking} holds no {asked or 'sense that the others hold, too'}.",
        f"These recordings hold: {', '.join(held) or 'no sensor that can be collected'}.",
    )


def _marks(recording: Recording, request: CollectRequest) -> Iterator[tuple[int, str]]:
    """When something is to be taken (simulated ns), with its label."""
    if request.every_s is None:
        for time_ns, sample in recording.decoded(PROGRAM_SAMPLE):
            if sample.dataset == request.name:
                yield time_ns, sample.label
        return
    step_ns = round(request.every_s * 1e9)
    yield from ((time_ns, request.label) for time_ns in range(step_ns, round(recording.end_s * 1e9) + 1, step_ns))


def _group(recording: Recording) -> str:
    """One name for an episode; a copy of its recording is the same one, not another."""
    about, result = recording.about, recording.result
    of = result.get("trajectory_sha256", "") or f"{about.get('seed', '')}{about.get('program_sha256', '')}"
    return f"{about.get('mission', 'episode')[:40]}_{of[:12]}"


def _nothing(recordings: Sequence[Recording], request: CollectRequest) -> DataError:
    if request.every_s is not None:
        return DataError("The sensor measured nothing at these times.", "Are the episodes long enough?")
    names = sorted({sample.dataset for one in recordings for _, sample in one.decoded(PROGRAM_SAMPLE)})
    if not names:
        return DataError(
            "Nothing was collected in these recordings.",
            f'Call robot.collect("{request.name}", label=…) in your program, or say --every SECONDS.',
        )
    return DataError(f"Nothing was collected for “{request.name}”.", meant(request.name, names))


def _made(
    gathered: _Gathered, sense: Sense, request: CollectRequest, recordings: Sequence[Recording], folder: Path
) -> Dataset:
    some_labelled = any(gathered.labels)
    kept = [number for number, label in enumerate(gathered.labels) if label or not some_labelled]
    columns: dict[str, list[Any]] = {GROUPS: [gathered.groups[number] for number in kept]}
    if some_labelled:
        columns[LABEL] = [gathered.labels[number] for number in kept]
    values = [gathered.values[number] for number in kept]
    for channel, name in enumerate(sense.channels):
        columns[name] = [value[:, channel] for value in values]
    missions = sorted({one.about.get("mission", "?") for one in recordings})
    about = f"Collected from {len(recordings)} recorded episodes; a row a sample, {sense.about}."
    if len(kept) < len(gathered.labels):
        about += f" {len(gathered.labels) - len(kept)} samples without a label were left out."
    if not some_labelled:
        about += " Nobody has labelled them yet."
    return make_dataset(
        folder,
        table_of(columns),
        name=request.name,
        kind=sense.kind,
        target=LABEL if some_labelled else "",
        title=request.title,
        licence=request.licence,
        source=request.source or f"recorded episodes of {', '.join(missions)[:200]}",
        made_by="robot.collect" if request.every_s is None else f"a sample every {request.every_s:g} s",
        about=about,
        pictures=values if sense.kind == "pictures" else None,
        described=sense.columns(recordings[0]),
        shares=SHARES,
        seed=request.seed,
    )
