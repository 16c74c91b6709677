# SPDX-License-Identifier: Apache-2.0
"""ROS 2 node: a learner's program on the robot's topics.

The program itself sits in its box at the other end of a socket; this node gives it one observation a step and
publishes its answer on `/cmd_vel`, stamped with the observation's time. What the program says and plots goes out
on `/valence/program_log` and `/valence/program_plot`.

The episode runner starts this node with `--control-fd` and hands it one program after another. Without that, it
drives a robot freely: see `free_program`.
"""

from __future__ import annotations

import argparse
import socket
import sys
import time
from dataclasses import asdict, dataclass
from typing import Any

import rclpy
from geometry_msgs.msg import Twist, TwistStamped
from rclpy.duration import Duration
from rclpy.node import Node
from valence_interfaces.msg import ProgramLog, ProgramPlot

from valence_nodes.control_channel import ChannelClosedError, ControlChannel
from valence_nodes.nodes import topics
from valence_nodes.nodes.message_form import MessageForm
from valence_nodes.nodes.observation_gate import Ended, MissingMessagesError, ObservationGate
from valence_nodes.nodes.reading_forms import seconds_and_rest
from valence_nodes.nodes.to_messages import stamp_of
from valence_nodes.programs.failure import ProgramFailed
from valence_nodes.programs.session import ProgramSession, ProgramStep, StepLimits
from valence_nodes.programs.source import ProgramSource
from valence_nodes.uncollected import uncollected
from worlds.robot_spec import RobotSpec, load_robot_spec

_PARENT_POLL_S = 0.25
_MESSAGES_TIMEOUT_S = 5.0
_MATCH_POLL_S = 0.002
_TWIST = (("linear.x", "d"), ("angular.z", "d"))


@dataclass(frozen=True)
class ProgramTask:
    """One program to run in one episode, as the episode runner asks for it.

    Attributes:
        episode_id: of the episode.
        program_text: Python source.
        program_name: its file name, for messages.
        control_timestep_s: time between steps.
        time_limit_s: when the episode is truncated.
        step_wall_s: longest thinking time a step, wall clock.
        load_wall_s: longest time to load, wall clock.
        trace: whether to tell at each step what the program is doing.
        task_json: what the mission asks of it, as JSON text.
    """

    episode_id: str
    program_text: str
    program_name: str
    control_timestep_s: float
    time_limit_s: float
    step_wall_s: float
    load_wall_s: float
    trace: bool = True
    task_json: str = "{}"
    model_file: str | None = None


class ProgramNode(Node):
    """Adapter between topics and a program in its box."""

    def __init__(self, spec: RobotSpec, *, detections: bool, name: str = "program_node") -> None:
        """Makes publishers and subscriptions.

        Args:
            spec: the robot.
            detections: whether a perception node is in the loop.
            name: of the node.
        """
        super().__init__(name, start_parameter_services=False)
        self.gate = ObservationGate(self, spec, detections=detections)
        self._stamped = spec.topics.cmd_vel_type == "TwistStamped"
        command_type = TwistStamped if self._stamped else Twist
        self._command = _stamped_command(spec.frames.base) if self._stamped else MessageForm(Twist(), _TWIST)
        self._commands = self.create_publisher(command_type, f"/{spec.topics.cmd_vel}", topics.RELIABLE)
        self._log = self.create_publisher(ProgramLog, topics.PROGRAM_LOG, topics.RELIABLE)
        self._plot = self.create_publisher(ProgramPlot, topics.PROGRAM_PLOT, topics.RELIABLE)

    def matched(self) -> bool:
        """Whether the robot's ends of all topics have been found."""
        return not self.gate.unmatched() and self._commands.get_subscription_count() > 0

    def answer(self, step: ProgramStep, stamp_ns: int) -> None:
        """Publishes what the program said, plotted and wants to do."""
        self.publish_words(step, stamp_ns)
        stamp = seconds_and_rest(stamp_ns) if self._stamped else ()
        self._commands.publish(self._command.fill((*stamp, step.speed_mps, step.turn_radps)))

    def stop_robot(self, timeout_s: float) -> None:
        """Tells the robot to stand still, and waits until it has heard: a node takes undelivered messages along."""
        self.answer(ProgramStep(), self.get_clock().now().nanoseconds)
        self._commands.wait_for_all_acked(Duration(seconds=timeout_s))

    def publish_words(self, step: ProgramStep, stamp_ns: int) -> None:
        """Publishes what the program said and plotted."""
        stamp = stamp_of(stamp_ns)
        for line in step.log:
            message = ProgramLog(text=line.text, line=line.line or 0)
            message.header.stamp = stamp
            self._log.publish(message)
        for point in step.plots:
            plot = ProgramPlot(name=point.name, value=point.value)
            plot.header.stamp = stamp
            self._plot.publish(plot)


def _stamped_command(frame_id: str) -> MessageForm:
    message = TwistStamped()
    message.header.frame_id = frame_id
    stamp = (("header.stamp.sec", "i"), ("header.stamp.nanosec", "I"))
    return MessageForm(message, (*stamp, *((f"twist.{path}", kind) for path, kind in _TWIST)))


