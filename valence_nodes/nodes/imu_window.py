# SPDX-License-Identifier: Apache-2.0
"""What a fast IMU has felt since a program last looked."""

from __future__ import annotations

import struct

from valence_nodes.nodes.from_messages import imu_data
from valence_nodes.programs.observation import ImuWindowData

_SAMPLE = struct.Struct("<6f")
MOST_SAMPLES = 2000
"""Kept for a program that doesn't look; the oldest go first."""


class ImuWindow:
    """Gathers readings (`sensor_msgs/Imu`) until they are taken, each once: lost messages are sent again to all."""

    def __init__(self, rate_hz: float) -> None:
        self._rate_hz = rate_hz
        self._newest_ns = -1
        self._samples: list[bytes] = []

    def clear(self) -> None:
        """Forgets what came in the episode before."""
        self._newest_ns = -1
        self._samples.clear()

    def add(self, stamp_ns: int, message: bytes) -> None:
        """Takes a reading, unless it is no newer than what has come."""
        if stamp_ns <= self._newest_ns:
            return
        self._newest_ns = stamp_ns
        felt = imu_data(message)
        self._samples.append(_SAMPLE.pack(*felt.angular_velocity_radps, *felt.linear_acceleration_mps2))
        if len(self._samples) > MOST_SAMPLES:
            del self._samples[0]

    def take(self) -> ImuWindowData:
        """Returns what came since this was last asked; it may be nothing."""
        window = ImuWindowData(self._rate_hz, b"".join(self._samples))
        self._samples.clear()
        return window
