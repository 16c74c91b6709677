# SPDX-License-Identifier: Apache-2.0
"""How long a delivery of the fleet takes: measured drives, and rules of the fleet on top. See `docs/fleet.md`.

Only sums, products, quotients and comparisons are used, which are the same to the last bit on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from missions.fleet.hall import AISLES, STATIONS
from missions.fleet.measured import CAPS_MPS, measured

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

STATION_NAMES = tuple(STATIONS)
AISLE_NAMES = tuple(AISLES)
FLOORS = ("dry", "dusty", "wet")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat")
ROBOTS = tuple(f"r{number:02d}" for number in range(1, 13))

SERIES = np.array([0, 2, 1, 0, 1, 2, 2, 0, 1, 1, 2, 0])
"""Which of the three series each robot is of; nobody wrote that into the log."""

WEAR = np.array([1.0, 0.98, 0.97, 0.95, 1.0, 1.0, 0.96, 0.98, 0.95, 0.98, 0.97, 1.0])
"""Factor on each robot's greatest speed."""

TYRES = np.array([[0.84, 1.0, 0.97], [1.0, 0.84, 0.97], [0.95, 0.97, 0.84]])
"""Factor on the greatest speed by series and floor: each series has a floor that its tyres don't like."""

RUSH = np.array([[0, 1, 2], [2, 0, 1]])
"""Aisle that is crowded in the morning, at noon and in the afternoon, by odd (mon, wed, fri) and even weekdays."""

RUSH_HOURS = ((7.0, 10.0), (11.0, 14.0), (15.0, 18.0))
CROWDED = 3.0
"""Things in the aisle in the rush hours, each beyond the second as slow to pass as the second."""

QUEUE_S = 6.0
HANDOVER_S = 8.0
SLOW_HANDOVER_S = 9.0
CHARGE_S = 20.0


@dataclass(frozen=True)
class Orders:
    """Orders with all that is known before they are driven, each attribute of shape (n,).

    Attributes:
        weekday: index in `WEEKDAYS`.
        hour: of the day.
        robot: index in `ROBOTS`.
        station: index in `STATION_NAMES`.
        aisle: index in `AISLE_NAMES`, as the dispatcher planned.
        floor: index in `FLOORS`.
        load_kg: mass of the parcels.
        battery: charge of the robot, 0..1.
        queue: orders before this one at the depot.
        express: 1 for an express order.
        plan_s: how long the dispatcher thinks it takes.
        promised_s: what was promised to the customer.
    """

    weekday: IntArray
    hour: FloatArray
    robot: IntArray
    station: IntArray
    aisle: IntArray
    floor: IntArray
    load_kg: FloatArray
    battery: FloatArray
    queue: IntArray
    express: IntArray
    plan_s: FloatArray
    promised_s: FloatArray

    def by_aisle(self, aisle: int) -> Orders:
        """The same orders, all driven through one aisle."""
        return replace(self, aisle=np.full_like(self.aisle, aisle))


def draw(generator: np.random.Generator, count: int) -> tuple[Orders, FloatArray]:
    """Draws the orders of one day, and how lucky each will be.

    Args:
        generator: only its `random` is used, whose bits NumPy promises to keep.
        count: how many orders.

    Returns:
        The orders, and a factor on each one's time that is drawn by chance, around 1.
    """
    one = generator.random
    weekday = np.full(count, int(one() * len(WEEKDAYS)))
    wetness, dust = one(), one()
    hour = np.round(6.0 + 14.0 * one(count), 1)
    robot = _below(one(count), len(ROBOTS))
    station = _below(one(count), len(STATION_NAMES))
    aisle = _below(one(count), len(AISLE_NAMES))
    chance = one(count)
    floor = np.where(chance < 0.15 + 0.3 * wetness, 2, np.where(chance > 0.85 - 0.3 * dust, 1, 0))
    load_kg = np.round(0.1 + 2.9 * one(count), 2)
    battery = np.round(0.12 + 0.88 * one(count), 2)
    queue = _below(one(count), 6)
    express = (one(count) < 0.3).astype(np.int64)
    plan_s = np.round(_table_s(station, aisle) + QUEUE_S * queue + HANDOVER_S, 1)
    margin = 1.14 + 0.16 * one(count) - 0.05 * express
    promised_s = np.round(plan_s * margin, 1)
    luck = 1.0 + 0.06 * (one(count) + one(count) + one(count) - 1.5)
    orders = Orders(weekday, hour, robot, station, aisle, floor, load_kg, battery, queue, express, plan_s, promised_s)
    return orders, luck


