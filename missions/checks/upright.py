# SPDX-License-Identifier: Apache-2.0
"""Did the robot stay on its wheels?"""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import Field

from missions.checks.check import Check, CheckContext, Measurement, ZoneParameters, follow
from missions.episode_record import EpisodeRecord


class UprightParameters(ZoneParameters):
    """Parameters of the check.

    Attributes:
        max_tilt_rad: the robot may lean so far.
    """

    max_tilt_rad: Annotated[float, Field(gt=0, le=math.pi, allow_inf_nan=False)] = math.radians(30)


def measure(record: EpisodeRecord, context: CheckContext, parameters: UprightParameters) -> Measurement:
    """Gives points for never leaning too far, in the measure in which zones were reached."""
    tilt_rad = float(record.robot_tilt_rad.max(initial=0.0))
    details = {"greatest_tilt_rad": round(tilt_rad, 4)}
    allowed = f"{math.degrees(parameters.max_tilt_rad):.0f}° are allowed"
    if tilt_rad > parameters.max_tilt_rad:
        return Measurement(0.0, f"The robot leaned by {math.degrees(tilt_rad):.0f}°; {allowed}.", details)
    share = follow(record, parameters.chosen(context.mission)).share
    reason = f"The robot leaned by at most {math.degrees(tilt_rad):.0f}°; {allowed}."
    if share < 1.0:
        reason += f" {share:.0%} of these points can be won with the zones reached."
    return Measurement(share, reason, details)


CHECK = Check("upright", UprightParameters, measure)
