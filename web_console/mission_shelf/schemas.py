# SPDX-License-Identifier: Apache-2.0
"""What the console says of missions."""

from __future__ import annotations

from pydantic import BaseModel

from missions.zones import Zone


class MissionCard(BaseModel):
    """A mission in the list.

    Attributes:
        name: of the mission.
        title: by language.
        summary: one sentence by language.
        strand: which subject it belongs to.
        tiers: kinds of programs it is meant for.
        expected_minutes: how long a learner takes.
        max_score: points there are.
        pass_mark: points needed to pass.
    """

    name: str
    title: dict[str, str]
    summary: dict[str, str]
    strand: str
    tiers: list[str]
    expected_minutes: int
    max_score: float
    pass_mark: float


class MissionList(BaseModel):
    """All missions."""

    missions: list[MissionCard]


class MissionRobot(BaseModel):
    """A robot that a mission may be done with.

    Attributes:
        name: of the robot.
        title: for people.
        summary: one sentence for people.
    """

    name: str
    title: str
    summary: str


class MissionCriterion(BaseModel):
    """What a mission gives points for.

    Attributes:
        name: unique in the mission.
        check: that measures it.
        points: there are.
    """

    name: str
    check: str
    points: float


class MissionLearning(BaseModel):
    """What programs may learn in a mission.

    Attributes:
        has_data: it brings data to learn from.
        limit_s: processor time that learning may take.
        installed: what learning needs is there; without it, programs that learn can't be run in this lab yet.
    """

    has_data: bool
    limit_s: float
    installed: bool


class MissionDetail(MissionCard):
    """Everything about a mission that its learners may know.

    Attributes:
        brief: what is asked, as Markdown by language; its pictures are at `/api/missions/{name}/files/{file}`.
        robot: name of the robot that it starts with.
        robots: that it may be done with.
        public_seeds: for practice.
        hidden_seed_count: how many hidden seeds a submission is graded with.
        control_rate_hz: control steps a simulated second.
        time_limit_s: simulated time after which an episode is truncated.
        criteria: what points are given for.
        zones: places on the floor, in the order in which they are to be reached.
        nodes: perception nodes in the loop.
        learning: what programs may learn; null where nothing is learned.
        starter: the text to begin with, by tier.
    """

    brief: dict[str, str]
    robot: str
    robots: list[MissionRobot]
    public_seeds: list[int]
    hidden_seed_count: int
    control_rate_hz: float
    time_limit_s: float
    criteria: list[MissionCriterion]
    zones: list[Zone]
    nodes: list[str]
    learning: MissionLearning | None
    starter: dict[str, str]
