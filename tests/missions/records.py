# SPDX-License-Identifier: Apache-2.0
"""Makes records of episodes by hand: a robot at given places, a second or so apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from missions.checks.check import CheckContext
from missions.episode_record import ContactEvent, Ending, EpisodeRecord
from missions.spec import MissionSpec, load_mission
from tests.missions.mission_files import plain_spec, write_mission
from worlds.compose import compose
from worlds.pose import Pose
from worlds.robot_spec import load_robot_spec
from worlds.scenario import Placement, Scenario

THREE_ZONES = [
    {"name": "near", "shape": "circle", "centre_m": [1.0, 0.0], "radius_m": 0.2},
    {"name": "middle", "shape": "rectangle", "centre_m": [1.0, 1.0], "size_m": [0.4, 0.2]},
    {"name": "far", "shape": "circle", "centre_m": [-1.0, 1.0], "radius_m": 0.2},
]


def record_of(
    places: Sequence[tuple[float, float]],
    *,
    every_s: float = 1.0,
    yaws_rad: Sequence[float] | None = None,
    actions: Sequence[tuple[float, float]] | None = None,
    batteries: Sequence[float] | None = None,
    contacts: Sequence[ContactEvent] = (),
    tilts_rad: Sequence[float] | None = None,
    things: Mapping[str, Sequence[tuple[float, float]]] | None = None,
    slid_m: Sequence[float] | None = None,
    ending: Ending = "truncated",
) -> EpisodeRecord:
    """A robot that is at each of these places (x, y in metres), one after another; it looks along x if not told.

    Things are at their places at the same times, by name.
    """
    count = len(places)
    pose = np.zeros((count, 3))
    pose[:, :2] = np.array(places, dtype=np.float64).reshape(count, 2)
    if yaws_rad is not None:
        pose[:, 2] = yaws_rad
    return EpisodeRecord(
        sim_time_s=np.arange(count, dtype=np.float64) * np.float64(every_s),
        robot_pose=pose,
        robot_tilt_rad=np.zeros(count) if tilts_rad is None else np.array(tilts_rad, dtype=np.float64),
        robot_velocity=np.zeros((count, 2)),
        actions=np.zeros((count, 2)) if actions is None else np.array(actions, dtype=np.float64),
        entities={name: np.array([(*one, 0.0) for one in way]) for name, way in (things or {}).items()},
        contacts=tuple(contacts),
        battery_fraction=np.ones(count) if batteries is None else np.array(batteries, dtype=np.float64),
        ending=ending,
        ending_reason="The test ended it.",
        load_slid_m=None if slid_m is None else np.array(slid_m, dtype=np.float64),
    )


def contact(sim_time_s: float, entity: str = "crate", *, force_n: float = 1.0, normal_z: float = 0.0) -> ContactEvent:
    """The robot touches something."""
    return ContactEvent(sim_time_s, entity, "body::body_collision", "base_link::body_collision", normal_z, force_n)


def context_of(tmp_path: Path, **changes: object) -> CheckContext:
    """What is asked for in a mission with three zones in the empty hall, the start in its middle."""
    spec: MissionSpec = load_mission(write_mission(tmp_path, plain_spec(**{"zones": THREE_ZONES, **changes}))).spec
    mission = load_mission(tmp_path / "try_out")
    scenario = Scenario(mission.world_file, spec.robot, Pose.planar(0.0, 0.0, 0.0))
    return CheckContext(spec, scenario, compose(scenario), load_robot_spec(spec.robot))


def with_things(context: CheckContext, kinds: Mapping[str, str]) -> CheckContext:
    """The same, with things placed in the world: name and kind."""
    placements = tuple(
        Placement(name, "box_small", Pose.planar(0.5, 0.0, 0.0), kind=kind) for name, kind in kinds.items()
    )
    return replace(context, scenario=replace(context.scenario, placements=placements))
