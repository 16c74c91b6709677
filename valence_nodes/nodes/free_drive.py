# SPDX-License-Identifier: Apache-2.0
"""A simulated robot for any ROS 2 node to drive: no mission, no referee, no lock-step, at the pace of the clock.

`ros2 run valence_nodes robot_node --ros-args -p world:=/path/to/world.sdf -p robot:=turtlebot3_burger`. The robot
stands still when no command has come for half a second, as a TurtleBot's firmware has it.
"""

from __future__ import annotations

import math
import sys
import time
from pathlib import Path
from typing import Any

import rclpy
from rcl_interfaces.msg import ParameterDescriptor
from rclpy.executors import ExternalShutdownException
from simulation_interfaces.msg import Result, SimulationState
from simulation_interfaces.srv import GetSimulationState, GetSimulatorFeatures

from valence_nodes.nodes.robot_node import RobotNode
from worlds.engines.registry import make_simulator
from worlds.errors import WorldsError
from worlds.pose import Pose
from worlds.robot_spec import load_robot_spec
from worlds.scenario import Scenario
from worlds.sensor_schedule import SensorSchedule
from worlds.simulator import Action, Simulator

_CONTROL_TIMESTEP_S = 0.05
_COMMAND_HOLDS_S = 0.5

_PARAMETERS = (
    ("world", "", "SDF file of the world."),
    ("robot", "turtlebot3_burger", "Name of a robot in worlds/models."),
    ("engine", "mujoco", "Name of a simulation engine."),
    ("x_m", 0.0, "Where the robot starts, m."),
    ("y_m", 0.0, "Where the robot starts, m."),
    ("yaw_rad", 0.0, "How it stands there, rad."),
    ("seed", 0, "Of the sensors' noise."),
    ("pace", 1.0, "Simulated seconds a wall-clock second, above 0."),
)


class FreeDrive:
    """Steps a simulator and publishes what its robot senses."""

    def __init__(self, simulator: Simulator, node: RobotNode, pace: float) -> None:
        self._simulator = simulator
        self._node = node
        self._pace = pace
        self._schedule = SensorSchedule(simulator.sensors, simulator.physics_timestep_s, _CONTROL_TIMESTEP_S)
        # A node of their own: spinning the robot node would take the commands that its inbox waits for.
        self._services = rclpy.create_node("simulator_node")
        self._services.create_service(GetSimulatorFeatures, "/get_simulator_features", self._features)
        self._services.create_service(GetSimulationState, "/get_simulation_state", self._state)

    def run(self) -> None:
        """Runs until ROS is shut down."""
        self._node.publish_static_transforms()
        self._publish(tuple(self._simulator.sensors), 0)
        began_s = time.monotonic()
        commanded_s = -math.inf
        step = 0
        while rclpy.ok():
            command = self._node.newest_command()
            if command is not None:
                commanded_s = self._simulator.sim_time_s
                self._simulator.apply_action(command)
            elif self._simulator.sim_time_s - commanded_s > _COMMAND_HOLDS_S:
                self._simulator.apply_action(Action())
            for instant in self._schedule.instants(step):
                self._simulator.advance(instant.sim_time_s)
                self._publish(instant.sensors, instant.sim_time_ns)
            step += 1
            ahead_s = began_s + self._simulator.sim_time_s / self._pace - time.monotonic()
            rclpy.spin_once(self._services, timeout_sec=max(0.0, ahead_s))
            time.sleep(max(0.0, began_s + self._simulator.sim_time_s / self._pace - time.monotonic()))

    def _publish(self, sensors: tuple[str, ...], sim_time_ns: int) -> None:
        self._node.publish_clock(sim_time_ns)
        for sensor in sensors:
            self._node.publish(sensor, self._simulator.read_sensor(sensor), sim_time_ns)

    def _features(self, _request: Any, response: Any) -> Any:
        features = self._simulator.features()
        constants = type(response.features)
        response.features.features = sorted(getattr(constants, name) for name in features.features)
        response.features.spawn_formats = list(features.spawn_formats)
        response.features.custom_info = f"{features.engine} {features.version}"
        return response

    def _state(self, _request: Any, response: Any) -> Any:
        response.state.state = SimulationState.STATE_PLAYING
        response.result.result = Result.RESULT_OK
        return response


def main(arguments: list[str] | None = None) -> None:
    """Runs a simulated robot with the ROS parameters that this module's text names."""
    rclpy.init(args=sys.argv if arguments is None else arguments)
    reader = rclpy.create_node("robot_node_parameters")
    given = {
        name: reader.declare_parameter(name, default, ParameterDescriptor(description=text)).value
        for name, default, text in _PARAMETERS
    }
    reader.destroy_node()
    try:
        if not given["world"] or not 0 < given["pace"] <= 100:
            raise WorldsError("A world and a pace from 0 to 100 are needed.", "Add -p world:=… -p pace:=1.0")
        simulator = make_simulator(given["engine"])
        pose = Pose.planar(given["x_m"], given["y_m"], given["yaw_rad"])
        simulator.load(Scenario(Path(given["world"]), given["robot"], pose))
        simulator.reset(given["seed"])
        node = RobotNode(load_robot_spec(given["robot"]))
        FreeDrive(simulator, node, given["pace"]).run()
    except WorldsError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except (KeyboardInterrupt, ExternalShutdownException):
        pass
    finally:
        rclpy.try_shutdown()
