# SPDX-License-Identifier: Apache-2.0
"""A figure of the benchmark, with what it must reach."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, computed_field

Finite = Annotated[float, Field(allow_inf_nan=False)]


class Figure(BaseModel):
    """One figure.

    Attributes:
        name: unique in the benchmark.
        what: in words.
        value: measured.
        unit: of the value: `×` for ratios, `s`, `MB`, or what is counted.
        bound: whether the goal is the least or the most that is wanted.
        goal: that must be reached; null for a figure that is only told.
        aim: better than the goal, and worth trying for; null where there is none.
        details: the figures behind it, as the side-by-side with other simulators needs them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)

    name: str
    what: str
    value: Finite
    unit: str
    bound: Literal["at_least", "at_most"] = "at_most"
    goal: Finite | None = None
    aim: Finite | None = None
    details: dict[str, JsonValue] = Field(default_factory=dict)

    @computed_field  # type: ignore[prop-decorator]  # pydantic's own way
    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; null where there is none."""
        if self.goal is None:
            return None
        return self.value >= self.goal if self.bound == "at_least" else self.value <= self.goal
