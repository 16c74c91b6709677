# SPDX-License-Identifier: Apache-2.0
"""A signal node alone, beside a physical robot, a simulated one (`use_sim_time:=true`) or a replayed recording.

`ros2 launch valence_bringup signals.launch.py node:=terrain_node models:=FOLDER model:=terrain`
"""

from __future__ import annotations

from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument
from launch.substitutions import LaunchConfiguration, PathJoinSubstitution
from launch_ros.actions import Node
from launch_ros.parameter_descriptions import ParameterValue
from launch_ros.substitutions import FindPackageShare

NODES = ("terrain_node", "tone_node", "command_node", "wheel_fault_node", "gesture_node")


def generate_launch_description() -> LaunchDescription:
    """The chosen node with its parameters and its model."""
    share = FindPackageShare("valence_bringup")
    node = LaunchConfiguration("node")
    given = {
        "use_sim_time": ParameterValue(LaunchConfiguration("use_sim_time"), value_type=bool),
        "model": ParameterValue(LaunchConfiguration("model"), value_type=str),
        "models": ParameterValue(LaunchConfiguration("models"), value_type=str),
    }
    return LaunchDescription(
        [
            DeclareLaunchArgument("use_sim_time", default_value="false", description="Whether time is /clock."),
            DeclareLaunchArgument("node", default_value=NODES[0], choices=NODES, description="What to recognise."),
            DeclareLaunchArgument("model", default_value="", description="Folder of a model, or its name."),
            DeclareLaunchArgument("models", default_value="", description="Folder of the registry of models."),
            Node(
                package="valence_nodes",
                executable=node,
                output="screen",
                parameters=[PathJoinSubstitution([share, "config", [node, ".yaml"]]), given],
            ),
        ]
    )
