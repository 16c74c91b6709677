# SPDX-License-Identifier: Apache-2.0
"""A day of the fleet: its orders, and which of them would come late."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
from pydantic import Field

from missions.fleet.log import orders_of_the_day
from missions.fleet.model import AISLE_NAMES, STATION_NAMES, late
from missions.tasks.task import Task, TaskMaker, TaskParameters

_PURPOSE = 5
"""Of the seed's random numbers; see `missions.variation`, which has those before it."""


class DeliveriesParameters(TaskParameters):
    """Parameters of the task.

    Attributes:
        orders: how many the day has.
    """

    orders: Annotated[int, Field(ge=10, le=500)] = 150


def make(seed: int, parameters: DeliveriesParameters) -> Task:
    """Makes a day: its orders as the log writes them, with what is missing and wrong there, too.

    The truth has, by question: `late`, whether each order comes late as planned; `routes`, whether each order would be
    on time by each aisle; `drive`, the station of each order, until when it must be there (s from the start of the
    episode), and whether it needs help, because it would come late as planned.
    """
    generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy=seed, spawn_key=(_PURPOSE,))))
    orders, luck, rows = orders_of_the_day(generator, parameters.orders)
    given: list[Any] = [{"id": f"d{number:03d}", **row} for number, row in enumerate(rows, 1)]
    ids = [one["id"] for one in given]
    planned = late(orders, luck).tolist()
    in_time = [(~late(orders.by_aisle(aisle), luck)).tolist() for aisle in range(len(AISLE_NAMES))]
    return Task(
        {"orders": given},
        {
            "late": dict(zip(ids, planned, strict=True)),
            "routes": {
                one: {name: in_time[aisle][index] for aisle, name in enumerate(AISLE_NAMES)}
                for index, one in enumerate(ids)
            },
            "drive": {
                one: {
                    "zone": STATION_NAMES[orders.station[index]],
                    "due_s": float(orders.promised_s[index]),
                    "needs_help": planned[index],
                }
                for index, one in enumerate(ids)
            },
        },
    )


MAKER = TaskMaker("deliveries", DeliveriesParameters, make, ("late", "routes", "drive"))
