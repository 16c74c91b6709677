# SPDX-License-Identifier: Apache-2.0
"""The node processes of an episode: started inside its ROS graph, watched, and ended with it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING

from valence_nodes.control_channel import ControlChannel
from valence_nodes.topic_names import (
    CAMERA_IMAGE,
    CAMERA_INFO,
    DETECTIONS,
    FREE_SPACE,
    OBSTACLE_TRACKS,
    ODOMETRY,
    SCAN,
)

if TYPE_CHECKING:
    from worlds.robot_spec import RobotSpec


@dataclass(frozen=True)
class LoopNode:
    """A node that can stand in the loop of an episode.

    Attributes:
        module: what is run.
        topic: where it answers each reading with one message of the same stamp.
        sensor_kind: kind of the robot's sensor whose readings it answers.
    """

    module: str
    topic: str
    sensor_kind: str


PROGRAM_NODE = "program_node"
LOOP_NODES = {
    "colour_blob_node": LoopNode("valence_nodes.nodes.colour_blob_node", DETECTIONS, "camera"),
    "line_node": LoopNode("valence_nodes.nodes.line_node", DETECTIONS, "camera"),
    "marker_node": LoopNode("valence_nodes.nodes.marker_node", DETECTIONS, "camera"),
    "object_node": LoopNode("valence_nodes.nodes.object_node", DETECTIONS, "camera"),
    "free_space_node": LoopNode("valence_nodes.nodes.free_space_node", FREE_SPACE, "camera"),
    "obstacle_track_node": LoopNode("valence_nodes.nodes.obstacle_track_node", OBSTACLE_TRACKS, "lidar"),
}
"""Nodes that a mission can put in the loop, by the name it uses: one line a node."""

_PROGRAM_MODULE = "valence_nodes.nodes.program_node"


def answers_detections(nodes: Iterable[str]) -> bool:
    """Whether one of these nodes in the loop answers with what a program's `robot.detections` says."""
    return any(LOOP_NODES[name].topic == DETECTIONS for name in nodes)


def loop_arguments(robot: RobotSpec) -> list[str]:
    """Command line of a node in the loop: the ROS remappings that lead it to the robot's first camera and lidar."""
    first = {sensor.kind: sensor for sensor in reversed(robot.sensors)}
    topics: dict[str, str] = {}
    if "camera" in first:
        topics[CAMERA_IMAGE] = f"/{first['camera'].topic}"
        if first["camera"].info_topic is not None:
            topics[CAMERA_INFO] = f"/{first['camera'].info_topic}"
    if "lidar" in first:
        topics[SCAN] = f"/{first['lidar'].topic}"
    topics[ODOMETRY] = f"/{robot.topics.odom}"
    changed = [f"{name}:={topic}" for name, topic in topics.items() if topic != name]
    return ["--ros-args", *(word for one in changed for word in ("--remap", one))] if changed else []


class NodeFailedError(Exception):
    """A node of ours ended or hung.

    Attributes:
        node: its name.
        what: what it did, in words.
    """

    def __init__(self, node: str, what: str) -> None:
        super().__init__(f"The node {node} {what}.")
        self.node = node
        self.what = what


class NodeProcess:
    """One node in a process of its own, with a control channel if it wants one."""

    def __init__(self, name: str, arguments: list[str], *, controlled: bool = False) -> None:
        """Starts the node; what it prints goes where this process's output goes.

        Args:
            name: `PROGRAM_NODE` or one of `LOOP_NODES`.
            arguments: of its command line.
            controlled: gives it `--control-fd`, and this object `control`.
        """
        self.name = name
        module = _PROGRAM_MODULE if name == PROGRAM_NODE else LOOP_NODES[name].module
        command = [sys.executable, "-m", module, *arguments]
        self.control: ControlChannel | None = None
        handles: tuple[int, ...] = ()
        theirs = None
        if controlled:
            self.control, theirs = ControlChannel.pair()
            handles = (theirs.fileno(),)
            command += ["--control-fd", str(theirs.fileno())]
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=handles)
        if theirs is not None:
            theirs.close()

    def check_alive(self) -> None:
        """Makes sure that the node runs.

        Raises:
            NodeFailedError: it ended.
        """
        code = self._process.poll()
        if code is not None:
            how = f"was ended by signal {-code}" if code < 0 else f"ended with exit code {code}"
            raise NodeFailedError(self.name, how)

    @property
    def pid(self) -> int:
        """Process id, in this process's namespace."""
        return self._process.pid

    def close(self) -> None:
        """Ends the node."""
        if self.control is not None:
            self.control.close()
        self._process.kill()
        self._process.wait()

    def __enter__(self) -> NodeProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
