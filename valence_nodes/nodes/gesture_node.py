# SPDX-License-Identifier: Apache-2.0
"""ROS 2 node: gestures by the inertial unit of a watch, as `vision_msgs/Classification` on `/gestures`."""

from __future__ import annotations

import sys
from functools import partial

from sensor_msgs.msg import Imu
from std_msgs.msg import Header

from valence_nodes.nodes.number_parameters import declare_numbers
from valence_nodes.nodes.seeing_node import run
from valence_nodes.nodes.signal_node import SignalNode, stamp_s
from valence_nodes.nodes.topics import GESTURES, SIGNAL_DATA, WRIST_IMU
from valence_nodes.signals.errors import SignalError
from valence_nodes.signals.gestures import (
    CHANNELS,
    FASTEST_RATE_HZ,
    LOWEST_RATE_HZ,
    OTHER,
    RATE_HZ,
    GestureRecogniser,
    Movement,
    MovementFinder,
)
from valence_nodes.signals.timed_windows import TimedWindows

_BLOCK_S = 0.2


class GestureNode(SignalNode):
    """Adapter between a watch's inertial unit, `MovementFinder` and `GestureRecogniser`."""

    def __init__(self) -> None:
        super().__init__("gesture_node", GESTURES)
        numbers = declare_numbers(
            self,
            (
                ("rate_hz", RATE_HZ, LOWEST_RATE_HZ, FASTEST_RATE_HZ, "Readings a second of the watch, Hz."),
                ("least_confidence", 0.5, 0.0, 1.0, "Less sure than this, a gesture is not told of."),
            ),
        )
        self._rate_hz, self._least_confidence = numbers["rate_hz"], numbers["least_confidence"]
        self._recogniser = GestureRecogniser(self.declared_model())
        self._blocks = TimedWindows(self._rate_hz, _BLOCK_S, _BLOCK_S, len(CHANNELS))
        self._finder = MovementFinder(self._rate_hz)
        self._end_s = 0.0
        self.create_subscription(Imu, WRIST_IMU, self._feel, SIGNAL_DATA)

    def _feel(self, imu: Imu) -> None:
        turning, pushing = imu.angular_velocity, imu.linear_acceleration
        sample = (turning.x, turning.y, turning.z, pushing.x, pushing.y, pushing.z)
        now_s = stamp_s(imu.header)
        block = self.checked(lambda: self._blocks.add(now_s, sample), SignalError)
        if block is None:
            return
        if abs(now_s - self._end_s - _BLOCK_S) > _BLOCK_S / 2:
            self._finder = MovementFinder(self._rate_hz)  # something is missing in between
        self._end_s = now_s
        for movement in self.checked(lambda: self._finder.add(block), SignalError) or ():
            self.checked(partial(self._recognise, movement, imu.header), SignalError)

    def _recognise(self, movement: Movement, header: Header) -> None:
        found = self._recogniser.recognise(movement.samples, self._rate_hz)
        if found.label != OTHER and found.confidence >= self._least_confidence:
            self.tell(header, found)


def main(args: list[str] | None = None) -> None:
    """Runs the node until ROS is shut down."""
    run(GestureNode, args)


if __name__ == "__main__":
    main(sys.argv)
