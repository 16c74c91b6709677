# SPDX-License-Identifier: Apache-2.0
"""A learner's program, in its box, on a physical robot or on the one of `simulated_robot.launch.py`.

`ros2 launch valence_bringup program.launch.py program:=/path/to/my_program.py robot:=turtlebot3_burger`
"""

from __future__ import annotations

from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument
from launch.substitutions import LaunchConfiguration, PathJoinSubstitution
from launch_ros.actions import Node
from launch_ros.parameter_descriptions import ParameterValue
from launch_ros.substitutions import FindPackageShare

TEXTS = (
    ("program", None, "Python file with drive(robot)."),
    ("robot", "turtlebot3_burger", "Name of a robot in worlds/models."),
)


def generate_launch_description() -> LaunchDescription:
    """The program node with its parameters."""
    share = FindPackageShare("valence_bringup")
    declared = [DeclareLaunchArgument(name, default_value=default, description=text) for name, default, text in TEXTS]
    detections = DeclareLaunchArgument("detections", default_value="false", description="Whether /detections is there.")
    given = {name: ParameterValue(LaunchConfiguration(name), value_type=str) for name, _, _ in TEXTS}
    given["detections"] = ParameterValue(LaunchConfiguration("detections"), value_type=bool)
    node = Node(
        package="valence_nodes",
        executable="program_node",
        output="screen",
        parameters=[PathJoinSubstitution([share, "config", "program_node.yaml"]), given],
    )
    return LaunchDescription([*declared, detections, node])
