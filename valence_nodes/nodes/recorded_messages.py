# SPDX-License-Identifier: Apache-2.0
"""Messages that a recording holds beside those of the robot's topics, serialised (CDR)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geometry_msgs.msg import TransformStamped
from rclpy.serialization import serialize_message
from tf2_msgs.msg import TFMessage
from valence_interfaces.msg import EpisodeEvent, ProgramLog, ProgramPlot, ProgramSample, ProgramStep

from valence_nodes import topic_names
from valence_nodes.nodes.message_form import MessageForm
from valence_nodes.nodes.reading_forms import seconds_and_rest
from valence_nodes.nodes.to_messages import stamp_of
from valence_nodes.programs.trace import Trace
from worlds.pose import Pose

WORLD_FRAME = "world"

TYPES = {
    topic_names.PROGRAM_LOG: "valence_interfaces/msg/ProgramLog",
    topic_names.PROGRAM_PLOT: "valence_interfaces/msg/ProgramPlot",
    topic_names.PROGRAM_SAMPLE: "valence_interfaces/msg/ProgramSample",
    topic_names.PROGRAM_STEP: "valence_interfaces/msg/ProgramStep",
    topic_names.TRUTH_POSES: "tf2_msgs/msg/TFMessage",
    topic_names.TRUTH_EVENTS: "valence_interfaces/msg/EpisodeEvent",
}
"""Their types by topic."""


def log_line(text: str, line: int | None, time_ns: int) -> bytes:
    """`valence_interfaces/ProgramLog`: what the program said, and at which line of it (1 first)."""
    message = ProgramLog(text=text, line=line or 0)
    message.header.stamp = stamp_of(time_ns)
    return _serialised(message)


def plot_point(name: str, value: float, time_ns: int) -> bytes:
    """`valence_interfaces/ProgramPlot`: a value that the program plotted."""
    message = ProgramPlot(name=name, value=value)
    message.header.stamp = stamp_of(time_ns)
    return _serialised(message)


def program_sample(dataset: str, label: str, time_ns: int) -> bytes:
    """`valence_interfaces/ProgramSample`: what was sensed at this time is to go into a dataset."""
    message = ProgramSample(dataset=dataset, label=label)
    message.header.stamp = stamp_of(time_ns)
    return _serialised(message)


def program_step(step: int, line: int | None, trace: Trace, time_ns: int) -> bytes:
    """`valence_interfaces/ProgramStep`: where the program was when it let a control step pass.

    Args:
        step: number of the step, 0 first.
        line: that acted, 1 first.
        trace: the functions that were running, and the variables.
        time_ns: of the observation that the program acted on, simulated.
    """
    message = ProgramStep(step=step, line=line or 0)
    message.header.stamp = stamp_of(time_ns)
    message.functions, message.lines = trace.functions, trace.lines
    message.names, message.values = trace.names, trace.values
    return _serialised(message)


def episode_event(kind: str, subject: str, text: str, value: float, time_ns: int) -> bytes:
    """`valence_interfaces/EpisodeEvent`: something that the referee saw."""
    message = EpisodeEvent(kind=kind, subject=subject, text=text, value=value)
    message.header.stamp = stamp_of(time_ns)
    return _serialised(message)


class PoseMessages:
    """`tf2_msgs/TFMessage` of where things are in the world."""

    def __init__(self) -> None:
        self._names: tuple[str, ...] | None = None
        self._form: MessageForm | None = None

    def filled(self, poses: Mapping[str, Pose], time_ns: int) -> bytes:
        """Returns the message: frame `world`, each thing's name as the child frame.

        Args:
            poses: in the world, by name.
            time_ns: simulated time.
        """
        names = tuple(poses)
        if self._form is None or self._names != names:
            self._names, self._form = names, _pose_form(names)
        stamp = seconds_and_rest(time_ns)
        values: list[float] = []
        for pose in poses.values():
            w, x, y, z = pose.quaternion_wxyz
            values += (*stamp, *pose.position_m, x, y, z, w)
        return self._form.fill(values)


def _pose_form(names: Sequence[str]) -> MessageForm:
    message = TFMessage()
    blanks = []
    for number, name in enumerate(names):
        one = TransformStamped(child_frame_id=name)
        one.header.frame_id = WORLD_FRAME
        message.transforms.append(one)
        at = f"transforms.{number}"
        blanks += [(f"{at}.header.stamp.sec", "i"), (f"{at}.header.stamp.nanosec", "I")]
        blanks += [(f"{at}.transform.translation.{axis}", "d") for axis in "xyz"]
        blanks += [(f"{at}.transform.rotation.{axis}", "d") for axis in "xyzw"]
    return MessageForm(message, blanks)


def _serialised(message: object) -> bytes:
    data: bytes = serialize_message(message)
    return data
