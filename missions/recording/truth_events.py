# SPDX-License-Identifier: Apache-2.0
"""What the referee saw happen in an episode, as events with a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from missions.checks.collisions import touches
from missions.episode_record import EpisodeRecord
from missions.scorecard import Scorecard
from missions.zones import AnyZone

TOUCHED = "touched"
ZONE_REACHED = "zone_reached"
ENDED = "ended"
CRITERION = "criterion"


@dataclass(frozen=True)
class TruthEvent:
    """Something that happened.

    Attributes:
        sim_time_s: when.
        kind: `touched` (value: greatest force, N), `zone_reached` (each time that the robot's middle came into it),
            `ended` (subject: how; value: simulated seconds), `criterion` (at the end; value: points).
        subject: what was touched or reached, how it ended, which criterion.
        text: in words.
        value: a figure.
    """

    sim_time_s: float
    kind: str
    subject: str
    text: str
    value: float = 0.0


def truth_events(record: EpisodeRecord, zones: Iterable[AnyZone], scorecard: Scorecard) -> list[TruthEvent]:
    """Finds the events of an episode, in order of time.

    Args:
        record: what the referee observed.
        zones: of the mission.
        scorecard: what it made of it.
    """
    end_s = scorecard.sim_time_s
    events = [
        TruthEvent(
            touch.began_s,
            TOUCHED,
            touch.entity,
            f"Touched {touch.entity} from {touch.began_s:.2f} s to {touch.ended_s:.2f} s, with {touch.force_n:.1f} N.",
            touch.force_n,
        )
        for touch in touches(record.contacts)
    ]
    for zone in zones:
        events += _arrivals(record, zone)
    events.sort(key=lambda event: event.sim_time_s)
    events.append(TruthEvent(end_s, ENDED, scorecard.ending, scorecard.ending_reason, end_s))
    for score in scorecard.criteria:
        text = f"{score.points:g} of {score.max_points:g} points: {score.reason}"
        events.append(TruthEvent(end_s, CRITERION, score.name, text, score.points))
    return events


def _arrivals(record: EpisodeRecord, zone: AnyZone) -> Iterator[TruthEvent]:
    if not len(record.sim_time_s):
        return
    inside = zone.distances_m(record.robot_pose[:, 0], record.robot_pose[:, 1]) <= 0.0
    was_inside = False
    for time_s, is_inside in zip(record.sim_time_s.tolist(), inside.tolist(), strict=True):
        if is_inside and not was_inside:
            yield TruthEvent(time_s, ZONE_REACHED, zone.name, f"Came into {zone.name}.")
        was_inside = is_inside
