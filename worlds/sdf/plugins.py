# SPDX-License-Identifier: Apache-2.0
"""Gazebo plugins that a file names: kept as text for what reads it, never run."""

from __future__ import annotations

import re

from worlds.sdf.description import Plugin
from worlds.sdf.document import Element, shown
from worlds.sdf.elements import HARMLESS_SYSTEMS
from worlds.sdf.reading import Reading

LONGEST_TEXT = 4_096

_SYSTEM = re.compile(r"(?:gz::sim|ignition::gazebo)(?:::v\d+)?::systems::(?:v\d+::)?(\w+)")
_WINDOW = re.compile(r"(?:gz|ignition)::(?:gui|sim::gui|gazebo::gui)\b")
# Gazebo Classic's ROS plugins: they publish what sensors and joints say, and take commands.
_CLASSIC_ROS = re.compile(
    r"libgazebo_ros_(?:camera|depth_camera|diff_drive|factory|ft_sensor|gps_sensor|imu|imu_sensor|init|"
    r"joint_pose_trajectory|joint_state_publisher|laser|bumper|p3d|properties|ray_sensor|skid_steer_drive|"
    r"state|ackermann_drive|range|control|video)\.so|(?:lib)?(?:gz|gazebo|ign)_ros2_control(?:-system)?(?:\.so)?"
)


def read_plugins(parent: Element, reading: Reading) -> list[Plugin]:
    """Reads the plugins that an element holds; warns of each that may move things when Gazebo runs it."""
    for plugin in parent.all("plugin"):
        if not _is_harmless(plugin):
            name = plugin.attributes.get("name", "") or plugin.attributes.get("filename", "")
            reading.warn_of(plugin, f"the plugin {shown(name)} is not run; in Gazebo it may change the physics.")
    return [
        Plugin(
            filename=plugin.attributes.get("filename", "")[:LONGEST_TEXT],
            name=plugin.attributes.get("name", "")[:LONGEST_TEXT],
            parameters={child.tag: child.text[:LONGEST_TEXT] for child in plugin.children if not child.children},
            place=plugin.place,
        )
        for plugin in parent.all("plugin")
    ]


def _begins_moving(parameter: Element) -> bool:
    """Whether it is a speed, angle or place other than 0 that the plugin sets without being told to."""
    if not parameter.tag.startswith("initial_"):
        return False
    return any(word.strip("+-0.") for word in parameter.text.split(maxsplit=16))


def _is_harmless(plugin: Element) -> bool:
    name, filename = (plugin.attributes.get(key, "")[:LONGEST_TEXT] for key in ("name", "filename"))
    system = _SYSTEM.fullmatch(name.strip())
    if system is not None:
        return system[1] in HARMLESS_SYSTEMS and not any(map(_begins_moving, plugin.children))
    return bool(_WINDOW.match(name.strip()) or _CLASSIC_ROS.fullmatch(filename.strip()))
