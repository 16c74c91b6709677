# SPDX-License-Identifier: Apache-2.0
"""What a program that learns says of itself besides words: what it is at, and how an examination of its model went.

It comes out of a box, so every field is looked at: a hostile program may send anything.
"""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from valence_nodes.learning.examination_figures import (
    MOST_BARS,
    MOST_CLASSES,
    MOST_DOTS,
    MOST_ERRORS,
    MOST_TEXT,
    MOST_VALUES,
    PICTURE_SIDE,
)
from valence_nodes.programs import protocol
from valence_nodes.programs.protocol import ProtocolViolation

_MOST_COUNT = 10**9


def _seen(value: object) -> object:
    return protocol.visible(value) if isinstance(value, str) else value


def _finite(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("must be a finite number")
    return value


Text = Annotated[str, Field(max_length=MOST_TEXT), BeforeValidator(_seen)]
Number = Annotated[float, BeforeValidator(_finite)]
Share = Annotated[Number, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0, le=_MOST_COUNT, strict=True)]
Stage = Literal["load", "select", "clean", "split", "feel", "train", "evaluate"]


class _Checked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Doing(_Checked):
    """What is begun.

    Attributes:
        stage: which function of the teaching layer.
        kind: of model; may be empty.
        rows: samples that it is about; 0 where that is not known.
    """

    stage: Stage
    kind: Text = ""
    rows: Count = 0


class SurestError(_Checked):
    """A sample that the model was sure of, and wrong.

    Attributes:
        truth: what it is.
        told: what the model said.
        sure: how sure it was, 0 to 1.
        episode: that the sample is from.
        values: names and values of some of its features.
        height: of its picture, px; 0 where there is none.
        width: of it.
        pixels: rows of grey, or of red, green, blue.
    """

    truth: Text
    told: Text
    sure: Share = 0.0
    episode: Text = ""
    values: Annotated[tuple[tuple[Text, Text], ...], Field(max_length=MOST_VALUES)] = ()
    height: Annotated[int, Field(ge=0, le=PICTURE_SIDE)] = 0
    width: Annotated[int, Field(ge=0, le=PICTURE_SIDE)] = 0
    pixels: Annotated[bytes, Field(max_length=3 * PICTURE_SIDE**2)] = b""

    @model_validator(mode="after")
    def _whole_picture(self) -> SurestError:
        if len(self.pixels) not in (self.height * self.width, 3 * self.height * self.width):
            raise ValueError("the picture is not as large as it says")
        return self


class Examination(_Checked):
    """How a model did in an examination; see `valence_nodes.learning.evaluation.Evaluation`.

    Attributes:
        part: of the data.
        kind: of model.
        task: what it tells.
        samples: that it was examined with.
        score: share that is right; of numbers R².
        baseline: what learns nothing.
        baseline_score: what that gets.
        mean_error: of numbers, how far it is off on average.
        classes: in the order of `confusion`; empty where there are too many to show.
        confusion: (true class, told class) how often.
        calibration: how sure, share that is right, samples.
        dots: of numbers, some that are so, and what was said.
        importance: of columns, the loss of score without each.
        errors: that it was surest of.
    """

    part: Text
    kind: Text
    task: Literal["classes", "numbers"]
    samples: Annotated[Count, Field(ge=1)]
    score: Annotated[Number, Field(ge=-1e12, le=1)]
    baseline: Text
    baseline_score: Annotated[Number, Field(ge=-1e12, le=1)]
    mean_error: Number = 0.0
    classes: Annotated[tuple[Text, ...], Field(max_length=MOST_CLASSES)] = ()
    confusion: Annotated[
        tuple[Annotated[tuple[Count, ...], Field(max_length=MOST_CLASSES)], ...], Field(max_length=MOST_CLASSES)
    ] = ()
    calibration: Annotated[tuple[tuple[Share, Share, Count], ...], Field(max_length=20)] = ()
    dots: Annotated[tuple[tuple[Number, Number], ...], Field(max_length=MOST_DOTS)] = ()
    importance: Annotated[tuple[tuple[Text, Number], ...], Field(max_length=MOST_BARS)] = ()
    errors: Annotated[tuple[SurestError, ...], Field(max_length=MOST_ERRORS)] = ()

    @model_validator(mode="after")
    def _square(self) -> Examination:
        sides = {len(self.classes), len(self.confusion), *map(len, self.confusion)}
        if len(sides) > 1:
            raise ValueError("the confusion matrix has not a row and a column for each class")
        return self


def doing_of(frame: dict[str, Any]) -> Doing | None:
    """What a frame says is begun; None if it says nothing of that.

    Raises:
        ProtocolViolation: it is not of the form that it must have.
    """
    return None if frame.get("doing") is None else _read(Doing, frame["doing"])


def examined_of(frame: dict[str, Any]) -> Examination | None:
    """How an examination went, as a frame tells it; arguments and errors as above."""
    return None if frame.get("examined") is None else _read(Examination, frame["examined"])


def _read(kind: Any, given: object) -> Any:
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ProtocolViolation(f"{kind.__name__} {where}: {first['msg']}"[:200]) from error
