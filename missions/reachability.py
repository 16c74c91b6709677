# SPDX-License-Identifier: Apache-2.0
"""Proves by a planner that every zone of a mission can be reached from every start, whatever the seed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, product

from missions.errors import MissionError
from missions.mission_rules import MissionProblem
from missions.planner import Planner, Point
from missions.seeds import hidden_seeds
from missions.spec import Mission, MissionSpec
from missions.variation import scenario_for
from missions.variation_spec import StartJitter, StartPose
from worlds.errors import WorldsError
from worlds.robot_spec import load_robot_spec
from worlds.sdf.description import World
from worlds.sdf.reader import read_model
from worlds.yaml_file import find_line

OTHER_SEEDS = tuple(range(1_000_001, 1_000_011))
"""Variations that are tried besides those of the mission's own seeds."""

_ENOUGH = 3
"""So many of a kind are told; the rest will have the same cause."""

Place = tuple[int | str, ...]


@dataclass(frozen=True)
class _Variation:
    """One variation of the world to look at.

    Attributes:
        name: what to call it.
        place: in `mission.yaml`.
        mission: to vary.
        seed: to vary it with.
    """

    name: str
    place: Place
    mission: Mission
    seed: int


def reachability_problems(mission: Mission, world: World) -> Iterator[MissionProblem]:
    """Looks for places where a robot can't start, and for zones to which it finds no way.

    For each robot: the bare world, from each start pose and each corner of its jitter; then the variations of the
    public, the hidden and some other seeds; then the greatest clutter, at the corners too. What is wrong with the
    one is not looked for in the next.

    Args:
        mission: whose names and numbers are right.
        world: the mission's, as it is read.
    """
    for robot in mission.spec.allowed_robots:
        groups = (_in_the_bare_world(mission, world, robot), *_varied(mission, world, robot))
        for group in groups:
            found = list(islice(group, _ENOUGH))
            for place, message, hint in found:
                yield MissionProblem(mission.spec_file, find_line(mission.spec_file, place), message, hint)
            if found:
                break


Found = tuple[Place, str, str]
"""Place in the file, message, hint."""


def _in_the_bare_world(mission: Mission, world: World, robot: str) -> Iterator[Found]:
    spec = mission.spec
    planner = Planner.for_mission(spec, world.models, load_robot_spec(robot))
    lost: set[str] = set()
    for index, pose in enumerate(spec.start_poses):
        start = (pose.x_m, pose.y_m)
        if not planner.is_free(start):
            message = f"start pose {pose.x_m:g}, {pose.y_m:g}: the robot {robot} would stand in something."
            yield ("start_poses", index), message, "Move it."
        for number, zone in enumerate(spec.zones):
            why = "" if zone.name in lost else planner.why_not(start, zone)
            if why:
                lost.add(zone.name)
                message = f"the robot {robot} can't reach the zone {zone.name} from {pose.x_m:g}, {pose.y_m:g}: {why}."
                yield ("zones", number), message, ""
        for corner in _corners(pose, spec.variation.start_jitter):
            problem, hint = _problem(planner, spec, (corner.x_m, corner.y_m))
            if problem and not lost and planner.is_free(start):
                about = f"start pose {pose.x_m:g}, {pose.y_m:g}, {robot}, at a corner of start_jitter: {problem}"
                yield ("variation", "start_jitter"), about, hint


def _varied(mission: Mission, world: World, robot: str) -> Iterator[Iterator[Found]]:
    spec = mission.spec
    public = [
        _Variation(f"seed {seed}", ("public_seeds", index), mission, seed)
        for index, seed in enumerate(spec.public_seeds)
    ]
    hidden = [
        _Variation(f"hidden seed {number}", ("hidden_seed_count",), mission, seed)
        for number, seed in enumerate(hidden_seeds(mission), 1)
    ]
    others = [_Variation(f"the variation of seed {seed}", ("variation",), mission, seed) for seed in OTHER_SEEDS]
    for group in (public, hidden, others, _greatest(mission)):
        yield _among(group, world, robot)


def _among(variations: Iterable[_Variation], world: World, robot: str) -> Iterator[Found]:
    for one in variations:
        problem, hint = _problem_of(one, world, robot)
        if problem:
            # A message of the variation may name the seed, and a hidden one is not told.
            problem = problem.replace(str(one.seed), "") if one.place == ("hidden_seed_count",) else problem
            yield one.place, f"{one.name}, {robot}: {problem}", hint


def _greatest(mission: Mission) -> Iterator[_Variation]:
    """The most clutter that there may be, from each corner of the start's jitter in turn."""
    spec = mission.spec
    clutter = spec.variation.clutter
    if clutter is None:
        return
    most = clutter.model_copy(update={"count": (clutter.count[1], clutter.count[1])})
    variation = spec.variation.model_copy(update={"clutter": most, "start_jitter": StartJitter()})
    corners = [corner for pose in spec.start_poses for corner in _corners(pose, spec.variation.start_jitter)]
    for corner, seed in zip(corners, OTHER_SEEDS, strict=False):
        harder = spec.model_copy(update={"variation": variation, "start_poses": (corner,)})
        name = f"{clutter.count[1]} things and the start {corner.x_m:g}, {corner.y_m:g}"
        yield _Variation(name, ("variation", "clutter"), replace(mission, spec=harder), seed)


def _corners(pose: StartPose, jitter: StartJitter) -> list[StartPose]:
    """The places at which the start is as far off as it may be, each once."""
    places = {
        (pose.x_m + along * jitter.x_m, pose.y_m + across * jitter.y_m): None
        for along, across in product((-1, 1), repeat=2)
    }
    return [pose.model_copy(update={"x_m": x_m, "y_m": y_m}) for x_m, y_m in places]


def _problem_of(one: _Variation, world: World, robot: str) -> tuple[str, str]:
    """Says what is wrong with a variation, and what to do; or nothing."""
    try:
        scenario = scenario_for(one.mission, one.seed, robot)
        things = [read_model(thing.model, name=thing.name, pose=thing.pose) for thing in scenario.placements]
    except MissionError as error:
        return error.reason, error.hint
    except WorldsError as error:
        return error.message, error.hint
    planner = Planner.for_mission(one.mission.spec, [*world.models, *things], load_robot_spec(robot))
    x_m, y_m, _ = scenario.robot_pose.position_m
    return _problem(planner, one.mission.spec, (x_m, y_m))


def _problem(planner: Planner, spec: MissionSpec, start: Point) -> tuple[str, str]:
    """Says what is wrong with a start, and what to do; or nothing."""
    if not planner.is_free(start):
        message = f"the robot would start in something (at {start[0]:.2f}, {start[1]:.2f})."
        return message, "Make start_jitter smaller, or move the start."
    if planner.reaches(start, spec.zones):
        return "", ""
    zone, why = next((zone.name, why) for zone in spec.zones if (why := planner.why_not(start, zone)))
    return f"there is no way to the zone {zone}: {why}.", ""
