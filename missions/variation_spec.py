# SPDX-License-Identifier: Apache-2.0
"""What a mission lets a seed vary: the `variation` part of `mission.yaml`."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from missions.zones import Angle, Coordinate
from worlds.wheel_faults import FaultKind

MAX_CLUTTER = 30


def _ascending(values: tuple[float, float]) -> tuple[float, float]:
    if values[0] > values[1]:
        raise ValueError(f"the first value ({values[0]:g}) must not be above the second ({values[1]:g})")
    return values


Jitter = Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Scale = Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)]
PositiveScale = Annotated[float, Field(ge=0.01, le=10, allow_inf_nan=False)]
ScaleRange = Annotated[tuple[Scale, Scale], AfterValidator(_ascending)]
CoordinateRange = Annotated[tuple[Coordinate, Coordinate], AfterValidator(_ascending)]
Count = Annotated[int, Field(ge=0, le=MAX_CLUTTER)]
ModelName = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,99}$")]
Kind = Annotated[str, Field(pattern=r"^[0-9A-Za-z]$")]
CountRange = Annotated[tuple[Count, Count], AfterValidator(_ascending)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StartPose(_Part):
    """Where the robot stands at the start, in the world."""

    x_m: Coordinate
    y_m: Coordinate
    yaw_rad: Angle = 0.0


class StartJitter(_Part):
    """How far the start may be off, evenly to both sides."""

    x_m: Jitter = 0.0
    y_m: Jitter = 0.0
    yaw_rad: Annotated[float, Field(ge=0, le=3.2, allow_inf_nan=False)] = 0.0


class Region(_Part):
    """A rectangle along the world's axes, from the smaller to the greater coordinate."""

    x_m: CoordinateRange
    y_m: CoordinateRange


class ClutterSpec(_Part):
    """Things put into the world, each turned any way.

    Attributes:
        models: names in `worlds/models`, drawn with equal chance.
        count: fewest and most things.
        regions: where their middles may be, drawn with equal chance.
        keep_clear_m: free floor between them and zones, starts, and everything else.
    """

    models: Annotated[tuple[ModelName, ...], Field(min_length=1, max_length=50)]
    count: CountRange
    regions: Annotated[tuple[Region, ...], Field(min_length=1, max_length=50)]
    keep_clear_m: Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)] = 0.35


class PatchesSpec(_Part):
    """A row of patches of ground along the world's x; the seed draws their order and where each ends.

    Attributes:
        models: names in `worlds/models` of patches of ground, and how many of each there are.
        x_m: where the row begins and ends.
        y_m: its middle.
        variety: how much the patches' lengths differ: each is as long as the others by a factor of up to e^±variety.
    """

    models: Annotated[dict[ModelName, Annotated[int, Field(ge=1, le=20)]], Field(min_length=1, max_length=20)]
    x_m: CoordinateRange
    y_m: Coordinate = 0.0
    variety: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 0.0


class LabelledSpec(_Part):
    """Things put into the world that carry labels, each of another kind, so that each belongs somewhere else.

    Which label of a kind it is, the seed draws; those kept for grading are shown with seeds that are not public
    alone (see `worlds/label_sheet.py`).

    Attributes:
        model: name in `worlds/models` of one that carries labels.
        places: where they may stand, one at each.
        jitter: how far they may be off, evenly to both sides.
        count: fewest and most of them.
        kinds: what their labels may say; every kind that the model's sheet has, without it.
    """

    model: ModelName
    places: Annotated[tuple[StartPose, ...], Field(min_length=1, max_length=MAX_CLUTTER)]
    jitter: StartJitter = StartJitter()
    count: CountRange
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1, max_length=62)] | None = None

    @model_validator(mode="after")
    def _there_is_enough(self) -> LabelledSpec:
        kinds = len(self.places) if self.kinds is None else len(set(self.kinds))
        if self.count[1] > min(len(self.places), kinds):
            raise ValueError(f"count ({self.count[1]}) must not be above the number of places and of kinds")
        return self


class WheelFaultSpec(_Part):
    """What may be wrong with one of the robot's wheels; the seed draws the kind, the wheel and how bad it is.

    Attributes:
        kinds: drawn with equal chance: `bearing` (worn), `hub` (loose on its shaft), `encoder` (blind in places).
        chance: that anything is wrong at all.
        severity: from hardly anything (0) to as bad as it gets (1).
    """

    kinds: Annotated[tuple[FaultKind, ...], Field(min_length=1, max_length=10)]
    chance: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 1.0
    severity: Annotated[tuple[Share, Share], AfterValidator(_ascending)] = (0.0, 1.0)


class VariationSpec(_Part):
    """What a seed varies.

    Attributes:
        start_jitter: of the robot's start.
        clutter: things put into the world.
        labelled: things with labels put into the world.
        light_scale: factor on the lights.
        friction_scale: factor on the friction of floor and things.
        noise_scale: factor on the noise of every sensor.
        patches: a row of patches of ground.
        shaking_scale: factor on what inertial units feel of uneven ground, drawn evenly on a logarithmic scale.
        wheel_fault: what may be wrong with one of the robot's wheels.
    """

    start_jitter: StartJitter = StartJitter()
    clutter: ClutterSpec | None = None
    labelled: LabelledSpec | None = None
    light_scale: ScaleRange = (1.0, 1.0)
    friction_scale: ScaleRange = (1.0, 1.0)
    noise_scale: ScaleRange = (1.0, 1.0)
    patches: PatchesSpec | None = None
    shaking_scale: Annotated[tuple[PositiveScale, PositiveScale], AfterValidator(_ascending)] = (1.0, 1.0)
    wheel_fault: WheelFaultSpec | None = None
