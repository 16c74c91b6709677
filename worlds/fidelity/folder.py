# SPDX-License-Identifier: Apache-2.0
"""Every recording of a folder, played and held to its limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from worlds.errors import RecordingError
from worlds.fidelity.camera_picture import Seeing, compare_camera
from worlds.fidelity.limits import EDGES_PX, limits_of
from worlds.fidelity.playing import ROBOT, WheelDriven, play
from worlds.fidelity.recording import Recording, read_recording

OWN_RECORDINGS = Path(__file__).resolve().parent / "recordings"
"""Those that come with the lab."""

MAX_RECORDINGS = 1_000
_PICTURE = "_camera.png"


class Engine(WheelDriven, Seeing, Protocol):
    """What recordings are played on."""


@dataclass(frozen=True)
class Measure:
    """One thing compared with one figure of a recording.

    Attributes:
        thing: `robot`, a model's name, or `camera`.
        quantity: what was measured; its unit is the end of its name.
        when: all the way, or at the end.
        value: the figure.
        limit: that it must not be above, None for a figure that is only told.
        where: in words, when and where it was so.
    """

    thing: str
    quantity: Literal["distance_m", "yaw_rad", "edges_px"]
    when: Literal["all_the_way", "end"]
    value: float
    limit: float | None
    where: str

    @property
    def ok(self) -> bool:
        """Whether the limit was kept; also when there is none."""
        return self.limit is None or self.value <= self.limit


@dataclass(frozen=True)
class Compared:
    """A recording compared: its name, how long it is (0 for a picture), and what was measured."""

    name: str
    sim_time_s: float
    measures: tuple[Measure, ...]

    @property
    def ok(self) -> bool:
        """Whether all limits were kept."""
        return all(measure.ok for measure in self.measures)


@dataclass(frozen=True)
class Entry:
    """One world of a folder, and what goes with it: a CSV, or else a picture."""

    world: Path
    csv: Path | None
    picture: Path | None


def find_recordings(folder: Path) -> tuple[Entry, ...]:
    """Finds the recordings of a folder: each `NAME.sdf` with `NAME.csv`, `NAME_camera.png`, or both.

    Raises:
        RecordingError: the folder can't be read or has no world, a world has neither file, or a CSV has no world.
    """
    try:
        files = {file.name: file for file in folder.iterdir()}
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the path is not usable"
        raise RecordingError(folder, 0, f"this folder can't be read: {reason}.") from error
    worlds = sorted(name for name in files if name.endswith(".sdf"))
    for name in sorted(files):
        if name.endswith(".csv") and name.removesuffix(".csv") + ".sdf" not in files:
            raise RecordingError(files[name], 0, "there is no world of the same name beside it.", "It ends in .sdf.")
    if not worlds:
        raise RecordingError(folder, 0, "there is no recording in this folder.", "One is NAME.sdf with NAME.csv.")
    if len(worlds) > MAX_RECORDINGS:
        raise RecordingError(folder, 0, f"there are {len(worlds)} worlds; at most {MAX_RECORDINGS} are played.")
    found = []
    for name in worlds:
        stem = name.removesuffix(".sdf")
        entry = Entry(files[name], files.get(stem + ".csv"), files.get(stem + _PICTURE))
        if entry.csv is None and entry.picture is None:
            raise RecordingError(
                entry.world, 0, f"there is no {stem}.csv beside it.", f"Or {stem}{_PICTURE}, for what a camera saw."
            )
        found.append(entry)
    return tuple(found)


def compare_folder(folder: Path, make_engine: Callable[[], Engine]) -> Iterator[Compared]:
    """Compares one recording of a folder after another.

    All files are read before the first is played, so that a mistake in one is told at once.

    Args:
        folder: of recordings.
        make_engine: makes the engine that they are played on.

    Yields:
        What was measured, in the order of the names.

    Raises:
        WorldsError: a file can't be used, or the engine can't play it.
    """
    entries = find_recordings(folder)
    recordings = {entry.csv: read_recording(entry.world, entry.csv) for entry in entries if entry.csv is not None}
    for entry in entries:
        measures: list[Measure] = []
        sim_time_s = 0.0
        if entry.csv is not None:
            recording = recordings[entry.csv]
            sim_time_s = recording.rows[-1].sim_time_s
            measures += _drive(recording, make_engine())
        if entry.picture is not None:
            measures.append(_picture(entry.world, entry.picture, make_engine()))
        yield Compared(entry.world.stem, sim_time_s, tuple(measures))


def _drive(recording: Recording, engine: Engine) -> Iterator[Measure]:
    limits = limits_of(recording.name)
    played = play(recording, engine)
    for thing, found in played.deviations.items():
        x_m, y_m = found.worst_place_m
        is_robot = thing == ROBOT
        worst = f"at {found.worst_at_s:.2f} s, x {x_m:.2f} m, y {y_m:.2f} m"
        end = f"at {played.sim_time_s:.2f} s"
        yield Measure(
            thing, "distance_m", "all_the_way", found.worst_m, limits.robot_worst_m if is_robot else None, worst
        )
        yield Measure(thing, "distance_m", "end", found.end_m, None if is_robot else limits.thing_end_m, end)
        if is_robot:
            yield Measure(thing, "yaw_rad", "end", found.end_yaw_rad, limits.robot_end_yaw_rad, end)


def _picture(world: Path, picture: Path, engine: Engine) -> Measure:
    found = compare_camera(world, picture, engine)
    column, row = found.at_px
    where = f"at column {column}, row {row}; {found.edges_px} pixels are edges"
    return Measure("camera", "edges_px", "all_the_way", found.worst_px, EDGES_PX, where)
