# SPDX-License-Identifier: Apache-2.0
"""How near an episode comes to its physical limit: the same steps, rays and pictures, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import JsonValue

from missions.benchmark.figure import Figure
from missions.benchmark.minute import CAMERA_ROBOT, LIDAR_ROBOT, SEED, Minute, mission_of, run_minute
from missions.episode.launcher import EpisodeRunner
from missions.variation import scenario_for
from worlds.engines.mujoco.raw_limit import RawWork, raw_work

MINUTE_S = 60.0


class NotTheSameWorkError(Exception):
    """The limit was measured on another drive than the episode's, so the two can't be compared."""


@dataclass(frozen=True)
class _Goal:
    name: str
    what: str
    robot: str
    least_pace: float
    most_ratio: float
    aim_ratio: float | None


_GOALS = (
    _Goal("lidar", "lidar at 10 Hz, odometry and IMU at 50 Hz", LIDAR_ROBOT, 30.0, 2.5, 2.0),
    _Goal("camera", "the same and a 320×240 camera at 10 Hz", CAMERA_ROBOT, 10.0, 1.6, None),
)


def limit_figures(rounds: int) -> Iterator[Figure]:
    """Measures both episodes; each of them and its limit in turn, and the best of each counts.

    Args:
        rounds: how often; 1 or more.

    Raises:
        EpisodeError: an episode could not be run.
        NotTheSameWorkError: the limit's robot went another way.
    """
    for goal in _GOALS:
        yield from _measured(goal, rounds)


def _measured(goal: _Goal, rounds: int) -> Iterator[Figure]:
    bare, traced, raw = [], [], []
    with mission_of(MINUTE_S) as mission, EpisodeRunner() as runner:
        scenario = scenario_for(mission, SEED, goal.robot)
        run_minute(runner, mission, goal.robot)  # starts everything
        for _ in range(rounds):
            bare.append(run_minute(runner, mission, goal.robot, trace=False))
            traced.append(run_minute(runner, mission, goal.robot))
            raw.append(raw_work(scenario, SEED, bare[-1].actions, mission.spec.control_timestep_s))
            _compare(bare[-1], raw[-1])
    fastest, limit = min(bare, key=_wall_s), min(raw, key=_wall_s)
    with_trace_s = min(map(_wall_s, traced))
    details = _details(fastest, limit)
    yield Figure(
        name=f"{goal.name}_pace",
        what=f"an episode of 60 s ({goal.what}), times real time",
        value=round(fastest.scorecard.sim_time_s / fastest.wall_s, 2),
        unit="× real time",
        bound="at_least",
        goal=goal.least_pace,
        details=details,
    )
    yield Figure(
        name=f"{goal.name}_limit",
        what="its time, as a multiple of the limit's (raw steps, rays and pictures)",
        value=round(fastest.wall_s / limit.wall_s, 3),
        unit="× limit",
        goal=goal.most_ratio,
        aim=goal.aim_ratio,
        details={"limit_pace": round(fastest.scorecard.sim_time_s / limit.wall_s, 2)},
    )
    recording_s = _parts(fastest).get("recording", 0.0)
    yield Figure(
        name=f"{goal.name}_recording",
        what="share of its time that recording takes",
        value=round(100 * recording_s / fastest.wall_s, 2),
        unit="%",
        goal=10.0,
    )
    yield Figure(
        name=f"{goal.name}_trace",
        what="what recording every step of the program adds to its time",
        value=round(100 * (with_trace_s / fastest.wall_s - 1), 2),
        unit="%",
        goal=10.0,
        details={"wall_s": round(with_trace_s, 4)},
    )


def _compare(minute: Minute, raw: RawWork) -> None:
    if minute.robot_xy_m != raw.robot_xy_m:
        raise NotTheSameWorkError(
            f"the episode's robot came to {minute.robot_xy_m}, that of the limit to {raw.robot_xy_m}"
        )


def _wall_s(one: Minute | RawWork) -> float:
    return one.wall_s


def _parts(minute: Minute) -> dict[str, float]:
    timing = minute.scorecard.timing
    return {} if timing is None else dict(timing.parts_s)


def _details(minute: Minute, raw: RawWork) -> dict[str, JsonValue]:
    timing = minute.scorecard.timing
    assert timing is not None
    rounded: dict[str, JsonValue] = {part: round(seconds, 4) for part, seconds in timing.parts_s.items()}
    return {
        "sim_time_s": minute.scorecard.sim_time_s,
        "wall_s": round(minute.wall_s, 4),
        "control_steps": minute.scorecard.steps,
        "physics_timestep_s": timing.physics_timestep_s,
        "physics_steps": timing.physics_steps,
        "readings": dict(timing.readings),
        "parts_s": rounded,
        "limit_s": {
            "physics": round(raw.physics_s, 4),
            "rays": round(raw.rays_s, 4),
            "render": round(raw.render_s, 4),
        },
        "limit_counts": {"physics_steps": raw.steps, "turns": raw.turns, "pictures": raw.pictures},
        "robot": minute.scorecard.robot,
        "versions": dict(minute.scorecard.versions),
    }
