# SPDX-License-Identifier: Apache-2.0
"""Pictures of the worlds by a robot's camera, with a box around every thing in them: the simulator says where it is.

A scene is one world with things strewn about a robot, drawn from its seed alone. The robot turns round in it and takes
pictures; there are other things in them, too, which are none of the classes: shelves, benches, pads, walls.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

import worlds
from worlds.engines.registry import make_simulator
from worlds.pose import Pose
from worlds.readings import CameraReading, EntityPicture
from worlds.scenario import ROBOT_ENTITY, Placement, Scenario
from worlds.sdf.description import World
from worlds.simulator import Action, Simulator

CLASSES: Mapping[str, tuple[str, ...]] = {
    "barrel": ("barrel",),
    "beacon": ("beacon_blue", "beacon_green", "beacon_red"),
    "cone": ("cone",),
    "crate": ("crate",),
    "marker": ("marker_0", "marker_1", "marker_2"),
    "parcel": ("box_small", "parcel"),
    "robot": ("turtlebot3_burger", "turtlebot3_waffle_pi", "turtlebot4"),
}
"""What is looked for, and the models that are one of them."""

OTHERS = ("bench", "poster", "pyramid", "ramp", "shelf", "table")
"""Strewn, too, so that the detector learns what it is not asked about."""

FIRST_HELD_OUT = 1_000_000
"""Scenes from here on are never trained with."""

VIEWS = 6
"""Pictures of a scene, each a sixth of a turn from the one before."""

LEAST_SIDE_PX = 8
LEAST_PIXELS = 90
"""What shows less of itself (in a picture of 320 × 240) is neither asked for nor counted against who finds it."""

CAMERA = "camera"
_ROBOTS = ("turtlebot3_waffle_pi", "turtlebot3_waffle_pi", "turtlebot4")
_WORLDS: Mapping[str, tuple[float, float]] = {
    "empty_hall": (2.4, 1.9),
    "first_drive": (2.4, 1.9),
    "late_deliveries": (2.4, 1.9),
    "line_follow": (2.4, 1.9),
    "read_and_sort": (1.8, 1.4),
    "showroom": (2.4, 1.9),
}
"""Worlds of the catalogue, and how far from their middle a robot may stand, m."""

_CATALOG = "catalog"
_TURN_RADPS = 1.5
_CLEAR_M = 0.55
"""Nothing stands nearer to the robot's middle."""
_APART_M = 0.4
_FARTHEST_M = 3.2
_TRIES = 40
_MOST_OF_PICTURE = 0.75
"""A thing that fills more of it is looked at from inside, or nearly."""

