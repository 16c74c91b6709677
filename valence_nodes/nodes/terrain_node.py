# SPDX-License-Identifier: Apache-2.0
"""ROS 2 node: what the robot drives on, by its inertial unit, as `vision_msgs/Classification` on `/terrain`."""

from __future__ import annotations

import sys
from collections import deque

from nav_msgs.msg import Odometry
from sensor_msgs.msg import Imu
from std_msgs.msg import Header

from valence_nodes.nodes.number_parameters import declare_numbers
from valence_nodes.nodes.seeing_node import run
from valence_nodes.nodes.signal_node import SignalNode, stamp_s
from valence_nodes.nodes.topics import IMU, ODOMETRY, SIGNAL_DATA, TERRAIN
from valence_nodes.signals.errors import SignalError
from valence_nodes.signals.terrain import CHANNELS, TerrainRecogniser
from valence_nodes.signals.timed_windows import TimedWindows
from valence_nodes.signals.windows import Signal

_MOST_SPEEDS = 20_000
"""Odometry may be far ahead of the inertial unit when a recording is replayed as fast as can be."""

_MOST_WAITING = 500

_ODOMETRY_S = 0.1
"""A window waits for odometry as old as this at its end: the same speeds count, however late they come."""


class TerrainNode(SignalNode):
    """Adapter between the inertial unit and `TerrainRecogniser`."""

    def __init__(self) -> None:
        super().__init__("terrain_node", TERRAIN)
        numbers = declare_numbers(
            self,
            (
                ("rate_hz", 100.0, 100.0, 10_000.0, "Readings a second that the inertial unit must give, Hz."),
                ("window_s", 1.0, 0.2, 10.0, "Length of a window; the model must have learned from such ones, s."),
                ("step_s", 0.2, 0.02, 10.0, "From one window to the next, s."),
            ),
        )
        self._rate_hz, window_s = numbers["rate_hz"], numbers["window_s"]
        self._recogniser = TerrainRecogniser(self.declared_model())
        self._windows = TimedWindows(self._rate_hz, window_s, min(window_s, numbers["step_s"]), len(CHANNELS))
        self._window_s = window_s
        self._speeds: deque[tuple[float, float]] = deque(maxlen=_MOST_SPEEDS)
        self._waiting: deque[tuple[Header, Signal]] = deque(maxlen=_MOST_WAITING)
        self.create_subscription(Imu, IMU, self._feel, SIGNAL_DATA)
        self.create_subscription(Odometry, ODOMETRY, self._roll, SIGNAL_DATA)

    def _roll(self, odometry: Odometry) -> None:
        now_s = stamp_s(odometry.header)
        if self._speeds and now_s < self._speeds[-1][0]:
            self._speeds.clear()  # an episode has begun anew
            self._waiting.clear()
        self._speeds.append((now_s, odometry.twist.twist.linear.x))
        self._recognise()

    def _feel(self, imu: Imu) -> None:
        turning, pushing = imu.angular_velocity, imu.linear_acceleration
        sample = (turning.x, turning.y, turning.z, pushing.x, pushing.y, pushing.z)
        window = self.checked(lambda: self._windows.add(stamp_s(imu.header), sample), SignalError)
        if window is not None:
            self._waiting.append((imu.header, window))
            self._recognise()

    def _recognise(self) -> None:
        """Tells of the windows whose speed is known: odometry may come later than the inertial unit's readings."""
        while self._waiting and self._speeds:
            header, window = self._waiting[0]
            end_s = stamp_s(header)
            if self._speeds[-1][0] < end_s - _ODOMETRY_S:
                return
            self._waiting.popleft()
            while self._speeds[0][0] <= end_s - self._window_s and len(self._speeds) > 1:
                self._speeds.popleft()
            speeds = [speed for time_s, speed in self._speeds if end_s - self._window_s < time_s <= end_s]
            if speeds:
                self._tell_of(header, window, sum(speeds) / len(speeds))

    def _tell_of(self, header: Header, window: Signal, speed_mps: float) -> None:
        found = self.checked(lambda: self._recogniser.recognise(window, self._rate_hz, speed_mps), SignalError)
        if found is not None:
            self.tell(header, found)


def main(args: list[str] | None = None) -> None:
    """Runs the node until ROS is shut down."""
    run(TerrainNode, args)


if __name__ == "__main__":
    main(sys.argv)
