# SPDX-License-Identifier: Apache-2.0
"""What is said of episodes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from missions.episode.pacing import MAX_PACE, MIN_PACE
from missions.scorecard import Scorecard
from missions.spec import MAX_SEED

State = Literal["waiting", "running", "ended", "stopped", "failed"]


def _not_too_slow(pace: float) -> float:
    """Refuses a pace at which an episode would hold its place for hours."""
    if 0 < pace < MIN_PACE:
        raise ValueError(f"a pace is 0 or from {MIN_PACE:g} to {MAX_PACE:g}, not {pace:g}")
    return pace


Pace = Annotated[float, Field(ge=0, le=MAX_PACE, allow_inf_nan=False), AfterValidator(_not_too_slow)]
"""Simulated seconds a wall-clock second; 0 for as fast as it goes."""


class NewEpisode(BaseModel):
    """What is to be run.

    Attributes:
        program_id: a program of one's own team.
        version: its number; the newest if it is left out.
        seed: one of the mission's public seeds.
        robot: one that the mission allows; its own if it is left out.
        target: an engine.
        pace: simulated seconds a wall-clock second; 0 for as fast as it goes.
    """

    model_config = ConfigDict(extra="forbid")

    program_id: Annotated[str, Field(max_length=40)]
    version: Annotated[int, Field(ge=1, le=10**9)] | None = None
    seed: Annotated[int, Field(ge=0, le=MAX_SEED)]
    robot: Annotated[str, Field(max_length=60)] | None = None
    target: Annotated[str, Field(max_length=60)] = "mujoco"
    pace: Pace = 1.0


class Wish(BaseModel):
    """What is to become of a running episode.

    Attributes:
        action: `pause`, `resume`, `step` (one control step on, then stand still), `stop`, or `pace`.
        pace: the new one, for `pace`.
    """

    model_config = ConfigDict(extra="forbid")

    action: Literal["pause", "resume", "step", "stop", "pace"]
    pace: Pace | None = None


class Episode(BaseModel):
    """One episode.

    Attributes:
        id: of the episode.
        program_id: of the program that it runs.
        version: number of the program's version.
        program_name: of the program.
        submission_id: whose part it is; null for practice.
        mission: its name.
        seed: of the world; null for a hidden one.
        seed_name: what people call the seed.
        robot: its name.
        target: the engine.
        pace: simulated seconds a wall-clock second; 0 for as fast as it goes.
        state: where it is.
        ahead: how many episodes wait before it.
        score: points, when it is over.
        max_score: points there are.
        passed: whether it counts as passed.
        verdict: why.
        problem: what went wrong in the lab, for people; may be empty.
        has_recording: it can be watched again.
        has_learning_report: its program learned something, or tried to, and there is a page about that.
        recording_cleared: it could be, but its recording made room for newer ones: to see it, it is run again.
        created_at: when Run was clicked.
        ended_at: when it was over.
    """

    id: str
    program_id: str
    version: int
    program_name: str
    submission_id: str | None
    mission: str
    seed: int | None
    seed_name: str
    robot: str
    target: str
    pace: float
    state: State
    ahead: int
    score: float | None
    max_score: float | None
    passed: bool | None
    verdict: str
    problem: str
    has_recording: bool
    has_learning_report: bool
    recording_cleared: bool
    created_at: datetime
    ended_at: datetime | None


class EpisodeList(BaseModel):
    """Episodes, the newest first."""

    episodes: list[Episode]


class EpisodeProgram(BaseModel):
    """The program that an episode ran, as it was then."""

    program_id: str
    version: int
    name: str
    tier: str
    text: str
    blocks: str | None


__all__ = ["Episode", "EpisodeList", "EpisodeProgram", "NewEpisode", "Scorecard", "State", "Wish"]
