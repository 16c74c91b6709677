# SPDX-License-Identifier: Apache-2.0
"""What a seed makes of a mission: the start, the clutter, the light, the friction, the noise."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

import numpy as np

from missions.draw import Draw
from missions.errors import MissionError, closest_hint
from missions.footprints import Outline, outlines, reach_m
from missions.labelled import labelled_things
from missions.patch_row import patch_row
from missions.planner import Planner
from missions.spec import MAX_SEED, Mission, MissionSpec
from missions.variation_spec import ClutterSpec, WheelFaultSpec
from missions.zones import AnyZone
from worlds.pose import Pose
from worlds.robot_spec import load_robot_spec
from worlds.scenario import Placement, Scenario
from worlds.sdf.reader import read_model, read_world
from worlds.wheel_faults import SIDES, WheelFault

_LAYOUTS = 40
_TRIES_PER_THING = 60

# A purpose keeps its number for ever, so that a new one changes no draw of the others.
_START, _CLUTTER, _LIGHT, _FRICTION, _NOISE, _PATCHES, _SHAKING, _LABELLED, _FAULT = range(9)

Start = tuple[float, float, float]


def robot_name(mission: Mission, robot: str | None) -> str:
    """Returns the robot to use: the given one if the mission allows it, or else the mission's own.

    Raises:
        MissionError: the mission does not allow the robot.
    """
    allowed = mission.spec.allowed_robots
    if robot is None:
        return mission.spec.robot
    if robot not in allowed:
        raise MissionError(
            f"The mission {mission.spec.name} can't be done with the robot “{robot[:80]}”; "
            f"it allows {', '.join(allowed)}.",
            closest_hint(robot, allowed),
        )
    return robot


def scenario_for(mission: Mission, seed: int, robot: str | None = None) -> Scenario:
    """Makes the variation of the mission's world that a seed stands for.

    The same mission, seed and robot give equal scenarios, on every machine.

    Args:
        mission: the mission.
        seed: 0 ≤ seed < 2**63.
        robot: name of an allowed robot, None for the mission's own.

    Raises:
        MissionError: the seed is out of range, the robot is not allowed, or the mission's clutter leaves no
            way through the zones.
        SdfError: the world, or a model in it, is wrong.
    """
    if not 0 <= seed <= MAX_SEED:
        raise MissionError(f"A seed must be from 0 to {MAX_SEED}, not {str(seed)[:40]}.")
    spec, name = mission.spec, robot_name(mission, robot)
    start = _start(spec, seed)
    variation = spec.variation
    placements: tuple[Placement, ...] = ()
    if variation.labelled is not None:
        placements = labelled_things(variation.labelled, Draw(seed, _LABELLED), graded=seed not in spec.public_seeds)
    if variation.clutter is not None:
        placements += _clutter(mission, variation.clutter, seed, start, name, placements)
    if variation.patches is not None:
        placements = (*patch_row(variation.patches, Draw(seed, _PATCHES)), *placements)
    softest, firmest = variation.shaking_scale
    return Scenario(
        world=mission.world_file,
        robot=name,
        robot_pose=Pose.planar(*start),
        placements=placements,
        light_scale=Draw(seed, _LIGHT).between(*variation.light_scale),
        friction_scale=Draw(seed, _FRICTION).between(*variation.friction_scale),
        noise_scale=Draw(seed, _NOISE).between(*variation.noise_scale),
        shaking_scale=softest * (firmest / softest) ** Draw(seed, _SHAKING).between(0.0, 1.0),
        wheel_fault=None if variation.wheel_fault is None else _wheel_fault(variation.wheel_fault, Draw(seed, _FAULT)),
    )


def _wheel_fault(spec: WheelFaultSpec, draw: Draw) -> WheelFault | None:
    happens = draw.between(0.0, 1.0) < spec.chance
    kind, wheel = spec.kinds[draw.below(len(spec.kinds))], SIDES[draw.below(len(SIDES))]
    fault = WheelFault(kind, wheel, draw.between(*spec.severity))
    return fault if happens else None


def _start(spec: MissionSpec, seed: int) -> Start:
    draw = Draw(seed, _START)
    pose = spec.start_poses[draw.below(len(spec.start_poses))]
    jitter = spec.variation.start_jitter
    return (
        pose.x_m + draw.between(-jitter.x_m, jitter.x_m),
        pose.y_m + draw.between(-jitter.y_m, jitter.y_m),
        pose.yaw_rad + draw.between(-jitter.yaw_rad, jitter.yaw_rad),
    )


def _clutter(
    mission: Mission, clutter: ClutterSpec, seed: int, start: Start, robot: str, others: Sequence[Placement]
) -> tuple[Placement, ...]:
    """Draws layouts until one leaves a way through the zones for the robot."""
    draw = Draw(seed, _CLUTTER)
    spec = load_robot_spec(robot)
    placed = [read_model(one.model, name=one.name, pose=one.pose) for one in others]
    models = [*read_world(mission.world_file).models, *placed]
    taken = [*outlines(models, math.inf), Outline(np.array([start[:2]]), spec.body.radius_m)]
    count = clutter.count[0] + draw.below(clutter.count[1] - clutter.count[0] + 1)
    for _ in range(_LAYOUTS):
        layout = _layout(mission.spec.zones, clutter, count, draw, taken)
        if layout is None:
            continue
        things = [read_model(one.model, name=one.name, pose=one.pose) for one in layout]
        planner = Planner.for_mission(mission.spec, [*models, *things], spec)
        if planner.is_free(start[:2]) and planner.reaches(start[:2], mission.spec.zones):
            return tuple(layout)
    raise MissionError(
        f"Seed {seed} finds no place for {count} things that leaves {robot} a way through the zones "
        f"({_LAYOUTS} layouts tried).",
        "Give variation.clutter larger regions, a smaller count or a smaller keep_clear_m.",
        mission.spec_file,
    )


def _layout(
    zones: Sequence[AnyZone], clutter: ClutterSpec, count: int, draw: Draw, taken: Sequence[Outline]
) -> list[Placement] | None:
    """Draws places for things one by one, each clear of all before it; None when one finds no place."""
    layout: list[Placement] = []
    standing = list(taken)
    for index in range(count):
        model = clutter.models[draw.below(len(clutter.models))]
        radius_m = _reach_m(model)
        room_m = radius_m + clutter.keep_clear_m
        for _ in range(_TRIES_PER_THING):
            region = clutter.regions[draw.below(len(clutter.regions))]
            x_m, y_m = draw.between(*region.x_m), draw.between(*region.y_m)
            yaw_rad = draw.between(-math.pi, math.pi)
            near_zone = any(zone.distance_m(x_m, y_m) < room_m for zone in zones)
            if not near_zone and not any(outline.is_within(x_m, y_m, room_m) for outline in standing):
                break
        else:
            return None
        layout.append(Placement(f"clutter_{index}", model, Pose.planar(x_m, y_m, yaw_rad)))
        standing.append(Outline(np.array([[x_m, y_m]]), radius_m))
    return layout


@cache
def _reach_m(model: str) -> float:
    return reach_m(read_model(model, name=model, pose=Pose()))
