# SPDX-License-Identifier: Apache-2.0
"""The perception node alone, beside a physical robot or a simulated one: `use_sim_time:=true` for the latter."""

from __future__ import annotations

from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument
from launch.substitutions import LaunchConfiguration, PathJoinSubstitution
from launch_ros.actions import Node
from launch_ros.parameter_descriptions import ParameterValue
from launch_ros.substitutions import FindPackageShare


def generate_launch_description() -> LaunchDescription:
    """The colour blob node with its parameters."""
    share = FindPackageShare("valence_bringup")
    time = {"use_sim_time": ParameterValue(LaunchConfiguration("use_sim_time"), value_type=bool)}
    return LaunchDescription(
        [
            DeclareLaunchArgument("use_sim_time", default_value="false", description="Whether time is /clock."),
            Node(
                package="valence_nodes",
                executable="colour_blob_node",
                output="screen",
                parameters=[PathJoinSubstitution([share, "config", "colour_blob_node.yaml"]), time],
            ),
        ]
    )
