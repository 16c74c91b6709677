# SPDX-License-Identifier: Apache-2.0
"""The lock-step of one episode: the world stands still until everybody has answered for its time.

Nothing here reads the wall clock but to notice that somebody hangs; how fast it goes is `pacing`'s affair.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial

from missions.episode.children import NodeFailedError, NodeProcess
from missions.episode.episode_recording import EpisodeRecording
from missions.episode.pacing import Pacing
from missions.episode.program_link import ProgramFailedError, ProgramLink
from missions.episode.stopwatch import Stopwatch
from missions.episode_record import Ending
from missions.referee import Referee
from valence_nodes.nodes.robot_node import RobotNode
from valence_nodes.programs.failure import ProgramFailure
from worlds.readings import BatteryReading, CameraReading, LidarReading
from worlds.sensor_schedule import SensorSchedule
from worlds.simulator import Action, Simulator

_PART_OF = {LidarReading: "rays", CameraReading: "render"}
_SLICE_S = 0.05
_REPEAT_AFTER_S = 0.5
_SETTLE_S = 1.0
"""How long the world goes on after the program has ended, so that the robot comes to rest where it will."""


@dataclass(frozen=True)
class Watched:
    """A node in the loop whose answer is waited for.

    Attributes:
        node: the process.
        topic: where it answers.
        sensor: whose readings it answers, each with one message of the same stamp.
    """

    node: NodeProcess
    topic: str
    sensor: str


@dataclass(frozen=True)
class StepPlan:
    """How the episode steps.

    Attributes:
        control_timestep_s: simulated time between two commands.
        time_limit_s: simulated time after which the episode is truncated.
        step_timeout_s: wall-clock time after which a program node that gives no command has failed.
        node_timeout_s: the same for the nodes in the loop.
        total_wall_s: wall-clock time after which the program has used up its time; what pacing holds back is not
            counted.
    """

    control_timestep_s: float
    time_limit_s: float
    step_timeout_s: float
    node_timeout_s: float
    total_wall_s: float


def _out_of_total_time(limit_s: float) -> dict[str, object]:
    return asdict(
        ProgramFailure(
            "time_total",
            f"The program took more than {limit_s:g} s for the whole episode.",
            "It thinks too long between steps; look for the slow part.",
        )
    )


class LockStep:
    """Steps one episode from its reset to its end."""

    def __init__(
        self,
        simulator: Simulator,
        robot: RobotNode,
        program: ProgramLink,
        watched: tuple[Watched, ...],
        plan: StepPlan,
        recording: EpisodeRecording,
        pacing: Pacing,
    ) -> None:
        self._simulator = simulator
        self._robot = robot
        self._program = program
        self._watched = watched
        self._plan = plan
        self._recording = recording
        self._pacing = pacing
        self._schedule = SensorSchedule(simulator.sensors, simulator.physics_timestep_s, plan.control_timestep_s)
        self._read_ns: dict[str, int] = {}
        self._battery_fraction = 1.0
        self.watch = Stopwatch()
        self.readings = dict.fromkeys(simulator.sensors, 0)

    def run(self, episode_id: str, referee: Referee, on_step: Callable[[float], None]) -> tuple[Ending, str]:
        """Runs to the end.

        Args:
            episode_id: that messages of this episode bear.
            referee: sees the truth after each step.
            on_step: told the simulated time after each step.

        Returns:
            How it ended, and why.

        Raises:
            ProgramFailedError: the program failed.
            NodeFailedError: a node of ours failed.
            StoppedError: somebody who watches stopped it.
        """
        plan, watch, pacing = self._plan, self.watch, self._pacing
        watch.start()
        self._observe_all(0)
        truth = self._simulator.ground_truth()
        referee.observe(truth, Action(), self._battery_fraction)
        watch.lap("referee")
        self._recording.step_done(truth, referee)
        watch.lap("recording")
        began_s = time.monotonic()
        steps = round(plan.time_limit_s / plan.control_timestep_s)
        settle_until: int | None = None
        for step in range(steps):
            action = self._ask(episode_id, step)
            self._simulator.apply_action(action)
            self._advance(step)
            truth = self._simulator.ground_truth()
            referee.observe(truth, action, self._battery_fraction)
            on_step(self._simulator.sim_time_s)
            reason = referee.should_terminate()
            watch.lap("referee")
            self._recording.step_done(truth, referee)
            watch.lap("recording")
            if reason is not None:
                return "terminated", reason
            if self._program.finished and settle_until is None:
                settle_until = step + round(_SETTLE_S / plan.control_timestep_s)
            if settle_until is not None and step >= settle_until:
                return "terminated", "The program came to its end."
            if time.monotonic() - began_s - pacing.held_s > plan.total_wall_s:
                raise ProgramFailedError(_out_of_total_time(plan.total_wall_s))
            if pacing.after_step(truth.sim_time_s, partial(on_step, truth.sim_time_s)):
                watch.start()
        return "truncated", f"The time limit of {plan.time_limit_s:g} s was reached."

    def _ask(self, episode_id: str, step: int) -> Action:
        """Says what is due at this step and waits for everybody's answer."""
        now_ns = round(self._simulator.sim_time_s * 1e9)
        for watched in self._watched:
            if watched.sensor in self._read_ns:
                self._await_node(watched, self._read_ns[watched.sensor])
        self.watch.lap("nodes")
        self._robot.publish_due(episode_id, step, now_ns)
        self.watch.lap("ros")
        started_s = repeated_s = time.monotonic()
        while True:
            answer = self._robot.await_action(now_ns, _SLICE_S)
            self._program.take_events()
            if answer is not None:
                if not answer.finite:
                    raise NodeFailedError("program_node", "sent a command that is not a finite number")
                self._program.pass_on()
                self.watch.lap("program")
                return answer.action
            self._program.node.check_alive()
            self._pacing.take_wishes(now_ns / 1e9)
            # A program that thinks for long may also be killed: what led to it is on the disk by then.
            self._recording.write_due()
            now_s = time.monotonic()
            if now_s - started_s > self._plan.step_timeout_s:
                waited = f"gave no command for {now_ns / 1e9:g} s within {self._plan.step_timeout_s:g} s"
                raise NodeFailedError("program_node", waited)
            if now_s - repeated_s > _REPEAT_AFTER_S:
                self._robot.publish_again()
                repeated_s = now_s

    def _await_node(self, watched: Watched, stamp_ns: int) -> None:
        started_s = repeated_s = time.monotonic()
        while not self._robot.await_watched(watched.topic, stamp_ns, _SLICE_S):
            watched.node.check_alive()
            now_s = time.monotonic()
            if now_s - started_s > self._plan.node_timeout_s:
                late = f"did not answer on {watched.topic} for {stamp_ns / 1e9:g} s within"
                raise NodeFailedError(watched.node.name, f"{late} {self._plan.node_timeout_s:g} s")
            if now_s - repeated_s > _REPEAT_AFTER_S:
                self._robot.publish_again()
                repeated_s = now_s

    def _advance(self, step: int) -> None:
        for instant in self._schedule.instants(step):
            self._simulator.advance(instant.sim_time_s)
            self.watch.lap("physics")
            self._publish(instant.sensors, instant.sim_time_ns)

    def _observe_all(self, sim_time_ns: int) -> None:
        self._publish(tuple(self._simulator.sensors), sim_time_ns)

    def _publish(self, sensors: tuple[str, ...], sim_time_ns: int) -> None:
        watch = self.watch
        self._robot.publish_clock(sim_time_ns)
        watch.lap("ros")
        for sensor in sensors:
            reading = self._simulator.read_sensor(sensor)
            watch.lap(_PART_OF.get(type(reading), "sensors"))
            if isinstance(reading, BatteryReading):
                self._battery_fraction = reading.fraction
            self._robot.publish(sensor, reading, sim_time_ns)
            self._read_ns[sensor] = sim_time_ns
            self.readings[sensor] += 1
            watch.lap("ros")
