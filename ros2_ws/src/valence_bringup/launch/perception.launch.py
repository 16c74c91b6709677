# SPDX-License-Identifier: Apache-2.0
"""A perception node alone, beside a physical robot or a simulated one: `use_sim_time:=true` for the latter.

`ros2 launch valence_bringup perception.launch.py node:=line_node`; on a TurtleBot 4 also
`camera:=/oakd/rgb/preview`. `node:=classifier_node` needs a `model:=` too, see docs/perception.md.
"""

from __future__ import annotations

from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument
from launch.substitutions import LaunchConfiguration, PathJoinSubstitution
from launch_ros.actions import Node
from launch_ros.parameter_descriptions import ParameterValue
from launch_ros.substitutions import FindPackageShare

NODES = (
    "colour_blob_node",
    "line_node",
    "marker_node",
    "object_node",
    "classifier_node",
    "free_space_node",
    "obstacle_track_node",
)
CAMERA_TOPICS = ("image_raw", "camera_info")


def generate_launch_description() -> LaunchDescription:
    """The chosen node with its parameters, led to the robot's camera."""
    share = FindPackageShare("valence_bringup")
    given = {
        "use_sim_time": ParameterValue(LaunchConfiguration("use_sim_time"), value_type=bool),
        "model": ParameterValue(LaunchConfiguration("model"), value_type=str),
        "models": ParameterValue(LaunchConfiguration("models"), value_type=str),
    }
    node, camera = LaunchConfiguration("node"), LaunchConfiguration("camera")
    return LaunchDescription(
        [
            DeclareLaunchArgument("use_sim_time", default_value="false", description="Whether time is /clock."),
            DeclareLaunchArgument("node", default_value=NODES[0], choices=NODES, description="What to look for."),
            DeclareLaunchArgument("camera", default_value="/camera", description="In front of its image_raw."),
            DeclareLaunchArgument("model", default_value="", description="Of nodes that run one: its folder or name."),
            DeclareLaunchArgument("models", default_value="", description="Folder of the registry of models."),
            Node(
                package="valence_nodes",
                executable=node,
                output="screen",
                parameters=[PathJoinSubstitution([share, "config", [node, ".yaml"]]), given],
                remappings=[(f"/camera/{topic}", [camera, f"/{topic}"]) for topic in CAMERA_TOPICS],
            ),
        ]
    )
