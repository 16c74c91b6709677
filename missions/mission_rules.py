# SPDX-License-Identifier: Apache-2.0
"""What must hold between a mission and the rest of the lab: that what it names is there and fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ValidationError

from missions.checks.check import ZoneParameters
from missions.checks.registry import CHECKS
from missions.episode.children import LOOP_NODES
from missions.errors import closest_hint
from missions.spec import CriterionSpec, Mission, MissionSpec, world_names
from missions.tasks.registry import TASKS
from missions.variation_spec import LabelledSpec
from worlds.errors import SdfError
from worlds.label_sheet import carries_labels, read_label_sheet
from worlds.robot_spec import load_robot_spec, robot_names
from worlds.sdf.description import World
from worlds.sdf.reader import PROJECT_MODELS
from worlds.yaml_file import find_line


@dataclass(frozen=True)
class MissionProblem:
    """Something that is wrong with a mission.

    Attributes:
        file: where.
        line: 1-based, 0 when the file as a whole is meant.
        message: what was given and what is allowed.
        hint: what to do next; may be empty.
        severity: `error` when the mission can't be used.
    """

    file: Path
    line: int
    message: str
    hint: str = ""
    severity: Literal["error", "warning"] = "error"


Found = tuple[tuple[int | str, ...], str, str]
"""Place in the file, message, hint."""


def spec_problems(mission: Mission) -> Iterator[MissionProblem]:
    """Finds everything that `mission.yaml` names and that is not there or does not fit."""
    spec, file = mission.spec, mission.spec_file
    zones = {zone.name for zone in spec.zones}
    found = [*_name_problems(mission), *_node_problems(spec), *_task_problems(spec)]
    for index, criterion in enumerate(spec.criteria):
        for field, message, hint in _criterion_problems(criterion, zones):
            found.append((("criteria", index, *field), message, hint))
    for place, message, hint in found:
        yield MissionProblem(file, find_line(file, place), message, hint)


def model_problems(mission: Mission, world: World) -> Iterator[MissionProblem]:
    """Finds the models that checks of a mission name and that its world does not have, or that may move there.

    Args:
        mission: in whose `mission.yaml` nothing else is wrong.
        world: the mission's, as it is read.
    """
    static = [model.name for model in world.models if model.static]
    for index, criterion in enumerate(mission.spec.criteria):
        parameters = CHECKS[criterion.check].parameters.model_validate(criterion.parameters)
        for field in parameters.MODEL_FIELDS:
            for number, name in enumerate(getattr(parameters, field) or ()):
                if name not in static:
                    line = find_line(mission.spec_file, ("criteria", index, "parameters", field, number))
                    message = f"the world {mission.spec.world} has no static model “{name[:80]}”."
                    yield MissionProblem(mission.spec_file, line, message, closest_hint(name, static))


def _name_problems(mission: Mission) -> Iterator[Found]:
    spec, folder = mission.spec, mission.folder.resolve().name
    if folder != spec.name:
        message = f"the mission is called “{spec.name}”, but its folder “{folder}”."
        yield ("name",), message, "Give both the same name."
    if spec.world not in world_names():
        yield ("world",), f"there is no world “{spec.world}”.", closest_hint(spec.world, world_names())
    for index, robot in enumerate(spec.allowed_robots):
        if robot not in robot_names():
            yield ("allowed_robots", index), f"there is no robot “{robot}”.", closest_hint(robot, robot_names())
    models = {folder.parent.name for folder in PROJECT_MODELS.glob("*/model.sdf")}
    things = models - set(robot_names())
    if spec.variation.patches is not None:
        for model in spec.variation.patches.models:
            if model not in things:
                yield ("variation", "patches", "models"), f"there is no model “{model}”.", closest_hint(model, things)
    labelled = spec.variation.labelled
    if labelled is not None:
        for field, message, hint in _label_problems(labelled, things):
            yield ("variation", "labelled", *field), message, hint
    if spec.variation.clutter is not None:
        for index, model in enumerate(spec.variation.clutter.models):
            if model not in things:
                place = ("variation", "clutter", "models", index)
                yield place, f"there is no model “{model}”.", closest_hint(model, things)


def _label_problems(labelled: LabelledSpec, things: set[str]) -> Iterator[Found]:
    carriers = {model for model in things if carries_labels(model)}
    if labelled.model not in carriers:
        message = f"there is no model “{labelled.model}” that carries labels."
        yield ("model",), message, closest_hint(labelled.model, carriers)
        return
    try:
        sheet = read_label_sheet(labelled.model)
    except SdfError as error:
        yield ("model",), error.message, error.hint
        return
    for index, kind in enumerate(labelled.kinds or ()):
        if kind not in sheet.kinds:
            yield ("kinds", index), f"no label of {labelled.model} says “{kind}”.", f"Known: {', '.join(sheet.kinds)}."
    for kind in sorted(set(labelled.kinds or sheet.kinds) & set(sheet.kinds)):
        if not (sheet.saying(kind, graded=False) and sheet.saying(kind, graded=True)):
            message = f"{labelled.model} needs labels that say “{kind}” both for practice and for grading."
            yield ("model",), message, "Make its sheet anew."
    if labelled.kinds is None and labelled.count[1] > len(sheet.kinds):
        message = f"{labelled.count[1]} things are more than the {len(sheet.kinds)} kinds of label that there are."
        yield ("count",), message, "Make count smaller."


def _node_problems(spec: MissionSpec) -> Iterator[Found]:
    answering: dict[str, str] = {}
    for index, node in enumerate(spec.nodes):
        if node not in LOOP_NODES:
            message = f"there is no node “{node}” for the loop."
            yield ("nodes", index), message, closest_hint(node, LOOP_NODES)
            continue
        # An answer is told by topic and stamp alone, so nobody could say whose it is.
        topic = LOOP_NODES[node].topic
        other = answering.setdefault(topic, node)
        if other != node:
            message = f"the nodes {other} and {node} both answer on {topic}; a mission can have one of them."
            yield ("nodes", index), message, f"Take {other} or {node} out of nodes."
        kind = LOOP_NODES[node].sensor_kind
        for robot in sorted(set(spec.allowed_robots) & set(robot_names())):
            if all(sensor.kind != kind for sensor in load_robot_spec(robot).sensors):
                message = f"the node {node} needs a {kind}, and the robot {robot} has none."
                yield ("nodes", index), message, f"Take {robot} out of allowed_robots."


def _task_problems(spec: MissionSpec) -> Iterator[Found]:
    questions: tuple[str, ...] = ()
    if spec.task is not None:
        maker = TASKS.get(spec.task.maker)
        if maker is None:
            message = f"there is no task “{spec.task.maker}”."
            yield ("task", "maker"), message, closest_hint(spec.task.maker, TASKS)
            return
        questions = maker.questions
        for field, message, hint in _parameter_problems(f"task {maker.name}", maker.parameters, spec.task.parameters):
            yield ("task", "parameters", *field), message, hint
    for index, criterion in enumerate(spec.criteria):
        check = CHECKS.get(criterion.check)
        question = criterion.parameters.get("question")
        if check is not None and "question" in check.parameters.model_fields and question not in questions:
            message = f"check {check.name}: the mission's task has no question “{str(question)[:80]}”."
            yield ("criteria", index, "parameters"), message, closest_hint(str(question), questions)


def _parameter_problems(what: str, kind: type[BaseModel], given: dict[str, Any]) -> Iterator[Found]:
    try:
        kind.model_validate(given)
    except ValidationError as error:
        known = kind.model_fields
        for mistake in error.errors(include_url=False):
            field = ".".join(str(part) for part in mistake["loc"])
            hint = closest_hint(field, known) if mistake["type"] == "extra_forbidden" else ""
            wrong = "is no parameter of this " + what.split(maxsplit=1)[0] if hint else mistake["msg"]
            about = f"“{field[:80]}”" if field else "the parameters"
            yield mistake["loc"], f"{what}: {about}: {wrong}.", hint


def _criterion_problems(criterion: CriterionSpec, zones: set[str]) -> Iterator[Found]:
    check = CHECKS.get(criterion.check)
    if check is None:
        hint = closest_hint(criterion.check, CHECKS)
        yield ("check",), f"there is no check “{criterion.check}”.", hint
        return
    wrong = list(_parameter_problems(f"check {criterion.check}", check.parameters, criterion.parameters))
    if wrong:
        yield from ((("parameters", *field), message, hint) for field, message, hint in wrong)
        return
    parameters = check.parameters.model_validate(criterion.parameters)
    for field in parameters.ZONE_FIELDS:
        for index, zone in enumerate(getattr(parameters, field) or ()):
            if zone not in zones:
                hint = closest_hint(zone, zones)
                yield ("parameters", field, index), f"the mission has no zone “{zone}”.", hint
    needs_zones = isinstance(parameters, ZoneParameters) and parameters.needs_zones
    if needs_zones and not (zones if parameters.zones is None else parameters.zones):
        yield ("check",), f"check {criterion.check} needs zones, and the mission has none.", "Add zones."