class ProgramRunner:
    """Runs the programs that the episode runner hands over, one after another."""

    def __init__(self, node: ProgramNode, control: ControlChannel, features: dict[str, Any]) -> None:
        self._node = node
        self._control = control
        self._features = features
        self._asked_ns = 0
        self._thinking_s = 0.0

    def run_forever(self) -> None:
        """Serves until the episode runner is gone."""
        try:
            while True:
                message = self._control.receive(None)
                if message is not None and message["kind"] == "program":
                    self._run(ProgramTask(**message["task"]), self._control.take_handle())
        except ChannelClosedError:
            return

    def _run(self, task: ProgramTask, handle: int) -> None:
        limits = StepLimits(step_wall_s=task.step_wall_s, load_wall_s=task.load_wall_s)
        program = ProgramSource(task.program_text, task.program_name)
        session = ProgramSession(socket.socket(fileno=handle), program, limits, trace=task.trace)
        self._asked_ns = 0
        self._thinking_s = 0.0
        try:
            self._node.gate.begin_episode()
            features = {**self._features, "task_json": task.task_json}
            session.start(features, task.model_file)
            self._await_robot()
            self._control.send("ready")
            with uncollected():
                self._drive(task, session)
        except ProgramFailed as failed:
            if failed.last_words is not None:
                # What a program printed just before it failed is what its author looks for first.
                self._tell(failed.last_words, self._asked_ns)
                self._node.publish_words(failed.last_words, self._asked_ns)
            self._control.send("failed", failure=asdict(failed.failure), thinking_s=self._thinking_s)
        except MissingMessagesError as missing:
            self._control.send("starved", topics=missing.topics)
        finally:
            session.close()

    def _await_robot(self) -> None:
        while not self._node.matched():
            if self._control.receive(_MATCH_POLL_S) is not None:
                raise ChannelClosedError("the episode was called off")

    def _drive(self, task: ProgramTask, session: ProgramSession) -> None:
        timing = (task.control_timestep_s, task.time_limit_s)
        finished = False
        while True:
            due = self._node.gate.next(task.episode_id, timing, _PARENT_POLL_S, _MESSAGES_TIMEOUT_S)
            if due is None:
                if self._control.receive(0.0) is not None:
                    return
                continue
            if isinstance(due, Ended):
                self._tell(session.stop(due.reason), self._asked_ns)
                self._control.send("stopped", thinking_s=self._thinking_s)
                return
            self._asked_ns = due.stamp_ns
            asked_s = time.perf_counter()
            step = session.step(due.observation)
            self._thinking_s += time.perf_counter() - asked_s
            # Everything is told before the command goes out: the runner reads it when the command has come, so
            # that what it knows at a step does not depend on scheduling.
            self._tell(step, due.stamp_ns, due.observation.step)
            if step.finished and not finished:
                finished = True
                self._control.send("finished", step=due.observation.step)
            self._node.answer(step, due.stamp_ns)

    def _tell(self, step: ProgramStep, stamp_ns: int, number: int = 0) -> None:
        if not (step.log or step.plots or step.trace or step.answers or step.samples):
            return
        said: dict[str, Any] = {
            "sim_time_s": stamp_ns / 1e9,
            "log": [asdict(line) for line in step.log],
            "plots": [asdict(point) for point in step.plots],
        }
        if step.answers:
            said["answers"] = [{"name": one.name, "value": one.value} for one in step.answers]
        if step.samples:
            said["samples"] = [asdict(one) for one in step.samples]
        if step.trace is not None:
            said |= {"step": number, "line": step.line, "trace": vars(step.trace)}
        self._control.send("said", **said)


def robot_features(spec: RobotSpec) -> dict[str, Any]:
    """What the robot object in the box needs to know of the robot."""
    lidar = next((sensor for sensor in spec.sensors if sensor.kind == "lidar"), None)
    return {
        "robot": spec.name,
        "max_speed_mps": spec.limits.max_speed_mps,
        "max_turn_radps": spec.limits.max_turn_radps,
        "lidar_yaw_rad": spec.frames.pose_in_footprint(lidar.frame_id).yaw_rad if lidar else 0.0,
    }


def main(arguments: list[str] | None = None) -> None:
    """Runs the node: for the episode runner with `--control-fd`, and otherwise freely (see `free_program`)."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if "--control-fd" not in arguments:
        from valence_nodes.nodes.free_program import main as drive_freely  # noqa: PLC0415 - it imports this module

        drive_freely(arguments)
        return
    parser = argparse.ArgumentParser(description="Runs learners' programs on the robot's topics.")
    parser.add_argument("--control-fd", type=int, required=True)
    parser.add_argument("--robot", required=True)
    parser.add_argument("--detections", action="store_true")
    given, ros_arguments = parser.parse_known_args(arguments)
    rclpy.init(args=ros_arguments)
    spec = load_robot_spec(given.robot)
    node = ProgramNode(spec, detections=given.detections)
    try:
        ProgramRunner(node, ControlChannel.from_fd(given.control_fd), robot_features(spec)).run_forever()
    finally:
        node.destroy_node()
        rclpy.try_shutdown()


if __name__ == "__main__":
    main(sys.argv[1:])
