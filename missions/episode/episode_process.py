# SPDX-License-Identifier: Apache-2.0
"""The process inside an episode's ROS graph: simulator, robot node and referee, with the other nodes around it.

The launcher starts it with `python -m missions.episode.episode_process ...` and sends it one episode after
another; node processes and the engine stay warm in between.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from missions.episode import episode_files
from missions.episode.children import LOOP_NODES, PROGRAM_NODE, NodeFailedError, NodeProcess
from missions.episode.program_link import ProgramFailedError, ProgramLink
from missions.episode_record import Ending
from valence_nodes.control_channel import ChannelClosedError, ControlChannel

_PROGRESS_EVERY_S = 0.1
_MATCH_TIMEOUT_S = 20.0
_READY_POLL_S = 0.05
_LAST_WORDS_S = 5.0
_PROGRAM_NODE_MARGIN_S = 5.0
_LOOP_NODE_TIMEOUT_S = 10.0


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


@dataclass(frozen=True)
class _End:
    ending: Ending
    reason: str
    failure: dict[str, Any] | None = None
    node_failure: str | None = None


class EpisodeProcess:
    """Serves episodes of one robot, one engine and one set of nodes."""

    def __init__(self, control: ControlChannel, robot: str, engine: str, nodes: tuple[str, ...], log: Path) -> None:
        """Starts the node processes, then loads what takes long, so that both go on at once."""
        self._control = control
        self._stack = ExitStack()
        arguments = ["--robot", robot, *(["--detections"] if nodes else [])]
        self._program = ProgramLink(
            self._stack.enter_context(NodeProcess(PROGRAM_NODE, arguments, log, controlled=True))
        )
        self._nodes = {name: self._stack.enter_context(NodeProcess(name, [], log)) for name in nodes}
        # Imported only now: they take half a second, in which the nodes come up.
        from valence_nodes.nodes.robot_node import open_robot_node  # noqa: PLC0415
        from worlds.engines.registry import make_simulator  # noqa: PLC0415

        self._engine = engine
        self._simulator = make_simulator(engine)
        self._stack.callback(self._simulator.close)
        watch = tuple(LOOP_NODES[name].topic for name in nodes)
        self._robot = self._stack.enter_context(open_robot_node(robot, watch))

    def serve(self) -> None:
        """Runs episodes until the launcher is gone."""
        try:
            while True:
                message = self._control.receive(None)
                if message is not None and message["kind"] == "episode":
                    self._run(EpisodeTask(**message["episode"]), self._control.take_handle())
        except ChannelClosedError:
            return
        finally:
            self._stack.close()

    def _run(self, task: EpisodeTask, program_socket: int) -> None:
        from missions.referee import Referee  # noqa: PLC0415
        from missions.scorecard import Timing  # noqa: PLC0415
        from missions.spec import load_mission  # noqa: PLC0415
        from missions.variation import scenario_for  # noqa: PLC0415

        began_s = time.monotonic()
        episode_id = f"{task.seed}-{time.monotonic_ns()}"
        mission = load_mission(Path(task.mission_folder))
        spec = mission.spec
        self._program.begin(
            {
                "episode_id": episode_id,
                "program_text": task.program_text,
                "program_name": task.program_name,
                "control_timestep_s": spec.control_timestep_s,
                "time_limit_s": spec.time_limit_s,
                "step_wall_s": spec.limits.step_wall_s,
                "load_wall_s": max(20.0, spec.limits.step_wall_s),
            },
            program_socket,
        )
        scenario = scenario_for(mission, task.seed, task.robot)
        world = self._simulator.load(scenario)
        self._simulator.reset(task.seed)
        robot = self._simulator.robot
        if robot is None:
            raise NodeFailedError("robot_node", "has no robot")
        self._robot.begin_episode(spec.name, episode_id, task.seed)
        self._robot.publish_static_transforms()
        self._robot.publish_state(self._robot.PREPARING, 0, "")
        referee = Referee(mission, scenario, world, robot)
        ready_s = motion_s = began_s
        told_s = 0.0

        def on_step(sim_time_s: float) -> None:
            nonlocal motion_s, told_s
            if motion_s == ready_s:
                motion_s = time.monotonic()
            if time.monotonic() - told_s > _PROGRESS_EVERY_S:
                told_s = time.monotonic()
                self._tell_progress("running", sim_time_s, referee)

        try:
            self._await_everybody()
            ready_s = motion_s = time.monotonic()
            self._robot.publish_state(self._robot.RUNNING, 0, "")
            ending, reason = self._lockstep(task, mission).run(episode_id, referee, on_step)
            end = _End(ending, reason)
        except ProgramFailedError as failed:
            end = _End("failed", failed.failure["message"], self._failure(failed.failure))
        except NodeFailedError as failed:
            end = _End("failed", str(failed), node_failure=str(failed))
        ended_s = time.monotonic()
        self._finish(end, referee)
        record = referee.record(end.ending, end.reason)
        self._tell_progress("scoring", self._simulator.sim_time_s, referee)
        scorecard = referee.score(
            record,
            seed=task.seed,
            engine=self._engine,
            robot=task.robot,
            program_sha256=hashlib.sha256(task.program_text.encode()).hexdigest(),
            failure=end.failure,
            node_failure=end.node_failure,
            versions={self._engine: self._simulator.features().version},
        )
        wall_s = ended_s - ready_s
        factor = self._simulator.sim_time_s / wall_s if wall_s > 0 else 0.0
        timing = Timing(wall_s=wall_s, real_time_factor=factor, setup_s=motion_s - began_s)
        scorecard = scorecard.model_copy(update={"timing": timing})
        folder = Path(task.folder)
        episode_files.write_trajectory(folder, record)
        episode_files.write_log(folder, self._program.log, self._program.plots)
        episode_files.write_scorecard(folder, scorecard)
        self._control.send("scored", scorecard=scorecard.model_dump(mode="json"), broken=end.node_failure is not None)

    def _lockstep(self, task: EpisodeTask, mission: Any) -> Any:
        from missions.episode.lockstep import LockStep, StepPlan, Watched  # noqa: PLC0415

        spec = mission.spec
        robot = self._simulator.robot
        sensor_of = {sensor.kind: sensor.name for sensor in reversed(robot.sensors)} if robot else {}
        watched = []
        for name, node in self._nodes.items():
            kind = LOOP_NODES[name].sensor_kind
            if kind in sensor_of:
                watched.append(Watched(node, LOOP_NODES[name].topic, sensor_of[kind]))
        plan = StepPlan(
            control_timestep_s=spec.control_timestep_s,
            time_limit_s=spec.time_limit_s,
            pace=task.pace,
            step_timeout_s=spec.limits.step_wall_s + _PROGRAM_NODE_MARGIN_S,
            node_timeout_s=_LOOP_NODE_TIMEOUT_S,
            total_wall_s=spec.limits.total_wall_s if task.pace == 0 else spec.time_limit_s / task.pace + 60.0,
        )
        return LockStep(self._simulator, self._robot, self._program, tuple(watched), plan)

    def _await_everybody(self) -> None:
        """Waits until the program is loaded and every topic has both its ends."""
        while not self._program.await_ready(_READY_POLL_S):
            self._program.node.check_alive()

        def alive() -> None:
            self._program.node.check_alive()
            for node in self._nodes.values():
                node.check_alive()

        lacking = self._robot.await_peers(alive, _MATCH_TIMEOUT_S)
        if lacking:
            raise NodeFailedError(PROGRAM_NODE, f"was not found on {', '.join(lacking)}")

    def _finish(self, end: _End, referee: Any) -> None:
        """Tells everybody that the episode is over and lets the program say its last words."""
        states = {
            "terminated": self._robot.TERMINATED,
            "truncated": self._robot.TRUNCATED,
            "failed": self._robot.FAILED,
        }
        state = states.get(end.ending, self._robot.FAILED)
        self._robot.publish_state(state, round(self._simulator.sim_time_s * 1e9), end.reason)
        if end.ending != "failed":
            try:
                self._program.await_stopped(_LAST_WORDS_S)
            except (ProgramFailedError, NodeFailedError):
                # The points are made; what a program does after the end changes nothing.
                return

    def _failure(self, failure: dict[str, Any]) -> dict[str, Any]:
        """Lets the launcher, whose child the box is, say why a process ended without a word."""
        if failure["kind"] not in {"gone", "time_step"} or failure["line"] is not None:
            return failure
        self._control.send("why", failure=failure)
        answer = self._control.receive(10.0)
        return failure if answer is None else dict(answer["failure"])

    def _tell_progress(self, stage: str, sim_time_s: float, referee: Any) -> None:
        progress = referee.progress()
        self._control.send(
            "progress",
            stage=stage,
            sim_time_s=sim_time_s,
            score=progress.score,
            max_score=progress.max_score,
            text=progress.text,
            log=self._program.take_unread(),
        )


def main() -> None:
    """Serves episodes over the control channel that was inherited."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--control-fd", type=int, required=True)
    parser.add_argument("--robot", required=True)
    parser.add_argument("--engine", required=True)
    parser.add_argument("--node", action="append", default=[])
    parser.add_argument("--log", type=Path, required=True)
    given = parser.parse_args()
    control = ControlChannel.from_fd(given.control_fd)
    EpisodeProcess(control, given.robot, given.engine, tuple(given.node), given.log).serve()


if __name__ == "__main__":
    main()
