# SPDX-License-Identifier: Apache-2.0
"""How far a robot got with what it was asked for, so that nobody wins points by standing still."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from missions.checks.check import HeadwayParameters, Weight, follow
from missions.episode_record import EpisodeRecord
from missions.spec import MissionSpec

FloatArray = npt.NDArray[np.float64]

MOVED_M = 0.05
"""Who came less far has not set off: a robot that is put down settles on its wheels by some millimetres."""


def step_lengths_m(record: EpisodeRecord) -> FloatArray:
    """Returns how far the robot went in each step (n - 1,); 0 from or to a place that is not a number."""
    places = record.robot_pose[:, :2]
    lengths_m: FloatArray = np.sqrt((np.diff(places, axis=0) ** 2).sum(axis=1))
    return np.where(np.isfinite(lengths_m), lengths_m, 0.0)


@dataclass(frozen=True)
class Headway:
    """How far a robot got.

    Attributes:
        share: of what was asked for, 0..1; 0 for a robot that has not set off.
        lengths_m: of the steps that count (k,): those until all was done.
        durations_s: of the same steps (k,).
        done: in words, what all is: “all zones are reached”.
        in_measure_of: in words, what the share is of: “the zones reached”.
    """

    share: float
    lengths_m: FloatArray
    durations_s: FloatArray
    done: str
    in_measure_of: str

    @property
    def steps(self) -> int:
        """How many steps count; step i leads to row i + 1 of the record."""
        return len(self.lengths_m)

    @property
    def way_m(self) -> float:
        """Length of the way in these steps."""
        return float(self.lengths_m.sum())

    def weights(self, by: Weight) -> FloatArray:
        """Returns how much each of the steps weighs: its metres, or its seconds."""
        return self.lengths_m if by == "way" else self.durations_s

    def limit_in_words(self) -> str:
        """Says which part of the points can be won at all; nothing when it is all of them."""
        if self.share == 1.0:
            return ""
        if self.share == 0.0:
            return f" These points are for a robot that gets on: in the measure of {self.in_measure_of}."
        return f" {self.share:.0%} of these points can be won with {self.in_measure_of}."


def headway(record: EpisodeRecord, mission: MissionSpec, parameters: HeadwayParameters) -> Headway:
    """Finds how far a robot got, in zones or in metres as the parameters say."""
    lengths_m = step_lengths_m(record)
    steps = len(lengths_m)
    if parameters.way_m is None:
        arrivals = follow(record, parameters.chosen(mission))
        share, done, in_measure_of = arrivals.share, "all zones are reached", "the zones reached"
        if arrivals.complete and arrivals.times_s:
            steps = min(steps, int(np.searchsorted(record.sim_time_s, arrivals.times_s[-1])))
    else:
        way_m = np.cumsum(lengths_m)
        # A hair's breadth of slack: the way is a sum of thousands of steps.
        steps = min(steps, int(np.searchsorted(way_m, parameters.way_m * (1 - 1e-9))) + 1)
        share = min(1.0, float(way_m[-1]) / parameters.way_m) if steps else 0.0
        share = 1.0 if share > 1 - 1e-9 else share
        done, in_measure_of = f"{parameters.way_m:g} m are driven", "the way driven"
    durations_s = np.diff(record.sim_time_s)[:steps]
    if float(lengths_m[:steps].sum()) < MOVED_M:
        share = 0.0
    return Headway(share, lengths_m[:steps], durations_s, done, in_measure_of)


def share_of(weights: FloatArray, marked: npt.NDArray[np.bool_]) -> float:
    """Returns the share of the weights that is marked, 0..1; 0 when nothing weighs anything."""
    total = float(weights.sum())
    # A sum of the same numbers in another order may be a hair greater.
    return min(1.0, float(weights[marked].sum()) / total) if total > 0.0 else 0.0
