# SPDX-License-Identifier: Apache-2.0
"""A simulated robot on the topics of the physical one, and where wanted a perception node beside it.

`ros2 launch valence_bringup simulated_robot.launch.py world:=/path/to/world.sdf robot:=turtlebot3_waffle_pi
detections:=true node:=line_node`
"""

from __future__ import annotations

from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument, IncludeLaunchDescription
from launch.conditions import IfCondition
from launch.substitutions import LaunchConfiguration, PathJoinSubstitution
from launch_ros.actions import Node
from launch_ros.parameter_descriptions import ParameterValue
from launch_ros.substitutions import FindPackageShare

ARGUMENTS = (
    ("world", None, "SDF file of the world."),
    ("robot", "turtlebot3_burger", "Name of a robot in worlds/models."),
    ("x_m", "0.0", "Where the robot starts, m."),
    ("y_m", "0.0", "Where the robot starts, m."),
    ("yaw_rad", "0.0", "How it stands there, rad."),
    ("detections", "false", "Whether a perception node looks at the camera image."),
    ("node", "colour_blob_node", "Which one, see docs/ros.md."),
    ("camera", "/camera", "In front of the camera's image_raw; /oakd/rgb/preview on a turtlebot4."),
)
NUMBERS = ("x_m", "y_m", "yaw_rad")
TEXTS = ("world", "robot")
PERCEPTION = ("node", "camera")


def generate_launch_description() -> LaunchDescription:
    """The robot node with its arguments as parameters, and the perception node."""
    share = FindPackageShare("valence_bringup")
    declared = [
        DeclareLaunchArgument(name, default_value=default, description=text) for name, default, text in ARGUMENTS
    ]
    given = {name: ParameterValue(LaunchConfiguration(name), value_type=float) for name in NUMBERS}
    given |= {name: ParameterValue(LaunchConfiguration(name), value_type=str) for name in TEXTS}
    robot = Node(
        package="valence_nodes",
        executable="robot_node",
        output="screen",
        parameters=[PathJoinSubstitution([share, "config", "robot_node.yaml"]), given],
    )
    perception = IncludeLaunchDescription(
        PathJoinSubstitution([share, "launch", "perception.launch.py"]),
        launch_arguments={"use_sim_time": "true", **{name: LaunchConfiguration(name) for name in PERCEPTION}}.items(),
        condition=IfCondition(LaunchConfiguration("detections")),
    )
    return LaunchDescription([*declared, robot, perception])
