# SPDX-License-Identifier: Apache-2.0
"""The referee: watches the truth of an episode step by step, ends it when it is over, and scores it."""

from __future__ import annotations

import math
import platform
import time
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from typing import Any

import numpy as np
import numpy.typing as npt

from missions.checks.check import CheckContext
from missions.episode_record import ContactEvent, Ending, EpisodeRecord, GivenAnswer
from missions.rubric import Rubric, total
from missions.scorecard import CriterionScore, Failure, Scorecard, Verdict, trajectory_sha256
from missions.spec import Mission
from missions.tasks.task import NO_TASK, Task
from worlds.readings import EntityState, GroundTruth
from worlds.robot_spec import RobotSpec
from worlds.scenario import ROBOT_ENTITY, Scenario
from worlds.sdf.description import World
from worlds.simulator import Action

TIPPED_RAD = math.radians(45)
FALLEN_M = -0.5
"""A robot whose model frame is lower than this has left the world's floor."""

_RESCORE_EVERY_S = 2.0
"""Wall-clock time; what is counted while it goes on is shown only, and never part of a scorecard."""


@dataclass(frozen=True)
class Progress:
    """How far an episode is.

    Attributes:
        text: a few words.
        score: points so far.
        max_score: points there are.
        criteria: points one by one, as they were last counted.
    """

    text: str
    score: float
    max_score: float
    criteria: tuple[CriterionScore, ...]


