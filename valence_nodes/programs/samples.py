# SPDX-License-Identifier: Apache-2.0
"""Samples that a program collects for a dataset: marks at a time; what was sensed then is in the recording."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from valence_nodes.programs.protocol import ProtocolViolation

MAX_SAMPLES_A_STEP = 4
MAX_SAMPLES = 2_000
"""Of one episode."""

MAX_LABEL_CHARS = 60
DATASET_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}", re.ASCII)
"""As the library of datasets takes them."""


class WrongSampleError(Exception):
    """A sample that can't be collected, with words for its author."""


@dataclass(frozen=True)
class Sample:
    """A mark: what is sensed now belongs into a dataset.

    Attributes:
        dataset: name of the dataset.
        label: what it shows; empty when nobody has said.
    """

    dataset: str
    label: str = ""


def sample_of(dataset: object, label: object = None) -> Sample:
    """Checks what a learner gave.

    Args:
        dataset: name of the dataset.
        label: a text, a number or a truth value; None for a sample that somebody labels later.

    Raises:
        WrongSampleError: one of them can't be used; says why.
    """
    if not isinstance(dataset, str) or not DATASET_NAME.fullmatch(dataset):
        raise WrongSampleError(
            f"the name of a dataset has small letters, digits and _, begins with a letter, and is no longer than 60; "
            f"not {dataset!r:.60}."
        )
    return Sample(dataset, _label(label))


def _label(given: object) -> str:
    if given is None:
        return ""
    value = given.item() if hasattr(given, "item") and not isinstance(given, str) else given  # numpy's own numbers
    if not isinstance(value, str | bool | int | float) or (isinstance(value, float) and not math.isfinite(value)):
        raise WrongSampleError(f"a label is a text or a number, not {type(given).__name__}.")
    text = str(value).strip()
    if not 0 < len(text) <= MAX_LABEL_CHARS or not text.isprintable():
        raise WrongSampleError(f"a label has 1 to {MAX_LABEL_CHARS} characters on one line, not {text!r:.80}.")
    return text


def read_samples(frame: dict[str, Any]) -> tuple[Sample, ...]:
    """Takes the samples out of a frame from the box.

    Raises:
        ProtocolViolation: something else is there, or more than is allowed.
    """
    given = frame.get("samples", [])
    if not isinstance(given, list) or len(given) > MAX_SAMPLES_A_STEP:
        raise ProtocolViolation("samples must be a short list")
    return tuple(_read(one) for one in given)


def _read(one: object) -> Sample:
    dataset, label = (one.get("dataset"), one.get("label")) if isinstance(one, dict) else (None, None)
    if not isinstance(label, str):
        raise ProtocolViolation("a sample must have a name and a label")
    try:
        return sample_of(dataset, label or None)
    except WrongSampleError as wrong:
        raise ProtocolViolation(f"a sample can't be used: {wrong}") from wrong
