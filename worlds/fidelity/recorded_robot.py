# SPDX-License-Identifier: Apache-2.0
"""Which model of a recorded world is the robot, which joints its wheels turn in, and its world made ready to play."""

from __future__ import annotations

from dataclasses import dataclass, replace

from worlds.errors import SdfError
from worlds.pose import Pose
from worlds.robot_spec import RobotSpec, load_robot_spec
from worlds.scenario import ROBOT_ENTITY
from worlds.sdf.description import Joint, Model, Place, World

BASE_LINK = "base_link"
_STAND_IN = "turtlebot3_burger"
_NO_LIMIT_NM = 1e9
_ENDLESS_RAD = 1e3
"""A wheel turns farther than this before it meets a limit, if it has one at all."""


@dataclass(frozen=True)
class RecordedRobot:
    """A recorded world with its robot under the name of robots.

    Attributes:
        world: the world; no link of it has sensors, which are not compared.
        spec: of the robot: its wheels' joints, without any limit but those of the file.
        base: the robot's `base_link` in its model's frame.
        place: of the robot's model in the file.
    """

    world: World
    spec: RobotSpec
    base: Pose
    place: Place


def find_robot(world: World) -> RecordedRobot:
    """Finds the robot of a recorded world.

    It is the model whose two wheels are named by a differential-drive plugin; else the one that has one joint with
    “left” and one with “right” in its name that turn; else the one with just two joints that turn, the left one on
    the side of +y.

    Raises:
        SdfError: no model is such a robot, or more than one is.
    """
    moving = [model for model in world.models if not model.static]
    for way in (_by_plugin, _by_name, _by_side):
        found = [(model, joints) for model in moving if (joints := way(model)) is not None]
        if len(found) > 1:
            based = [(model, joints) for model, joints in found if _base(model) is not None]
            found = based if len(based) == 1 else found
        if len(found) == 1:
            return _ready(world, *found[0])
        if found:
            names = ", ".join(model.name for model, _ in found)
            raise _error(world.place, f"more than one model drives on two wheels: {names[:300]}.")
    raise _error(
        world.place,
        "no model drives on two wheels.",
        "Name its joints wheel_left_joint and wheel_right_joint, of type revolute or continuous.",
    )


def _by_plugin(model: Model) -> tuple[Joint, Joint] | None:
    joints = {joint.name: joint for joint in model.joints if joint.kind == "revolute"}
    for plugin in model.plugins:
        left, right = (joints.get(plugin.parameters.get(f"{side}_joint", "")) for side in ("left", "right"))
        if left is not None and right is not None:
            return left, right
    return None


def _by_name(model: Model) -> tuple[Joint, Joint] | None:
    turning = [joint for joint in _turning(model) if "caster" not in joint.name.lower()]
    left, right = ([joint for joint in turning if side in joint.name.lower()] for side in ("left", "right"))
    return (left[0], right[0]) if len(left) == len(right) == 1 else None


def _by_side(model: Model) -> tuple[Joint, Joint] | None:
    turning = _turning(model)
    if len(turning) != 2:
        return None
    links = {link.name: link for link in model.links}
    one, other = sorted(turning, key=lambda joint: -(links[joint.child].pose @ joint.pose).position_m[1])
    return one, other


def _turning(model: Model) -> list[Joint]:
    return [
        joint for joint in model.joints if joint.kind == "revolute" and joint.axis and joint.axis.upper > _ENDLESS_RAD
    ]


def _base(model: Model) -> Pose | None:
    named = (link.pose for link in model.links if link.name.rpartition("::")[2] == BASE_LINK)
    return next(named, None)


def _ready(world: World, robot: Model, joints: tuple[Joint, Joint]) -> RecordedRobot:
    taken = next((model for model in world.models if model.name == ROBOT_ENTITY and model is not robot), None)
    if taken is not None:
        raise _error(taken.place, f"the name “{ROBOT_ENTITY}” is kept for what drives.", "Give the model another name.")
    models = tuple(
        replace(
            model,
            name=ROBOT_ENTITY if model is robot else model.name,
            links=tuple(replace(link, sensors=()) for link in model.links),
        )
        for model in world.models
    )
    # Of the stand-in nothing but the drive is used: the wheels are turned past the firmware.
    stand_in = load_robot_spec(_STAND_IN)
    left, right = joints
    drive = stand_in.drive.model_copy(
        update={"left_joint": left.name, "right_joint": right.name, "max_torque_nm": _NO_LIMIT_NM}
    )
    return RecordedRobot(
        world=replace(world, models=models),
        spec=stand_in.model_copy(update={"drive": drive}),
        base=_base(robot) or robot.links[0].pose,
        place=robot.place,
    )


def _error(place: Place, message: str, hint: str = "") -> SdfError:
    return SdfError(place.file, place.line, place.element, message, hint)
