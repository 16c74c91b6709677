# SPDX-License-Identifier: Apache-2.0
"""A learner's program on a robot that nobody lock-steps: a physical one, or a simulated one that drives freely.

`ros2 run valence_nodes program_node --ros-args -p program:=/path/to/my_program.py -p robot:=turtlebot3_burger`. The
same node, the same box and the same program as in a mission; only the clock paces it, 20 times a second. Whatever
ends it, the robot is told to stop.
"""

from __future__ import annotations

import socket
import sys
import time
from pathlib import Path
from typing import Any

import rclpy
from rcl_interfaces.msg import ParameterDescriptor
from rclpy.signals import SignalHandlerOptions

from valence_nodes.nodes.observation_gate import MissingMessagesError
from valence_nodes.nodes.program_node import ProgramNode, robot_features
from valence_nodes.programs.box import BoxLimits, start_box
from valence_nodes.programs.failure import ProgramFailed
from valence_nodes.programs.session import ProgramSession, StepLimits
from valence_nodes.programs.source import read_program
from worlds.errors import HintedError, WorldsError
from worlds.robot_spec import load_robot_spec

CONTROL_TIMESTEP_S = 0.05
EXIT_INVALID = 2
EXIT_PROGRAM_FAILED = 3

_PARAMETERS = (
    ("program", "", "Python file with drive(robot)."),
    ("robot", "turtlebot3_burger", "Name of a robot in worlds/models."),
    ("detections", False, "Whether a perception node publishes /detections."),
    ("time_limit_s", 600.0, "When the program is stopped, s."),
    ("step_wall_s", 1.0, "Longest thinking time between two commands, s."),
    ("trust", False, "Run your own program without the box."),
)
_FIRST_MESSAGES_TIMEOUT_S = 10.0
_STOP_TIMEOUT_S = 5.0


def main(arguments: list[str] | None = None) -> None:
    """Runs one program with the ROS parameters that this module's text names, and exits as `valence run` does."""
    # Ctrl-C must reach us with ROS still up, or the robot could not be told to stop.
    rclpy.init(args=arguments, signal_handler_options=SignalHandlerOptions.NO)
    try:
        sys.exit(_run())
    except HintedError as error:
        print(error, file=sys.stderr)
        sys.exit(EXIT_INVALID)
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        rclpy.try_shutdown()


def _run() -> int:
    reader = rclpy.create_node("program_node_parameters")
    given: dict[str, Any] = {
        name: reader.declare_parameter(name, default, ParameterDescriptor(description=text)).value
        for name, default, text in _PARAMETERS
    }
    reader.destroy_node()
    if not given["program"]:
        raise WorldsError("No program was given.", "Add --ros-args -p program:=/path/to/my_program.py")
    program = read_program(Path(given["program"]))
    spec = load_robot_spec(given["robot"])
    node = ProgramNode(spec, detections=given["detections"])
    ours, theirs = socket.socketpair()
    box = start_box(theirs, BoxLimits(cpu_s=round(given["time_limit_s"]) + 1), trust=given["trust"])
    theirs.close()
    session = ProgramSession(ours, program, StepLimits(step_wall_s=given["step_wall_s"]))
    try:
        session.start(robot_features(spec))
        _drive(node, session, given["time_limit_s"])
    except ProgramFailed as failed:
        failure = failed.failure if failed.failure.kind != "gone" else box.why_it_died()
        place = f"{program.name}, line {failure.line}" if failure.line else program.name
        node.get_logger().error(f"{place}: {failure.message} {failure.hint}")
        return EXIT_PROGRAM_FAILED
    except MissingMessagesError as missing:
        raise WorldsError(str(missing), "Is the robot on, and on the same ROS domain?") from missing
    finally:
        node.stop_robot(_STOP_TIMEOUT_S)
        session.close()
        box.close()
        node.destroy_node()
    return 0


def _drive(node: ProgramNode, session: ProgramSession, time_limit_s: float) -> None:
    timing = (CONTROL_TIMESTEP_S, time_limit_s)
    node.gate.await_first(_FIRST_MESSAGES_TIMEOUT_S)
    began_s = time.monotonic()
    step = 0
    while (now_s := time.monotonic() - began_s) < time_limit_s:
        answer = session.step(node.gate.newest(step, now_s, timing))
        for line in answer.log:
            node.get_logger().info(f"{line.line or '–'}: {line.text}")
        node.answer(answer, node.get_clock().now().nanoseconds)
        if answer.finished:
            return
        step += 1
        time.sleep(max(0.0, began_s + step * CONTROL_TIMESTEP_S - time.monotonic()))
    session.stop(f"The time limit of {time_limit_s:g} s was reached.")
