# SPDX-License-Identifier: Apache-2.0
"""Recordings of a real Gazebo: a world (`NAME.sdf`) and what happened in it (`NAME.csv`).

A row of the CSV holds, at a simulated time, the speeds that the wheels were told, and where things were:

- `sim_time_s`: since the start, rising from row to row;
- `wheel_left_cmd_radps`, `wheel_right_cmd_radps`: the speeds in force at that time;
- `x_m`, `y_m`, `yaw_rad`: pose of the robot's `base_link` in the world;
- `NAME_x_m`, `NAME_y_m`: where the model NAME was, for as many models as one likes;
- `wheel_left_rad`, `wheel_right_rad`: the wheels' angles. They may be missing; with them the physics step at which a
  command came is known to the step.

Other columns are passed over.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from worlds.errors import RecordingError, SdfError
from worlds.sdf.description import World
from worlds.sdf.document import read_bytes, shown
from worlds.sdf.reader import read_world

MAX_CSV_BYTES = 64 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 2_000
MAX_STEPS = 4_000_000
"""An hour and more in steps of 1 ms."""
LARGEST = 1e6
"""No time, angle, speed or place of a recording is beyond this, in its SI unit."""

_COMMANDS = ("wheel_left_cmd_radps", "wheel_right_cmd_radps")
_POSE = ("x_m", "y_m", "yaw_rad")
_ANGLES = ("wheel_left_rad", "wheel_right_rad")
_REQUIRED = ("sim_time_s", *_COMMANDS, *_POSE)
_X, _Y = "_x_m", "_y_m"


@dataclass(frozen=True)
class Row:
    """What a recording says of one time.

    Attributes:
        sim_time_s: since the start.
        step: the physics step that ends then, counted from the start.
        commands_radps: speeds that the left and the right wheel were told.
        position_m: x and y of the robot's `base_link` in the world.
        yaw_rad: its heading.
        angles_rad: of the left and the right wheel, None if they were not recorded.
        things_m: x and y of other models by name.
    """

    sim_time_s: float
    step: int
    commands_radps: tuple[float, float]
    position_m: tuple[float, float]
    yaw_rad: float
    angles_rad: tuple[float, float] | None
    things_m: dict[str, tuple[float, float]]


@dataclass(frozen=True)
class Recording:
    """One recording: its name, its world, the file of its rows, and the rows."""

    name: str
    world: World
    file: Path
    rows: tuple[Row, ...]


def read_recording(world_file: Path, csv_file: Path) -> Recording:
    """Reads a recording.

    Args:
        world_file: the SDF world.
        csv_file: what happened in it.

    Raises:
        SdfError: the world can't be used.
        RecordingError: the CSV can't be used; says where and why.
    """
    world = read_world(world_file)
    try:
        text = read_bytes(csv_file, MAX_CSV_BYTES, "recording").decode("utf-8-sig")
    except SdfError as error:
        raise RecordingError(csv_file, 0, error.reason, error.hint) from error
    except UnicodeDecodeError as error:
        raise RecordingError(csv_file, 0, f"byte {error.start} is not UTF-8 text.", "Save it as UTF-8.") from error
    if not text.strip():
        raise RecordingError(csv_file, 0, "the file is empty.")
    rows = tuple(_rows(csv_file, text, world))
    if not rows:
        raise RecordingError(csv_file, 0, "it has no rows.", "A recording has a line of names and a row a sample.")
    return Recording(world_file.stem, world, csv_file, rows)


def _rows(file: Path, text: str, world: World) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        columns = _columns(file, names)
        things = _things(file, columns, world)
        timestep_s = world.physics_timestep_s
        before = 0
        for number, cells in enumerate(reader):
            line = reader.line_num
            if not cells:
                continue
            if number >= MAX_ROWS:
                raise RecordingError(file, line, f"it has more than {MAX_ROWS} rows.")
            if len(cells) != len(names):
                raise RecordingError(file, line, f"the row has {len(cells)} cells; the first line names {len(names)}.")
            row = _row(_Cells(file, line, cells, columns), things, timestep_s)
            if row.step <= before:
                last_s = before * timestep_s
                raise RecordingError(
                    file,
                    line,
                    f"sim_time_s {row.sim_time_s:g} must be later than {last_s:g}, by {timestep_s:g} s at least.",
                )
            if row.step > MAX_STEPS:
                raise RecordingError(
                    file, line, f"{row.sim_time_s:g} s are {row.step} physics steps; at most {MAX_STEPS} are played."
                )
            before = row.step
            yield row
    except csv.Error as error:
        raise RecordingError(file, reader.line_num, f"this is no CSV: {error}.") from error


def _columns(file: Path, names: list[str]) -> dict[str, int]:
    if len(names) > MAX_COLUMNS:
        raise RecordingError(file, 1, f"it has more than {MAX_COLUMNS} columns.")
    columns = {name: index for index, name in enumerate(names)}
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise RecordingError(file, 1, f"the column {shown(twice)} comes twice.")
    missing = [name for name in _REQUIRED if name not in columns]
    if missing:
        raise RecordingError(
            file, 1, f"columns are missing: {', '.join(missing)}.", f"Every recording has {', '.join(_REQUIRED)}."
        )
    return columns


def _things(file: Path, columns: dict[str, int], world: World) -> tuple[str, ...]:
    """Names of the models that are recorded beside the robot."""
    known = [model.name for model in world.models]
    found = []
    for column in columns:
        prefix = column.removesuffix(_X)
        if prefix == column:
            continue
        if prefix + _Y not in columns:
            raise RecordingError(file, 1, f"there is {shown(column)}, but no {shown(prefix + _Y)}.")
        if prefix not in known:
            raise RecordingError(
                file,
                1,
                f"{shown(column)} is of a model {shown(prefix)} that the world does not have.",
                f"It has: {', '.join(known)[:300]}.",
            )
        found.append(prefix)
    return tuple(found)


@dataclass(frozen=True)
class _Cells:
    """The cells of one row by column."""

    file: Path
    line: int
    cells: list[str]
    columns: dict[str, int]

    def number(self, column: str) -> float:
        text = self.cells[self.columns[column]].strip()
        try:
            value = float(text) if len(text) <= 40 and "_" not in text else math.nan
        except ValueError:
            value = math.nan
        if not abs(value) <= LARGEST:
            raise RecordingError(
                self.file,
                self.line,
                f"{column} is {shown(text)}; it must be a number from -{LARGEST:g} to {LARGEST:g}.",
            )
        return value

    def pair(self, one: str, other: str) -> tuple[float, float]:
        return self.number(one), self.number(other)


def _row(cells: _Cells, things: tuple[str, ...], timestep_s: float) -> Row:
    sim_time_s = cells.number("sim_time_s")
    return Row(
        sim_time_s=sim_time_s,
        step=round(sim_time_s / timestep_s),
        commands_radps=cells.pair(*_COMMANDS),
        position_m=cells.pair(*_POSE[:2]),
        yaw_rad=cells.number(_POSE[2]),
        angles_rad=cells.pair(*_ANGLES) if all(name in cells.columns for name in _ANGLES) else None,
        things_m={name: cells.pair(name + _X, name + _Y) for name in things},
    )
