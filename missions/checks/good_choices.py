# SPDX-License-Identifier: Apache-2.0
"""How often did the program choose well, where it mattered?"""

from __future__ import annotations

from typing import Any

from missions.checks.check import Check, CheckContext, Measurement, QuestionParameters, ShareParameters, rising
from missions.episode_record import EpisodeRecord, last_answer


class GoodChoicesParameters(ShareParameters, QuestionParameters):
    """Parameters of the check.

    Attributes:
        question: of the mission's task; its truth says of each thing which choices are good.
        full_share: all points from this share of good choices on.
        none_share: no points up to this one.
    """


def measure(record: EpisodeRecord, context: CheckContext, parameters: GoodChoicesParameters) -> Measurement:
    """Gives points for the share of good choices among things with good choices and bad ones.

    What was not answered, or with a choice that is not there, was not chosen well.
    """
    truth: dict[str, dict[str, bool]] = context.task.truth.get(parameters.question, {})
    given = last_answer(record, parameters.question)
    if not isinstance(given, dict):
        return Measurement(0.0, f"There is no answer “{parameters.question}”, or it is no map.")
    matter = {name: choices for name, choices in truth.items() if len(set(choices.values())) > 1}
    good = sum(_is_good(choices, given.get(name)) for name, choices in matter.items())
    share = good / len(matter) if matter else 0.0
    reason = (
        f"It makes a difference for {len(matter)} of {len(truth)}, and for {good} of these the choice was a good one "
        f"({share:.0%})."
    )
    left_out = sum(name not in given for name in truth)
    if left_out:
        reason += f" {left_out} were not chosen for."
    details = {"good": good, "matter": len(matter), "of": len(truth), "left_out": left_out}
    return Measurement(rising(share, parameters.none_share, parameters.full_share), reason, details)


def _is_good(choices: dict[str, bool], choice: object) -> bool:
    return isinstance(choice, str) and choices.get(choice, False)


CHECK: Check[Any] = Check("good_choices", GoodChoicesParameters, measure)