Picture = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class LabelledBox:
    """Where a thing shows.

    Attributes:
        label: one of `CLASSES`.
        left_px: of what can be seen of it; pixel i reaches from i to i + 1.
        top_px: of the same.
        right_px: of the same.
        bottom_px: of the same.
        counts: enough of it shows to ask for it.
    """

    label: str
    left_px: float
    top_px: float
    right_px: float
    bottom_px: float
    counts: bool = True

    @property
    def edges_px(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return self.left_px, self.top_px, self.right_px, self.bottom_px


@dataclass(frozen=True)
class LabelledPicture:
    """A picture with its labels.

    Attributes:
        scene: seed of the scene; pictures of one scene are of one group.
        picture: uint8 (240, 320, 3) RGB.
        boxes: of all things of the classes that show.
        entities: which model each pixel shows.
        models: the folder in `worlds/models` that each entity is of, by its name.
        robot: whose camera it is.
    """

    scene: int
    picture: Picture
    boxes: tuple[LabelledBox, ...]
    entities: EntityPicture
    models: Mapping[str, str]
    robot: str


_LABELS = {model: label for label, models in CLASSES.items() for model in models}


def labelled_pictures(seeds: range, views: int = VIEWS) -> Iterator[LabelledPicture]:
    """Makes the pictures of scenes, one scene after the other.

    Args:
        seeds: of the scenes.
        views: how many pictures of each, at most `VIEWS`.
    """
    simulator = make_simulator("mujoco")
    try:
        for seed in seeds:
            yield from _scene(simulator, seed, views)
    finally:
        simulator.close()


def _scene(simulator: Simulator, seed: int, views: int) -> Iterator[LabelledPicture]:
    random = np.random.default_rng(seed)
    name = str(random.choice(list(_WORLDS)))
    robot = str(random.choice(_ROBOTS))
    world = Path(worlds.__file__).parent / _CATALOG / f"{name}.sdf"
    wide_m, deep_m = _WORLDS[name]
    light, noise = float(random.uniform(0.45, 1.3)), float(random.uniform(0.3, 2.0))
    bare = simulator.load(Scenario(world, None))
    there = [one.pose.position_m[:2] for one in bare.models if _model_of(one.links[0].place.file) not in _FLAT]
    at = _free_place(random, there, wide_m, deep_m)
    pose = Pose.planar(*at, float(random.uniform(-math.pi, math.pi)))
    things = tuple(_strewn(random, at, there))
    loaded = simulator.load(Scenario(world, robot, pose, things, light_scale=light, noise_scale=noise))
    simulator.reset(seed)
    models = _models(loaded)
    simulator.apply_action(Action(0.0, _TURN_RADPS))
    timestep_s = simulator.physics_timestep_s
    for view in range(views):
        wait_s = (view + 1) * (2 * math.pi / VIEWS) / _TURN_RADPS
        simulator.advance(round(wait_s / timestep_s) * timestep_s)
        reading = simulator.read_sensor(CAMERA)
        entities = simulator.seen_entities(CAMERA)
        if isinstance(reading, CameraReading) and _from_outside(entities, models):
            picture = np.asarray(reading.image, np.uint8)
            yield LabelledPicture(seed, picture, boxes_of(entities, models), entities, models, robot)


_FLAT = frozenset({"floor_6x5m", "goal_pad_blue", "goal_pad_green", "goal_pad_red", "goal_pad_yellow", "walls_6x5m"})
"""Models on which a robot may stand, or whose middle says nothing of where they are."""

_LIES_FLAT = ("floor", "goal_pad", "line_", "ground_", "sorting_bays", "markings")


def lies_flat(model: str) -> bool:
    """Whether a model lies on the floor so flat that a robot drives over it."""
    return model.startswith(_LIES_FLAT)


def _model_of(file: Path) -> str:
    return file.parent.name


def _models(world: World) -> dict[str, str]:
    """The folder that each model of a world was read from; of one that the world's own file has, its name."""
    files = {one.name: one.links[0].place.file for one in world.models}
    return {name: name if file.parent.name == _CATALOG else _model_of(file) for name, file in files.items()}


def _free_place(
    random: np.random.Generator, taken: list[tuple[float, float]], wide_m: float, deep_m: float
) -> tuple[float, float]:
    best, most_m = (0.0, 0.0), -1.0
    for _ in range(_TRIES):
        place = float(random.uniform(-wide_m, wide_m)), float(random.uniform(-deep_m, deep_m))
        clear_m = min((math.dist(place, one) for one in taken), default=math.inf)
        if clear_m > _CLEAR_M + 0.2:
            return place
        if clear_m > most_m:
            best, most_m = place, clear_m
    return best


def _strewn(
    random: np.random.Generator, robot: tuple[float, float], taken: list[tuple[float, float]]
) -> Iterator[Placement]:
    """Things about a robot, most of them near, none in another."""
    places = list(taken)
    for number in range(int(random.integers(6, 15))):
        choice = OTHERS if random.random() < 0.12 else CLASSES[str(random.choice(list(CLASSES)))]
        for _ in range(_TRIES):
            away_m = _CLEAR_M + (_FARTHEST_M - _CLEAR_M) * float(random.random()) ** 1.3
            bearing_rad = float(random.uniform(-math.pi, math.pi))
            place = robot[0] + away_m * math.cos(bearing_rad), robot[1] + away_m * math.sin(bearing_rad)
            inside = abs(place[0]) < 2.7 and abs(place[1]) < 2.2
            large = choice is OTHERS
            if inside and all(math.dist(place, one) > _APART_M * (2 if large else 1) for one in places):
                if large and away_m < 1.0:
                    continue
                places.append(place)
                yaw_rad = float(random.uniform(-math.pi, math.pi))
                yield Placement(f"strewn_{number}", str(random.choice(choice)), Pose.planar(*place, yaw_rad))
                break


def _from_outside(entities: EntityPicture, models: Mapping[str, str]) -> bool:
    """Whether no thing fills the picture."""
    shown = np.bincount(entities.indices.ravel() + 1, minlength=len(entities.names) + 1)[1:]
    upright = [
        count
        for name, count in zip(entities.names, shown, strict=True)
        if name != ROBOT_ENTITY and not lies_flat(models[name]) and not models[name].startswith("wall")
    ]
    return max(upright, default=0) < _MOST_OF_PICTURE * entities.indices.size


def boxes_of(entities: EntityPicture, models: Mapping[str, str]) -> tuple[LabelledBox, ...]:
    """The boxes around what can be seen of each thing of the classes; the robot that looks is none of them.

    Args:
        entities: what each pixel shows.
        models: the folder in `worlds/models` that each entity is of.
    """
    found = []
    for number, name in enumerate(entities.names):
        label = _LABELS.get(models[name])
        if label is None or name == ROBOT_ENTITY:
            continue
        rows, columns = np.nonzero(entities.indices == number)
        if not len(rows):
            continue
        left, right, top, bottom = columns.min(), columns.max() + 1, rows.min(), rows.max() + 1
        counts = len(rows) >= LEAST_PIXELS and min(right - left, bottom - top) >= LEAST_SIDE_PX
        found.append(LabelledBox(label, float(left), float(top), float(right), float(bottom), bool(counts)))
    return tuple(found)
