# SPDX-License-Identifier: Apache-2.0
"""What was measured by driving in the hall: `driven.json`, which `python -m missions.fleet drive` makes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from missions.fleet.driving import Drive, measure_alone
from missions.fleet.hall import AISLES, STATIONS

FILE = Path(__file__).resolve().parent / "driven.json"
CAPS_MPS = (0.08, 0.14, 0.22)
"""Greatest speeds with which each way was driven."""

TRAFFIC_STATION = "green"
"""The station to which the ways with things in the aisle, and on a slippery floor, were driven."""

SLIPPERY = 0.4
"""Factor on the floor's friction for a slippery floor."""


@dataclass(frozen=True)
class Way:
    """One drive that was asked for; fields as in `driving.measure`."""

    station: str
    aisle: str
    cap_mps: float
    things: int = 0
    friction: float = 1.0


def ways() -> Iterator[Way]:
    """All drives that the fleet's model rests on."""
    for aisle in AISLES:
        for cap_mps in CAPS_MPS:
            yield from (Way(station, aisle, cap_mps) for station in STATIONS)
            yield from (Way(TRAFFIC_STATION, aisle, cap_mps, things) for things in (1, 2))
        yield Way(TRAFFIC_STATION, aisle, CAPS_MPS[-1], 0, SLIPPERY)


def drive_all(tell: Callable[[Way, Drive], None], file: Path = FILE) -> None:
    """Drives every way and writes what was measured.

    Args:
        tell: told each drive as soon as it is over.
        file: where to.
    """
    rows = []
    for one in ways():
        drive = measure_alone(**asdict(one))
        tell(one, drive)
        rows.append({**asdict(one), "took_s": round(drive.took_s, 2), "energy_j": round(drive.energy_j, 1),
                     "touches": drive.touches})  # fmt: skip
    lines = ",\n".join("  " + json.dumps(row) for row in rows)
    file.write_text(f'{{"schema_version": 1, "drives": [\n{lines}\n]}}\n', encoding="utf-8")


@dataclass(frozen=True)
class Measured:
    """Times (s) of the drives.

    Attributes:
        free_s: by station, aisle and greatest speed, in the order of `CAPS_MPS`.
        delay_s: by aisle, how much longer it takes with 0, 1 and 2 things in it, in the order of `CAPS_MPS`.
        energy_j: by station and aisle, at the greatest speed.
    """

    free_s: dict[tuple[str, str], tuple[float, ...]]
    delay_s: dict[str, tuple[tuple[float, ...], ...]]
    energy_j: dict[tuple[str, str], float]


@cache
def measured() -> Measured:
    """Reads what was measured."""
    drives = json.loads(FILE.read_text(encoding="utf-8"))["drives"]
    took_s = {Way(**{name: row[name] for name in _FIELDS}): float(row["took_s"]) for row in drives}
    energy_j = {Way(**{name: row[name] for name in _FIELDS}): float(row["energy_j"]) for row in drives}
    pairs = [(station, aisle) for station in STATIONS for aisle in AISLES]
    return Measured(
        {pair: tuple(took_s[Way(*pair, cap)] for cap in CAPS_MPS) for pair in pairs},
        {
            aisle: tuple(
                tuple(
                    took_s[Way(TRAFFIC_STATION, aisle, cap, things)] - took_s[Way(TRAFFIC_STATION, aisle, cap)]
                    for cap in CAPS_MPS
                )
                for things in range(3)
            )
            for aisle in AISLES
        },
        {pair: energy_j[Way(*pair, CAPS_MPS[-1])] for pair in pairs},
    )


_FIELDS = tuple(Way.__dataclass_fields__)
