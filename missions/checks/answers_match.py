# SPDX-License-Identifier: Apache-2.0
"""Did the program name the right things? Counted so that naming all of them, or none, is worth nothing."""

from __future__ import annotations

from typing import Any

from pydantic import JsonValue

from missions.checks.check import Check, CheckContext, Measurement, QuestionParameters, ShareParameters, rising
from missions.episode_record import EpisodeRecord, last_answer


class AnswersMatchParameters(ShareParameters, QuestionParameters):
    """Parameters of the check.

    Attributes:
        question: of the mission's task; its truth says of each thing whether it is to be named.
        full_share: all points from this balanced accuracy on.
        none_share: no points up to this one; whoever guesses has 0.5.
    """

    none_share: float = 0.5


def measure(record: EpisodeRecord, context: CheckContext, parameters: AnswersMatchParameters) -> Measurement:
    """Gives points for the balanced accuracy: the mean of the shares of both kinds that are told right.

    See K. Brodersen and others, The balanced accuracy and its posterior distribution (ICPR 2010).
    """
    truth: dict[str, bool] = context.task.truth.get(parameters.question, {})
    given = last_answer(record, parameters.question)
    if not isinstance(given, list):
        return Measurement(0.0, f"There is no answer “{parameters.question}”, or it is no list.")
    named = {one for one in given if isinstance(one, str)}
    unknown = len(named - truth.keys()) + sum(not isinstance(one, str) for one in given)
    hits, wanted = sum(truth[one] for one in named & truth.keys()), sum(truth.values())
    spared, others = len(truth) - wanted - (len(named & truth.keys()) - hits), len(truth) - wanted
    shares = [part / whole for part, whole in ((hits, wanted), (spared, others)) if whole]
    balanced = sum(shares) / len(shares) if shares else 0.0
    reason = (
        f"{hits} of {wanted} were named, and {others - spared} of {others} others by mistake: a balanced accuracy of "
        f"{balanced:.3f}."
    )
    if unknown:
        reason += f" {unknown} of the names mean nothing."
    details: dict[str, JsonValue] = {
        "balanced_accuracy": round(balanced, 4),
        "named": hits,
        "to_be_named": wanted,
        "named_by_mistake": others - spared,
        "others": others,
        "unknown": unknown,
    }
    return Measurement(rising(balanced, parameters.none_share, parameters.full_share), reason, details)


CHECK: Check[Any] = Check("answers_match", AnswersMatchParameters, measure)
