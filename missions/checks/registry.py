# SPDX-License-Identifier: Apache-2.0
"""The checks that a mission can use: a new one is a module with a `CHECK`, and a line here."""

from __future__ import annotations

from typing import Any

from missions.checks import collisions, distance_to_line, path_length, time, upright, zones_in_order
from missions.checks.check import Check

CHECKS: dict[str, Check[Any]] = {
    check.name: check
    for check in (
        collisions.CHECK,
        distance_to_line.CHECK,
        path_length.CHECK,
        time.CHECK,
        upright.CHECK,
        zones_in_order.CHECK,
    )
}
