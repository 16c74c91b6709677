# SPDX-License-Identifier: Apache-2.0
"""ROS 2 node: a policy on the robot's topics, learned (`policy:=model.onnx`) or by hand (`controller:=along_wall`).

`ros2 run valence_nodes policy_node --ros-args -p policy:=/path/to/model.onnx -p robot:=turtlebot3_burger`. It drives a
physical robot, or a simulated one that drives freely, and is asked as often as it was in training. How long each
decision took goes out on `/valence/program_plot` as `policy_latency_ms`. Whatever ends it, the robot is told to stop.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from typing import Any

import rclpy
from rcl_interfaces.msg import ParameterDescriptor
from rclpy.signals import SignalHandlerOptions

from valence_nodes.nodes.observation_gate import MissingMessagesError
from valence_nodes.nodes.program_node import ProgramNode, robot_features
from valence_nodes.policies.controllers import controller
from valence_nodes.policies.driving import drive_with
from valence_nodes.policies.policy import OnnxPolicy, Policy, PolicyError
from valence_nodes.programs.program_words import PlotPoint
from valence_nodes.programs.robot import Robot
from valence_nodes.programs.session import ProgramStep
from worlds.errors import HintedError, WorldsError
from worlds.robot_spec import load_robot_spec

NODE = "policy_node"
LATENCY = "policy_latency_ms"
CONTROL_TIMESTEP_S = 0.05
EXIT_INVALID = 2

_PARAMETERS = (
    ("policy", "", "Net in ONNX, as `valence train` keeps it."),
    ("controller", "", "Instead of a policy: along_wall or along_line."),
    ("robot", "turtlebot3_burger", "Name of a robot in worlds/models."),
    ("detections", False, "Whether a perception node publishes /detections."),
    ("time_limit_s", 600.0, "When it ends, s."),
)
_FIRST_MESSAGES_TIMEOUT_S = 10.0
_STOP_TIMEOUT_S = 5.0


class NodeLink:
    """What a program's `Robot` stands on, without a box: observations from topics, commands to them, 20 times a second.

    Attributes:
        observation: the newest, part by part.
        running: until the time limit.
    """

    def __init__(self, node: ProgramNode, time_limit_s: float) -> None:
        self._node = node
        self._limit_s = time_limit_s
        self._began_s = self._asked_s = time.monotonic()
        self._step = 0
        self.observation: dict[str, Any] = {}
        self.running = True
        self.latencies_ms: list[float] = []
        self._take()

    def part(self, name: str) -> Any:
        """A part of the newest observation; None if it has none."""
        value = self.observation.get(name)
        if isinstance(value, tuple):
            return [vars(one) for one in value]
        return vars(value) if hasattr(value, "__dataclass_fields__") else value

    def step(self, speed_mps: float, turn_radps: float) -> None:
        """Sends a command and waits for the next control step."""
        latency_ms = (time.monotonic() - self._asked_s) * 1000
        self.latencies_ms.append(latency_ms)
        plots = (PlotPoint(LATENCY, latency_ms),)
        self._node.answer(ProgramStep(speed_mps, turn_radps, plots=plots), self._node.get_clock().now().nanoseconds)
        self._step += 1
        time.sleep(max(0.0, self._began_s + self._step * CONTROL_TIMESTEP_S - time.monotonic()))
        self._take()

    def say(self, text: str) -> None:
        """Writes to the node's log."""
        self._node.get_logger().info(text)

    def _take(self) -> None:
        now_s = time.monotonic() - self._began_s
        self.observation = vars(self._node.gate.newest(self._step, now_s, (CONTROL_TIMESTEP_S, self._limit_s)))
        self.running = now_s < self._limit_s
        self._asked_s = time.monotonic()


def main(arguments: list[str] | None = None) -> None:
    """Drives with the ROS parameters that this module's text names."""
    # Ctrl-C must reach us with ROS still up, or the robot could not be told to stop.
    rclpy.init(args=arguments, signal_handler_options=SignalHandlerOptions.NO)
    try:
        _run()
    except (HintedError, PolicyError) as error:
        print(error, file=sys.stderr)
        sys.exit(EXIT_INVALID)
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        rclpy.try_shutdown()


def _run() -> None:
    reader = rclpy.create_node(f"{NODE}_parameters")
    given: dict[str, Any] = {
        name: reader.declare_parameter(name, default, ParameterDescriptor(description=text)).value
        for name, default, text in _PARAMETERS
    }
    reader.destroy_node()
    policy = _policy(given["policy"], given["controller"])
    spec = load_robot_spec(given["robot"])
    node = ProgramNode(spec, detections=given["detections"], name=NODE)
    try:
        node.gate.await_first(_FIRST_MESSAGES_TIMEOUT_S)
        link = NodeLink(node, given["time_limit_s"])
        drive_with(Robot(link, robot_features(spec)), policy)  # type: ignore[arg-type]
        if link.latencies_ms:
            middle_ms, longest_ms = statistics.median(link.latencies_ms), max(link.latencies_ms)
            node.get_logger().info(f"A command took {middle_ms:.2f} ms (median), {longest_ms:.2f} ms at most.")
    except MissingMessagesError as missing:
        raise WorldsError(str(missing), "Is the robot on, and on the same ROS domain?") from missing
    finally:
        node.stop_robot(_STOP_TIMEOUT_S)
        node.destroy_node()


def _policy(file: str, name: str) -> Policy:
    if bool(file) == bool(name):
        raise WorldsError(
            "Give either a policy or a controller.",
            "Add --ros-args -p policy:=/path/to/model.onnx, or -p controller:=…",
        )
    return OnnxPolicy.open(Path(file)) if file else controller(name)


if __name__ == "__main__":
    main(sys.argv)