def takes_s(orders: Orders, luck: FloatArray) -> FloatArray:
    """How long each order takes, from its turn in the queue to the hand-over at the station (n,)."""
    cap_mps = CAPS_MPS[-1] * np.maximum(_speed_share(orders), 0.4)
    drive_s = _drive_s(orders.station, orders.aisle, cap_mps) + _delay_s(orders.aisle, _things(orders), cap_mps)
    changing = (orders.hour >= 13.0) & (orders.hour < 15.0)
    queue_s = QUEUE_S * orders.queue * np.where(changing, 1.6, 0.95)
    charge_s = np.where(orders.battery < 0.16, CHARGE_S, 0.0)
    return (drive_s + queue_s + _handover_s(orders) + charge_s) * luck


def late(orders: Orders, luck: FloatArray) -> npt.NDArray[np.bool_]:
    """Whether each order comes later than promised (n,)."""
    return takes_s(orders, luck) > orders.promised_s


def _speed_share(orders: Orders) -> FloatArray:
    """Share of the greatest speed that the robot may drive."""
    series, floor, load_kg, battery = SERIES[orders.robot], orders.floor, orders.load_kg, orders.battery
    # Heavy robots slip on a wet floor and light ones on a dusty one; with the tread of the third series it is the
    # other way round.
    heavy = np.minimum(1.0, np.maximum(0.0, (load_kg - 1.4) / 0.5))
    light = np.minimum(1.0, np.maximum(0.0, (1.4 - load_kg) / 0.5))
    on_wet, on_dust = np.where(series == 2, light, heavy), np.where(series == 2, heavy, light)
    grip = 1.0 - 0.28 * np.where(floor == 2, on_wet, np.where(floor == 1, on_dust, 0.0))
    # Old packs sag when they are low, in the cold of the morning; new ones are held back when they are full, in the
    # warmth of the afternoon.
    low = np.minimum(1.0, np.maximum(0.0, (0.6 - battery) / 0.1))
    full = np.minimum(1.0, np.maximum(0.0, (battery - 0.55) / 0.1))
    cold, warm = orders.hour < 12.0, orders.hour >= 12.0
    power = 1.0 - 0.28 * np.where((series == 0) & cold, low, np.where((series == 1) & warm, full, 0.0))
    share: FloatArray = WEAR[orders.robot] * TYRES[series, floor] * grip * power
    return share


def _things(orders: Orders) -> FloatArray:
    """How many things stand in the aisle."""
    crowded = RUSH[orders.weekday % 2]
    things = np.full(len(orders.hour), 0.4)
    for index, (begin, end) in enumerate(RUSH_HOURS):
        rush = (orders.hour >= begin) & (orders.hour < end) & (orders.aisle == crowded[:, index])
        things = np.where(rush, CROWDED, things)
    return things


def _handover_s(orders: Orders) -> FloatArray:
    """Time at the station: each has hours, or orders, that take longer."""
    station, hour = orders.station, orders.hour
    slow = (
        ((station == 0) & (hour < 10.0))
        | ((station == 1) & (hour >= 10.0) & (hour < 14.0))
        | ((station == 2) & (hour >= 16.0))
        | ((station == 3) & (orders.express == 1))
    )
    return HANDOVER_S + np.where(slow, SLOW_HANDOVER_S, 0.0)


def _table_s(station: IntArray, aisle: IntArray) -> FloatArray:
    """What the dispatcher's table says: the way at 0.2 m/s, with nothing in it."""
    return _drive_s(station, aisle, np.full(len(station), 0.2))


def _drive_s(station: IntArray, aisle: IntArray, cap_mps: FloatArray) -> FloatArray:
    free_s = measured().free_s
    table = np.array([[free_s[one, other] for other in AISLE_NAMES] for one in STATION_NAMES])
    return _between(table[station, aisle], cap_mps)


def _delay_s(aisle: IntArray, things: FloatArray, cap_mps: FloatArray) -> FloatArray:
    delay_s = measured().delay_s
    table = np.array([delay_s[name] for name in AISLE_NAMES])
    one, two = (_between(table[aisle, number], cap_mps) for number in (1, 2))
    return np.where(things < 1.0, one * things, one + (two - one) * (things - 1.0))


def _between(times_s: FloatArray, cap_mps: FloatArray) -> FloatArray:
    """Times (n, 3) for the driven speeds, to times for other ones: evenly in 1/speed, as time goes."""
    slow, middle, fast = (1.0 / cap for cap in CAPS_MPS)
    pace: FloatArray = 1.0 / cap_mps
    upper = times_s[:, 2] + (times_s[:, 1] - times_s[:, 2]) * (pace - fast) / (middle - fast)
    lower = times_s[:, 1] + (times_s[:, 0] - times_s[:, 1]) * (pace - middle) / (slow - middle)
    return np.where(pace < middle, upper, lower)


def _below(chance: FloatArray, count: int) -> IntArray:
    return np.minimum((chance * count).astype(np.int64), count - 1)


def plain(values: npt.NDArray[Any]) -> list[Any]:
    """The values as plain Python ones."""
    return [None if isinstance(one, float) and one != one else one for one in values.tolist()]  # noqa: PLR0124 - NaN
