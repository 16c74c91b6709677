# SPDX-License-Identifier: Apache-2.0
"""The checks that a mission can use: a new one is a module with a `CHECK`, and a line here."""

from __future__ import annotations

from typing import Any

from missions.checks import (
    answers_match,
    collisions,
    coverage,
    deliveries_made,
    distance_to_line,
    energy,
    good_choices,
    kept_distance,
    load_kept,
    path_length,
    smoothness,
    speed_limit,
    stayed_in_zone,
    things_in_zones,
    time,
    upright,
    zones_in_order,
)
from missions.checks.check import Check

CHECKS: dict[str, Check[Any]] = {
    check.name: check
    for check in (
        answers_match.CHECK,
        collisions.CHECK,
        coverage.CHECK,
        deliveries_made.CHECK,
        distance_to_line.CHECK,
        energy.CHECK,
        good_choices.CHECK,
        kept_distance.CHECK,
        load_kept.CHECK,
        path_length.CHECK,
        smoothness.CHECK,
        speed_limit.CHECK,
        stayed_in_zone.CHECK,
        things_in_zones.CHECK,
        time.CHECK,
        upright.CHECK,
        zones_in_order.CHECK,
    )
}
