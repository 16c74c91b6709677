# SPDX-License-Identifier: Apache-2.0
"""What a check is: a pure function from the record of an episode to a share of its points, with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, ClassVar, Generic, Literal, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

from missions.episode_record import EpisodeRecord
from missions.planner import Planner
from missions.spec import MissionSpec
from missions.tasks.task import NO_TASK, Task
from missions.zones import AnyZone, Arrivals, ZoneName
from worlds.robot_spec import RobotSpec
from worlds.scenario import Scenario
from worlds.sdf.description import World


class Parameters(BaseModel):
    """Parameters of a check, as a criterion gives them.

    Attributes:
        ZONE_FIELDS: the parameters that hold names of the mission's zones, each a tuple or None.
        MODEL_FIELDS: the same with names of static models of the mission's world.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    ZONE_FIELDS: ClassVar[tuple[str, ...]] = ()
    MODEL_FIELDS: ClassVar[tuple[str, ...]] = ()


class ZoneParameters(Parameters):
    """Parameters of a check that looks at zones.

    Attributes:
        zones: names of zones in the order they are to be reached; None for all zones of the mission.
    """

    ZONE_FIELDS: ClassVar[tuple[str, ...]] = ("zones",)

    zones: tuple[ZoneName, ...] | None = None

    @property
    def needs_zones(self) -> bool:
        """Whether the check makes no sense in a mission without zones to reach."""
        return True

    def chosen(self, mission: MissionSpec) -> tuple[AnyZone, ...]:
        """Returns the zones.

        Raises:
            KeyError: the mission has no zone of that name.
        """
        return mission.zones if self.zones is None else zones_called(mission, self.zones)


def zones_called(mission: MissionSpec, names: Iterable[ZoneName]) -> tuple[AnyZone, ...]:
    """Returns the zones of a mission that have these names.

    Raises:
        KeyError: the mission has no zone of that name.
    """
    by_name = {zone.name: zone for zone in mission.zones}
    return tuple(by_name[name] for name in names)


class HeadwayParameters(ZoneParameters):
    """Parameters of a check whose points are won in the measure in which the robot got on.

    Attributes:
        zones: names of zones in the order they are to be reached; None for all zones of the mission.
        way_m: instead of zones: so much way driven is all that is asked for.
    """

    way_m: Annotated[float, Field(gt=0, le=10_000, allow_inf_nan=False)] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> HeadwayParameters:
        if self.way_m is not None and self.zones is not None:
            raise ValueError("give either zones or way_m, not both")
        return self

    @property
    def needs_zones(self) -> bool:
        """Whether the check makes no sense in a mission without zones to reach."""
        return self.way_m is None


Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class ShareParameters(Parameters):
    """Parameters of a check that gives more points for a greater share of something.

    Attributes:
        full_share: all points from this share on.
        none_share: no points up to this share, evenly more in between.
    """

    full_share: Share = 1.0
    none_share: Share = 0.0

    @model_validator(mode="after")
    def _full_is_more(self) -> ShareParameters:
        if self.none_share >= self.full_share:
            raise ValueError(f"none_share ({self.none_share:g}) must be below full_share ({self.full_share:g})")
        return self


class QuestionParameters(Parameters):
    """Parameters of a check that looks at what the program answered.

    Attributes:
        question: name of the answer, and of its truth in the mission's task (`missions/tasks/`).
    """

    question: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


Weight = Literal["way", "time"]
"""What a share is a share of: the metres that were driven, or the seconds that they took."""


@dataclass(frozen=True)
class Measurement:
    """What a check found.

    Attributes:
        fraction: share of the criterion's points, 0..1.
        reason: for the learner, in words: why all, some or none of the points.
        details: the figures behind it.
    """

    fraction: float
    reason: str
    details: Mapping[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True)
class CheckContext:
    """What was asked for, to hold a record against.

    Attributes:
        mission: the mission's spec.
        scenario: the variation of the world that the episode took place in.
        world: that world as it was at the start, robot and clutter included.
        robot: the robot.
        task: what the program was handed over, and the truth of it.
    """

    mission: MissionSpec
    scenario: Scenario
    world: World
    robot: RobotSpec
    task: Task = NO_TASK

    @cached_property
    def planner(self) -> Planner:
        """Plans ways for the robot through the world as it was at the start."""
        return Planner.for_mission(self.mission, self.world.models, self.robot)

    def optimum_m(self, zones: tuple[AnyZone, ...]) -> float | None:
        """Length of the shortest way from the start through zones in order; None when there is no way."""
        x_m, y_m, _ = self.scenario.robot_pose.position_m
        return self.planner.route_length_m((x_m, y_m), zones)


class Completion(Protocol):
    """Follows an episode step by step and knows when a criterion can't get better."""

    def observe(self, sim_time_s: float, x_m: float, y_m: float) -> None:
        """Takes the robot's place at the end of a step."""

    def complete(self) -> str | None:
        """Says in words that everything is done, or None while it is not."""

    def text(self) -> str:
        """Says in a few words how far it is."""


P = TypeVar("P", bound=Parameters)


@dataclass(frozen=True)
class Check(Generic[P]):
    """A check, as it stands in the registry.

    Attributes:
        name: what a criterion calls it.
        parameters: which parameters it takes.
        measure: the check itself; pure: same record, context and parameters, same measurement.
        completion: for checks that can end an episode: what follows it step by step.
    """

    name: str
    parameters: type[P]
    measure: Callable[[EpisodeRecord, CheckContext, P], Measurement]
    completion: Callable[[MissionSpec, P], Completion] | None = None


def follow(record: EpisodeRecord, zones: tuple[AnyZone, ...]) -> Arrivals:
    """Finds when the robot came to zones."""
    arrivals = Arrivals(zones)
    for time_s, (x_m, y_m, _) in zip(record.sim_time_s.tolist(), record.robot_pose.tolist(), strict=True):
        if arrivals.complete:
            break
        arrivals.observe(time_s, x_m, y_m)
    return arrivals


def falling(value: float, full: float, none: float) -> float:
    """Returns 1 up to `full`, 0 from `none` on, and falls evenly in between."""
    if value <= full:
        return 1.0
    return max(0.0, (none - value) / (none - full)) if none > full else 0.0


def rising(value: float, none: float, full: float) -> float:
    """Returns 0 up to `none`, 1 from `full` on, and rises evenly in between."""
    return falling(-value, -full, -none)