class Referee:
    """Judges one episode, from its reset to its scorecard."""

    def __init__(
        self, mission: Mission, scenario: Scenario, world: World, robot: RobotSpec, task: Task = NO_TASK
    ) -> None:
        """Takes what was asked.

        Args:
            mission: as `load_mission` gives it.
            scenario: the variation that the episode takes place in.
            world: that world as the engine has read it.
            robot: the robot's spec.
            task: what the program was handed over, and the truth of it.
        """
        self._mission = mission
        self._rubric = Rubric(mission.spec)
        self._context = CheckContext(mission.spec, scenario, world, robot, task)
        self._completions = tuple(self._rubric.completions())
        self._times: list[float] = []
        self._poses: list[tuple[float, float, float]] = []
        self._tilts: list[float] = []
        self._velocities: list[tuple[float, float]] = []
        self._actions: list[tuple[float, float]] = []
        self._batteries: list[float] = []
        self._slid: list[float] = []
        self._entities: dict[str, list[tuple[float, float, float]]] = {}
        self._places: dict[str, tuple[EntityState, tuple[float, float, float]]] = {}
        self._contacts: list[ContactEvent] = []
        self._answers: list[GivenAnswer] = []
        self._lost = ""
        self._scored_at_s = -math.inf
        self._scored_text = ""
        self._criteria: tuple[CriterionScore, ...] = ()

    def observe(self, truth: GroundTruth, action: Action, battery_fraction: float) -> None:
        """Takes the truth at the end of a step; the first call is the start, before any step.

        Args:
            truth: of the simulator.
            action: that was applied in the step; at the start, an action of nothing.
            battery_fraction: charge left, 0..1.
        """
        robot = truth.entities[ROBOT_ENTITY]
        x_m, y_m, z_m = robot.pose.position_m
        ahead = robot.pose.rotate((1.0, 0.0, 0.0))
        tilt_rad = math.acos(max(-1.0, min(1.0, robot.pose.rotate((0.0, 0.0, 1.0))[2])))
        speed_mps = sum(a * v for a, v in zip(ahead, robot.linear_velocity_mps, strict=True))
        self._times.append(truth.sim_time_s)
        self._poses.append((x_m, y_m, robot.pose.yaw_rad))
        self._tilts.append(tilt_rad)
        self._velocities.append((speed_mps, robot.angular_velocity_radps[2]))
        self._actions.append((action.speed_mps, action.turn_radps))
        self._batteries.append(battery_fraction)
        if truth.load_slid_m is not None:
            self._slid.append(truth.load_slid_m)
        for name, state in truth.entities.items():
            if name != ROBOT_ENTITY:
                self._entities.setdefault(name, []).append(self._place(name, state))
        self._contacts += [
            ContactEvent(
                truth.sim_time_s,
                contact.entity,
                contact.entity_collision,
                contact.collision,
                contact.normal[2],
                contact.force_n,
            )
            for contact in truth.contacts
        ]
        for completion in self._completions:
            completion.observe(truth.sim_time_s, x_m, y_m)
        if not all(map(math.isfinite, (x_m, y_m, z_m))) or z_m < FALLEN_M:
            self._lost = "The robot fell out of the world."
        elif tilt_rad > TIPPED_RAD:
            self._lost = f"The robot tipped over (it leans by {math.degrees(tilt_rad):.0f}°)."

    def _place(self, name: str, state: EntityState) -> tuple[float, float, float]:
        """Where a thing stands; most have not moved since the last step, and need no new sums."""
        known = self._places.get(name)
        if known is None or known[0] is not state:
            place = (*state.pose.position_m[:2], state.pose.yaw_rad)
            known = self._places[name] = (state, place)
        return known[1]

    def answered(self, sim_time_s: float, name: str, value: Any) -> None:
        """Takes an answer of the program to a question of the mission: plain JSON."""
        self._answers.append(GivenAnswer(sim_time_s, name, value))

    def should_terminate(self) -> str | None:
        """Says why the episode is over after the step last observed, or None when it goes on."""
        if self._lost:
            return self._lost
        done = [completion.complete() for completion in self._completions]
        if done and all(done):
            return done[-1]
        return None

    def progress(self) -> Progress:
        """Says how far the episode is.

        Counting all points reads the whole record, which took a sixth of a long episode's time when it was done
        every second; so they are counted when something was reached, and every few seconds besides.
        """
        now_s = self._times[-1] if self._times else 0.0
        text = ", ".join(completion.text() for completion in self._completions)
        wall_s = time.monotonic()
        if text != self._scored_text or wall_s >= self._scored_at_s + _RESCORE_EVERY_S:
            self._scored_at_s, self._scored_text = wall_s, text
            self._criteria = self._rubric.score(self.record("stopped", ""), self._context)
        return Progress(text or f"{now_s:.0f} s", total(self._criteria), self._mission.spec.max_score, self._criteria)

    def points(self) -> float:
        """Counts the points so far: those of an episode that ended here. It reads the whole record."""
        return total(self._rubric.score(self.record("stopped", ""), self._context))

    def record(self, ending: Ending, reason: str) -> EpisodeRecord:
        """Returns what was observed so far.

        Args:
            ending: how the episode ended.
            reason: the same in words.
        """
        rows = len(self._times)
        return EpisodeRecord(
            sim_time_s=_array(self._times, rows),
            robot_pose=_array(self._poses, rows, 3),
            robot_tilt_rad=_array(self._tilts, rows),
            robot_velocity=_array(self._velocities, rows, 2),
            actions=_array(self._actions, rows, 2),
            entities={name: _array(places, len(places), 3) for name, places in self._entities.items()},
            contacts=tuple(self._contacts),
            battery_fraction=_array(self._batteries, rows),
            ending=ending,
            ending_reason=reason,
            answers=tuple(self._answers),
            load_slid_m=_array(self._slid, rows) if self._slid else None,
        )

    def score(
        self,
        record: EpisodeRecord,
        *,
        seed: int | None,
        engine: str,
        robot: str,
        program_sha256: str,
        failure: Mapping[str, Any] | None = None,
        node_failure: str | None = None,
        versions: Mapping[str, str] | None = None,
    ) -> Scorecard:
        """Scores a record. A program that failed keeps its points, but has not passed.

        Args:
            record: as `record` gives it.
            seed: of the scenario; None when it must not be told.
            engine: its name.
            robot: its name.
            program_sha256: of the program's text.
            failure: fields of `valence_nodes.programs.failure.ProgramFailure`, if the program failed.
            node_failure: in words, if a node of the lab failed.
            versions: of the engine and whatever else made the trajectory.
        """
        spec = self._mission.spec
        criteria = self._rubric.score(record, self._context)
        score = total(criteria)
        failed = None if failure is None else Failure(**{key: failure[key] for key in _FAILURE if key in failure})
        verdict = _verdict(record, score >= spec.pass_mark, failed, node_failure)
        points = f"{score:g} of {spec.max_score:g} points"
        if node_failure is not None:
            message = f"The lab failed, not your program: {node_failure}"
            hint = "Try again; `./valence doctor` may tell why."
        elif failed is not None:
            message, hint = f"The program failed: {failed.message} It had won {points}.", failed.hint
        elif verdict == "stopped":
            message, hint = f"The episode was stopped. Until then: {points}.", ""
        else:
            needed = f"{points}; {spec.pass_mark:g} are needed to pass."
            message = f"Passed with {points}." if verdict == "passed" else needed
            hint = _most_to_win(criteria)
        return Scorecard(
            mission=spec.name,
            title=spec.title["en"],
            robot=robot,
            engine=engine,
            seed=seed,
            program_sha256=program_sha256,
            score=score,
            max_score=spec.max_score,
            pass_mark=spec.pass_mark,
            passed=verdict == "passed",
            verdict=verdict,
            ending=record.ending,
            ending_reason=record.ending_reason,
            sim_time_s=float(record.sim_time_s[-1]) if len(record.sim_time_s) else 0.0,
            steps=max(0, len(record.sim_time_s) - 1),
            criteria=criteria,
            message=message,
            hint=hint,
            failure=failed,
            trajectory_sha256=trajectory_sha256(record),
            versions={"python": platform.python_version(), "numpy": metadata.version("numpy"), **(versions or {})},
        )


_FAILURE = tuple(Failure.model_fields)


def _array(values: list[Any], *shape: int) -> npt.NDArray[np.float64]:
    return np.array(values, dtype=np.float64).reshape(shape)


def _verdict(record: EpisodeRecord, enough: bool, failure: Failure | None, node_failure: str | None) -> Verdict:
    if node_failure is not None:
        return "node_failed"
    if failure is not None:
        return "program_failed"
    if record.ending == "stopped":
        return "stopped"
    return "passed" if enough else "below_pass_mark"


def _most_to_win(criteria: tuple[CriterionScore, ...]) -> str:
    weakest = max(criteria, key=lambda one: one.max_points - one.points)
    if weakest.points >= weakest.max_points:
        return ""
    return f"Most is to be won at “{weakest.name}”: {weakest.reason}"
