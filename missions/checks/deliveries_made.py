# SPDX-License-Identifier: Apache-2.0
"""Did the robot bring the deliveries that its program chose, in that order and in time, and was it needed there?"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, JsonValue

from missions.checks.check import Check, CheckContext, Measurement, QuestionParameters, zones_called
from missions.episode_record import EpisodeRecord, last_answer
from missions.zones import Arrivals

TOO_LATE, NOT_NEEDED = 0.25, 0.5
"""What a delivery is worth that comes too late, or in time to where no help was needed."""


class DeliveriesMadeParameters(QuestionParameters):
    """Parameters of the check.

    Attributes:
        question: of the mission's task; its truth says of each delivery its zone, when it is due, and whether it needs
            help.
        count: how many deliveries the robot is to bring.
    """

    count: Annotated[int, Field(ge=1, le=20)] = 2


def measure(record: EpisodeRecord, context: CheckContext, parameters: DeliveriesMadeParameters) -> Measurement:
    """Gives each delivery its share: all of it in time and where help was needed, less otherwise.

    The first `count` deliveries of the answer count, each to another zone than those before it.
    """
    truth: dict[str, dict[str, Any]] = context.task.truth.get(parameters.question, {})
    given = last_answer(record, parameters.question)
    if not isinstance(given, list) or not given:
        return Measurement(0.0, f"There is no answer “{parameters.question}”, or it is no list.")
    chosen: dict[str, str] = {}
    for one in given[: parameters.count]:
        if isinstance(one, str) and one in truth:
            chosen.setdefault(str(truth[one]["zone"]), one)
    arrivals = Arrivals(zones_called(context.mission, chosen))
    for time_s, (x_m, y_m, _) in zip(record.sim_time_s.tolist(), record.robot_pose.tolist(), strict=True):
        arrivals.observe(time_s, x_m, y_m)
    worth, told = 0.0, []
    for number, (zone, name) in enumerate(chosen.items()):
        due_s = truth[name]["due_s"]
        if number >= len(arrivals.times_s):
            told.append(f"{name} did not come to {zone}.")
            continue
        at_s = arrivals.times_s[number]
        if at_s > due_s:
            worth += TOO_LATE
            told.append(f"{name} came to {zone} at {at_s:.1f} s, too late: it was due at {due_s:.1f} s.")
        elif truth[name]["needs_help"]:
            worth += 1.0
            told.append(f"{name} came to {zone} at {at_s:.1f} s, in time, and needed it.")
        else:
            worth += NOT_NEEDED
            told.append(f"{name} came to {zone} at {at_s:.1f} s, but would have been in time without help, too.")
    if len(chosen) < parameters.count:
        told.append(
            f"Only {len(chosen)} of {parameters.count} were chosen: each must be there, and go to another zone."
        )
    details: dict[str, JsonValue] = {
        "chosen": list(chosen.values()),
        "times_s": [round(time_s, 3) for time_s in arrivals.times_s],
    }
    return Measurement(worth / parameters.count, " ".join(told), details)


CHECK: Check[Any] = Check("deliveries_made", DeliveriesMadeParameters, measure)
