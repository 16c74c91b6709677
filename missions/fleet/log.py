# SPDX-License-Identifier: Apache-2.0
"""The fleet's log, as its computers wrote it: with gaps, mixed-up units, wrong clocks, and orders that come twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from missions.fleet.model import AISLE_NAMES, FLOORS, ROBOTS, STATION_NAMES, WEEKDAYS, FloatArray, Orders, draw, late
from valence_nodes.learning.card import CARD_FILE, Card, Column
from valence_nodes.learning.rows import ROWS_FILE

if TYPE_CHECKING:
    import pandas as pd

ROWS = 50_000
SEED = 20_260_501
CONTENT_SHA256 = "23aad24ff26f6c168ccbf5a01b4173000b3642d32dffd2bee9ba4dc598f25047"
"""Of what the rows say, whatever file they stand in; who changes the model makes the log anew, and changes this."""

WORDS = {"weekday": WEEKDAYS, "robot": ROBOTS, "station": STATION_NAMES, "aisle": AISLE_NAMES, "floor": FLOORS}
ORDERS_A_DAY = (120, 180)
SPLIT = (("train", 0.7), ("validation", 0.15), ("test", 0.15))
Row = dict[str, Any]

COLUMNS: tuple[tuple[str, str, str, str], ...] = (
    ("weekday", "text", "", "mon to sat"),
    ("hour", "number", "h", "hour of the day at which the order's turn comes, 6 to 20"),
    ("robot", "text", "", "which of the twelve robots drives it"),
    ("station", "text", "", "where to"),
    ("aisle", "text", "", "through which aisle, as the dispatcher planned"),
    ("floor", "text", "", "what the floor is like there; missing when nobody wrote it down"),
    ("load_kg", "number", "kg", "mass of the parcels; one of the depot's scales writes grams"),
    ("battery", "number", "", "charge of the robot, 0 to 1; some robots send percent, and some nothing"),
    ("queue", "integer", "", "orders before this one at the depot"),
    ("express", "integer", "", "1 for an express order"),
    ("plan_s", "number", "s", "how long the dispatcher's table says that it takes"),
    ("promised_s", "number", "s", "what was promised to the customer; a wrong clock makes nonsense of it"),
    ("desk_calls_s", "number", "s", "how long the service desk talked about the order"),
    ("late", "integer", "", "1 when the order came later than promised"),
)
"""Columns of the log besides `episode` (the day) and `split`: name, type, unit, what it is."""


def orders_of_the_day(generator: np.random.Generator, count: int) -> tuple[Orders, FloatArray, list[Row]]:
    """Draws one day, and writes its orders down as the fleet's computers do, before anything was driven.

    Returns:
        The orders as they are, the luck of each (see `model.draw`), and the rows that stand in the log; `desk_calls_s`
        is still empty, for nobody has called yet.
    """
    orders, luck = draw(generator, count)
    gap, floor_gap, load_gap = generator.random(count), generator.random(count), generator.random(count)
    clock, ahead = generator.random(count), generator.random(count)
    # Four robots have a firmware that sends percent; every sixth parcel goes over the scale that writes grams.
    percent = np.isin(orders.robot, (1, 4, 6, 10))
    battery = np.where(percent, np.round(100.0 * orders.battery), orders.battery)
    load_kg = np.where(load_gap > 0.84, np.round(1000.0 * orders.load_kg), orders.load_kg)
    off_s = np.where(ahead < 0.5, -86_400.0, 86_400.0)
    promised_s = np.where(clock < 0.015, np.round(orders.promised_s + off_s, 1), orders.promised_s)
    rows: list[Row] = [
        {
            "weekday": WEEKDAYS[orders.weekday[index]],
            "hour": float(orders.hour[index]),
            "robot": ROBOTS[orders.robot[index]],
            "station": STATION_NAMES[orders.station[index]],
            "aisle": AISLE_NAMES[orders.aisle[index]],
            "floor": None if floor_gap[index] < 0.02 else FLOORS[orders.floor[index]],
            "load_kg": None if load_gap[index] < 0.02 else float(load_kg[index]),
            "battery": None if gap[index] < 0.03 else float(battery[index]),
            "queue": int(orders.queue[index]),
            "express": int(orders.express[index]),
            "plan_s": float(orders.plan_s[index]),
            "promised_s": float(promised_s[index]),
            "desk_calls_s": None,
        }
        for index in range(count)
    ]
    return orders, luck, rows


def days() -> Iterator[list[Row]]:
    """The log, day by day, without end; the same on every machine.

    What is known afterwards is added: `late`, and the trap `desk_calls_s`. Who is late is called about, and who is not
    hardly ever. One order in a hundred stands there twice.
    """
    day = 0
    while True:
        sequence = np.random.SeedSequence(entropy=SEED, spawn_key=(day,))
        generator = np.random.Generator(np.random.PCG64(sequence))
        low, high = ORDERS_A_DAY
        orders, luck, rows = orders_of_the_day(generator, low + int((high - low) * generator.random()))
        was_late = late(orders, luck)
        called, length, twice = (generator.random(len(rows)) for _ in range(3))
        part = _split(generator.random())
        for index, row in enumerate(rows):
            calls = called[index] < (0.97 if was_late[index] else 0.03)
            row["desk_calls_s"] = float(np.round(20.0 + 280.0 * length[index])) if calls else 0.0
            row["late"] = int(was_late[index])
            row["episode"], row["split"] = day, part
        yield [row for index, row in enumerate(rows) for _ in range(2 if twice[index] < 0.01 else 1)]
        day += 1


def log_rows(count: int = ROWS) -> list[Row]:
    """The first rows of the log."""
    rows: list[Row] = []
    for day in days():
        rows += day
        if len(rows) >= count:
            return rows[:count]
    return rows


def content_sha256(rows: list[Row]) -> str:
    """The SHA-256 of what the rows say, whatever file they stand in."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(json.dumps(row, sort_keys=True, allow_nan=False).encode() + b"\n")
    return digest.hexdigest()


def table(rows: list[Row]) -> pd.DataFrame:
    """The rows as a table: day and split first, then `COLUMNS`."""
    import pandas  # noqa: PLC0415 - only where one learns

    frame = pandas.DataFrame(rows)[["episode", "split", *(name for name, *_ in COLUMNS)]]
    for name in ("episode", "queue", "express", "late"):
        frame[name] = frame[name].astype("int16")
    return frame


def write_log(folder: Path) -> Path:
    """Writes the dataset: `rows.parquet` and `card.json`.

    Args:
        folder: of the dataset.

    Returns:
        The folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = log_rows()
    table(rows).to_parquet(folder / ROWS_FILE, index=False, compression="zstd", compression_level=19)
    card = Card(
        name="late_deliveries",
        title="A fleet's log of 50,000 deliveries",
        kind="table",
        target="late",
        classes=(0, 1),
        rows=len(rows),
        groups="episode",
        licence="Apache-2.0",
        source="A seeded model that rests on drives in the lab's simulator; docs/fleet.md says how",
        made_by="python -m missions.fleet log",
        columns=tuple(Column(name, kind, unit, about, WORDS.get(name, ())) for name, kind, unit, about in COLUMNS),
        about="Each episode is a day of the fleet, and a day is in one part only. The log is as the fleet's computers "
        "wrote it: look at it before you learn from it.",
    )
    (folder / CARD_FILE).write_text(card.to_json(), encoding="utf-8")
    return folder


def _split(chance: float) -> str:
    below = 0.0
    for name, share in SPLIT:
        below += share
        if chance < below:
            return name
    return SPLIT[-1][0]
