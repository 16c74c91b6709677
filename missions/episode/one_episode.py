# SPDX-License-Identifier: Apache-2.0
"""One episode from its reset to its scorecard, with everything it needs already running."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from missions.episode import episode_files
from missions.episode.children import LOOP_NODES, PROGRAM_NODE, NodeFailedError, NodeProcess
from missions.episode.episode_recording import EpisodeRecording
from missions.episode.lockstep import LockStep, StepPlan, Watched
from missions.episode.pacing import Pacing, StoppedError
from missions.episode.program_link import ProgramFailedError, ProgramLink
from missions.episode_record import Ending
from missions.learning.learned_model import ModelUsed
from missions.recording.floor_map import floor_map
from missions.recording.recorder import RECORDING_FORMAT
from missions.recording.truth_events import truth_events
from missions.referee import Referee
from missions.scorecard import Scorecard, Timing
from missions.spec import Mission, load_mission
from missions.tasks.registry import task_for
from missions.variation import scenario_for
from valence_nodes.nodes.robot_node import RobotNode
from valence_nodes.uncollected import uncollected
from worlds.robot_spec import RobotSpec
from worlds.simulator import Simulator

if TYPE_CHECKING:
    from missions.episode.live_view import LiveView

_MATCH_TIMEOUT_S = 20.0
_READY_POLL_S = 0.05
_LAST_WORDS_S = 5.0
_LEAST_LOAD_S = 20.0
_PROGRAM_NODE_MARGIN_S = 5.0
LOOP_NODE_TIMEOUT_S = 10.0
"""Wall-clock time within which a node in the loop must answer."""


@dataclass(frozen=True)
class EpisodeTask:
    """One episode, as the launcher asks for it; fields as in `request.EpisodeRequest`."""

    mission_folder: str
    program_text: str
    program_name: str
    seed: int
    robot: str
    engine: str
    pace: float
    folder: str
    hidden: bool
    trace: bool
    model_file: str | None = None
    model: dict[str, Any] | None = None


@dataclass(frozen=True)
class Cast:
    """Who takes part: the simulator, the robot node, the program and the nodes in the loop."""

    simulator: Simulator
    robot: RobotNode
    program: ProgramLink
    nodes: dict[str, NodeProcess]


@dataclass(frozen=True)
class Scored:
    """What came out of an episode.

    Attributes:
        scorecard: points with their reasons.
        broken: a node of ours broke.
        warnings: what could not be left in the folder, and why.
    """

    scorecard: Scorecard
    broken: bool
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class _End:
    ending: Ending
    reason: str
    failure: dict[str, Any] | None = None
    node_failure: str | None = None
    lockstep: LockStep | None = None


class Episode:
    """One episode."""

    def __init__(self, task: EpisodeTask, cast: Cast, view: LiveView | None = None) -> None:
        """Loads the world; the program is being loaded in its box meanwhile.

        Raises:
            MissionError: the mission is wrong.
            WorldsError: the world, a robot or an engine is.
        """
        self._task = task
        self._cast = cast
        self._view = view
        self._pacing = Pacing(task.pace, view)
        self._began_s = time.monotonic()
        self._first_step_s: float | None = None
        self._steps_began_s = self._began_s
        self._id = f"{os.getpid()}-{time.monotonic_ns()}"
        self._mission: Mission = load_mission(Path(task.mission_folder))
        self._asked = task_for(self._mission.spec, task.seed)

    def run(
        self, program_socket: socket.socket, on_step: Callable[[float, Referee], None], complete: Callable[[Any], Any]
    ) -> Scored:
        """Runs it and leaves its files.

        Args:
            program_socket: the node's end of the socket to the box; closed when the node has it.
            on_step: told the simulated time after each step.
            complete: completes a failure whose cause only the box's parent knows.
        """
        task, cast, spec = self._task, self._cast, self._mission.spec
        program_task = {
            "episode_id": self._id,
            "program_text": task.program_text,
            "program_name": task.program_name,
            "control_timestep_s": spec.control_timestep_s,
            "time_limit_s": spec.time_limit_s,
            "step_wall_s": spec.limits.step_wall_s,
            "load_wall_s": min(max(_LEAST_LOAD_S, spec.limits.step_wall_s), spec.limits.total_wall_s),
            "trace": task.trace,
            "task_json": json.dumps(self._asked.given),
            "model_file": task.model_file,
        }
        cast.program.begin(program_task, program_socket)
        recording = EpisodeRecording(Path(task.folder), cast.robot, self._about(), task.program_text, self._view)
        cast.program.on_said, cast.program.on_traced = recording.said, recording.traced
        cast.program.on_sampled = recording.sampled
        try:
            return self._run(recording, on_step, complete)
        finally:
            cast.program.on_said = cast.program.on_traced = cast.program.on_answered = cast.program.on_sampled = None
            recording.close()

    def _run(
        self,
        recording: EpisodeRecording,
        on_step: Callable[[float, Referee], None],
        complete: Callable[[Any], Any],
    ) -> Scored:
        task, cast = self._task, self._cast
        scenario = scenario_for(self._mission, task.seed, task.robot)
        world = cast.simulator.load(scenario)
        cast.simulator.reset(task.seed)
        spec_of_robot = cast.simulator.robot
        if spec_of_robot is None:
            raise NodeFailedError("robot_node", "has no robot")
        referee = Referee(self._mission, scenario, world, spec_of_robot, self._asked)
        cast.program.on_answered = referee.answered
        end = self._step_through(referee, spec_of_robot, recording, on_step, complete)
        ended_s = time.monotonic()
        self._tell_end(end)
        record = referee.record(end.ending, end.reason)
        scorecard = referee.score(
            record,
            seed=None if task.hidden else task.seed,
            engine=task.engine,
            robot=task.robot,
            program_sha256=self._program_sha256,
            failure=end.failure,
            node_failure=end.node_failure,
            versions={task.engine: cast.simulator.features().version},
        ).model_copy(update={"timing": self._timing(ended_s, end.lockstep), "model": self._model_used})
        spec = self._mission.spec
        events = truth_events(record, spec.zones, scorecard)
        cast.program.pass_on()
        recording.finish(scorecard, events, floor_map(spec, world, spec_of_robot))
        warnings = [recording.problem] if recording.problem else []
        warnings += episode_files.write_all(Path(task.folder), record, cast.program, scorecard)
        return Scored(scorecard, end.node_failure is not None, tuple(warnings))

    @property
    def _model_used(self) -> ModelUsed | None:
        used = self._task.model
        return None if used is None else ModelUsed.model_validate(used)

    @property
    def _program_sha256(self) -> str:
        return hashlib.sha256(self._task.program_text.encode()).hexdigest()

    def _about(self) -> dict[str, str]:
        """What is run, as the recording's metadata have it: texts."""
        task, spec = self._task, self._mission.spec
        return {
            "format": RECORDING_FORMAT,
            "mission": spec.name,
            "title": spec.title["en"],
            "robot": task.robot,
            "engine": task.engine,
            "seed": "hidden" if task.hidden else str(task.seed),
            "program_name": task.program_name,
            "program_sha256": self._program_sha256,
            "control_rate_hz": repr(spec.control_rate_hz),
            "time_limit_s": repr(spec.time_limit_s),
            f"version_{task.engine}": self._cast.simulator.features().version,
            "version_python": platform.python_version(),
        }

    def _step_through(
        self,
        referee: Referee,
        robot: RobotSpec,
        recording: EpisodeRecording,
        on_step: Callable[[float, Referee], None],
        complete: Callable[[Any], Any],
    ) -> _End:
        node = self._cast.robot

        def stepped(sim_time_s: float) -> None:
            if self._first_step_s is None:
                self._first_step_s = time.monotonic()
            on_step(sim_time_s, referee)

        node.begin_episode(self._mission.spec.name, self._id, 0 if self._task.hidden else self._task.seed)
        node.publish_static_transforms()
        node.publish_state(node.PREPARING, 0, "")
        lockstep = None
        try:
            self._await_everybody()
            self._steps_began_s = time.monotonic()
            self._pacing.begin()
            node.publish_state(node.RUNNING, 0, "")
            lockstep = self._lockstep(robot, recording)
            with uncollected():
                ending, reason = lockstep.run(self._id, referee, stepped)
            return _End(ending, reason, lockstep=lockstep)
        except StoppedError as stopped:
            return _End("stopped", str(stopped), lockstep=lockstep)
        except ProgramFailedError as failed:
            failure = complete(failed.failure)
            return _End("failed", failure["message"], failure, lockstep=lockstep)
        except NodeFailedError as failed:
            return _End("failed", str(failed), node_failure=str(failed), lockstep=lockstep)

    def _lockstep(self, robot: RobotSpec, recording: EpisodeRecording) -> LockStep:
        cast, spec = self._cast, self._mission.spec
        # A robot's first sensor of a kind is the one that nodes look at.
        sensor_of: dict[str, str] = {sensor.kind: sensor.name for sensor in reversed(robot.sensors)}
        watched = tuple(
            Watched(node, LOOP_NODES[name].topic, sensor_of[LOOP_NODES[name].sensor_kind])
            for name, node in cast.nodes.items()
        )
        plan = StepPlan(
            control_timestep_s=spec.control_timestep_s,
            time_limit_s=spec.time_limit_s,
            step_timeout_s=spec.limits.step_wall_s + _PROGRAM_NODE_MARGIN_S,
            node_timeout_s=LOOP_NODE_TIMEOUT_S,
            total_wall_s=spec.limits.total_wall_s,
        )
        return LockStep(cast.simulator, cast.robot, cast.program, watched, plan, recording, self._pacing)

    def _await_everybody(self) -> None:
        """Waits until the program is loaded and every topic has both its ends."""

        def alive() -> None:
            self._cast.program.node.check_alive()
            for node in self._cast.nodes.values():
                node.check_alive()

        while not self._cast.program.await_ready(_READY_POLL_S):
            alive()
            self._pacing.take_wishes(0.0)
        lacking = self._cast.robot.await_peers(alive, _MATCH_TIMEOUT_S)
        if lacking:
            raise NodeFailedError(PROGRAM_NODE, f"was not found on {', '.join(lacking)}")

    def _tell_end(self, end: _End) -> None:
        """Tells everybody that the episode is over and lets the program say its last words."""
        node = self._cast.robot
        states = {"terminated": node.TERMINATED, "truncated": node.TRUNCATED, "stopped": node.TRUNCATED}
        node.publish_state(
            states.get(end.ending, node.FAILED), round(self._cast.simulator.sim_time_s * 1e9), end.reason
        )
        if end.ending != "failed":
            try:
                self._cast.program.await_stopped(_LAST_WORDS_S)
            except (ProgramFailedError, NodeFailedError):
                # The points are made; what a program does after the end changes nothing.
                return

    def _timing(self, ended_s: float, lockstep: LockStep | None) -> Timing:
        wall_s = ended_s - self._steps_began_s
        simulator = self._cast.simulator
        sim_time_s = simulator.sim_time_s
        parts_s = {} if lockstep is None else dict(lockstep.watch.parts_s)
        if parts_s:
            # The wait for a command is the program's thinking, which its node tells, and messages on their way.
            waited_s = parts_s["program"]
            parts_s["program"] = min(waited_s, self._cast.program.thinking_s)
            parts_s["ros"] += waited_s - parts_s["program"]
        first_step_s = ended_s if self._first_step_s is None else self._first_step_s
        return Timing(
            wall_s=wall_s,
            real_time_factor=sim_time_s / wall_s if wall_s > 0 else 0.0,
            setup_s=first_step_s - self._began_s,
            first_step_unix_s=0.0 if self._first_step_s is None else self._unix_s(self._first_step_s),
            physics_timestep_s=simulator.physics_timestep_s,
            physics_steps=round(sim_time_s / simulator.physics_timestep_s),
            readings={} if lockstep is None else dict(lockstep.readings),
            parts_s=parts_s,
        )

    @staticmethod
    def _unix_s(monotonic_s: float) -> float:
        """A time of the monotonic clock as seconds since 1970."""
        return time.time() - (time.monotonic() - monotonic_s)
