# SPDX-License-Identifier: Apache-2.0
"""The fleet: its log is the same on every machine, leaks nowhere but in its trap, and rests on what was driven."""

from __future__ import annotations

import json
from itertools import islice
from typing import Any

import numpy as np
import pytest

from missions.fleet import log, model
from missions.fleet.__main__ import LOG_FOLDER
from missions.fleet.driving import measure_alone
from missions.fleet.measured import CAPS_MPS, Way, measured, ways
from missions.tasks.deliveries import DeliveriesParameters, make

KNOWN_BEFORE = {name for name, *_ in log.COLUMNS} - {"late"}


def some_orders(count: int = 400) -> tuple[model.Orders, Any]:
    return model.draw(np.random.Generator(np.random.PCG64(7)), count)


def test_the_log_is_what_the_code_makes_and_what_is_committed() -> None:
    rows = log.log_rows()
    assert len(rows) == log.ROWS
    assert log.content_sha256(rows) == log.CONTENT_SHA256
    pandas = pytest.importorskip("pandas")
    committed = pandas.read_parquet(LOG_FOLDER / "rows.parquet")
    pandas.testing.assert_frame_equal(committed, log.table(rows))


def test_a_day_is_in_one_part_of_the_log_only() -> None:
    for day in islice(log.days(), 30):
        assert len({(row["episode"], row["split"]) for row in day}) == 1


def test_the_log_has_every_fault_that_it_is_said_to_have() -> None:
    rows = [row for day in islice(log.days(), 40) for row in day]
    assert any(row["battery"] is None for row in rows)
    assert any((row["battery"] or 0) > 1 for row in rows)
    assert any((row["load_kg"] or 0) > 20 for row in rows)
    assert any(abs(row["promised_s"]) > 1000 for row in rows)
    assert len({json.dumps(row) for row in rows}) < len(rows)


def test_the_trap_is_shut_in_the_log_and_empty_today() -> None:
    rows = [row for day in islice(log.days(), 20) for row in day]
    told = sum((row["desk_calls_s"] > 0) == bool(row["late"]) for row in rows) / len(rows)
    assert told > 0.94
    today: Any = make(1, DeliveriesParameters()).given["orders"]
    assert {order["desk_calls_s"] for order in today} == {None}


def test_today_s_orders_tell_nothing_that_comes_later() -> None:
    task = make(3, DeliveriesParameters(orders=40))
    given: Any = task.given["orders"]
    assert all(order.keys() == KNOWN_BEFORE | {"id"} for order in given)
    assert len(given) == len(task.truth["late"]) == 40
    assert json.loads(json.dumps(task.given)) == task.given


def test_a_seed_makes_the_same_day_again_and_another_seed_another_one() -> None:
    assert make(5, DeliveriesParameters()) == make(5, DeliveriesParameters())
    assert make(5, DeliveriesParameters()) != make(6, DeliveriesParameters())


def test_the_planned_aisle_is_in_time_just_when_the_order_is_not_late() -> None:
    task = make(2, DeliveriesParameters())
    given: Any = task.given["orders"]
    for order in given:
        assert task.truth["routes"][order["id"]][order["aisle"]] is not task.truth["late"][order["id"]]


def test_no_column_alone_tells_who_is_late() -> None:
    orders, luck = some_orders(20_000)
    late = model.late(orders, luck)
    assert 0.4 < late.mean() < 0.55
    for values in (orders.robot, orders.station, orders.aisle, orders.floor, orders.weekday):
        shares = [late[values == one].mean() for one in np.unique(values)]
        assert all(0.28 < share < 0.66 for share in shares)


def test_at_the_driven_speeds_a_way_takes_as_long_as_it_was_driven() -> None:
    station, aisle = np.array([0, 2]), np.array([1, 2])
    for index, cap_mps in enumerate(CAPS_MPS):
        found = model._drive_s(station, aisle, np.full(2, cap_mps))
        expected = [measured().free_s["red", "middle"][index], measured().free_s["green", "south"][index]]
        assert found == pytest.approx(expected)


def test_slower_robots_and_crowded_aisles_take_longer() -> None:
    for times_s in (*measured().free_s.values(), *(by_things[2] for by_things in measured().delay_s.values())):
        assert list(times_s) == sorted(times_s, reverse=True)


def test_one_way_driven_again_takes_as_long_as_is_written_down() -> None:
    way = Way("red", "north", CAPS_MPS[-1])
    assert way in set(ways())
    drive = measure_alone("red", "north", CAPS_MPS[-1], 0, 1.0)
    assert drive.touches == 0
    assert drive.took_s == pytest.approx(measured().free_s["red", "north"][-1], abs=0.5)
