# SPDX-License-Identifier: Apache-2.0
"""ROS 2 node: what is wrong with a wheel, as `diagnostic_msgs/DiagnosticArray` on `/diagnostics`."""

from __future__ import annotations

import sys
from collections import deque

from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus, KeyValue
from sensor_msgs.msg import Imu
from std_msgs.msg import Header
from valence_interfaces.msg import MotorState

from valence_nodes.nodes.number_parameters import declare_numbers
from valence_nodes.nodes.seeing_node import run
from valence_nodes.nodes.signal_node import SignalNode, stamp_s
from valence_nodes.nodes.topics import DIAGNOSTICS, IMU, MOTOR_STATE, SIGNAL_DATA
from valence_nodes.signals.errors import SignalError
from valence_nodes.signals.recogniser import Recognised
from valence_nodes.signals.timed_windows import TimedWindows
from valence_nodes.signals.wheel_faults import (
    CHANNELS,
    FASTEST_RATE_HZ,
    HEALTHY,
    LOWEST_RATE_HZ,
    RATE_HZ,
    WINDOW_S,
    WheelFaultRecogniser,
)

_MOST_READINGS = 20_000
"""One of the two topics may be far ahead of the other when a recording is replayed as fast as can be."""

_STALE_S = 0.2
_IN_WORDS = {
    HEALTHY: "all is well",
    "bearing": "the bearing is worn",
    "hub": "the hub is loose",
    "encoder": "the encoder loses counts",
}


class WheelFaultNode(SignalNode):
    """Adapter between motor states, the gyroscope and `WheelFaultRecogniser`."""

    def __init__(self) -> None:
        super().__init__("wheel_fault_node", DIAGNOSTICS, DiagnosticArray)
        numbers = declare_numbers(
            self,
            (
                ("rate_hz", RATE_HZ, LOWEST_RATE_HZ, FASTEST_RATE_HZ, "Readings a second of the motor drivers, Hz."),
                ("window_s", WINDOW_S, 1.0, 30.0, "Length of a window; the model must have learned from such ones, s."),
                ("step_s", 1.0, 0.1, 30.0, "From one window to the next, s."),
                ("windows", 4, 1, 100, "Over so many windows the chances are averaged."),
                ("radius_m", 0.033, 0.001, 10.0, "Of the wheels, m."),
                ("separation_m", 0.288, 0.01, 100.0, "Between the wheels, m."),
                ("least_confidence", 0.5, 0.0, 1.0, "Less sure than this, a fault is not warned of."),
            ),
        )
        self._rate_hz, window_s = numbers["rate_hz"], numbers["window_s"]
        self._least_confidence = numbers["least_confidence"]
        self._recogniser = WheelFaultRecogniser(
            self.declared_model(), numbers["radius_m"], numbers["separation_m"], windows=int(numbers["windows"])
        )
        self._windows = TimedWindows(self._rate_hz, window_s, min(window_s, numbers["step_s"]), len(CHANNELS))
        self._turning: deque[tuple[float, float]] = deque(maxlen=_MOST_READINGS)
        self._waiting: deque[MotorState] = deque(maxlen=_MOST_READINGS)
        self._newest_s = 0.0
        self.create_subscription(Imu, IMU, self._feel, SIGNAL_DATA)
        self.create_subscription(MotorState, MOTOR_STATE, self._drive, SIGNAL_DATA)

    def _feel(self, imu: Imu) -> None:
        now_s = stamp_s(imu.header)
        if self._turning and now_s < self._turning[-1][0]:
            self._turning.clear()  # an episode has begun anew
            self._waiting.clear()
        self._turning.append((now_s, imu.angular_velocity.z))
        self._go_on()

    def _drive(self, motors: MotorState) -> None:
        now_s = stamp_s(motors.header)
        if now_s < self._newest_s:
            self._recogniser.forget()
        self._newest_s = now_s
        self._waiting.append(motors)
        self._go_on()

    def _go_on(self) -> None:
        """Puts together what has come from both topics; each reading of the motors waits for the gyroscope's."""
        while self._waiting and self._turning and self._turning[-1][0] >= stamp_s(self._waiting[0].header):
            motors = self._waiting.popleft()
            now_s = stamp_s(motors.header)
            while len(self._turning) > 1 and self._turning[1][0] <= now_s:
                self._turning.popleft()
            felt_s, turn_rate_radps = self._turning[0]
            if not 0 <= now_s - felt_s < _STALE_S:
                continue  # the gyroscope was silent then
            found = self.checked(lambda m=motors, t=turn_rate_radps: self._recognise(m, t), SignalError)
            if found is not None:
                self._warn(motors, found)

    def _recognise(self, motors: MotorState, turn_rate_radps: float) -> tuple[Recognised, Recognised] | None:
        columns = (motors.position_rad, motors.velocity_radps, motors.command_radps, motors.current_a)
        if any(len(column) != 2 for column in (motors.joints, *columns)):
            sizes = ", ".join(str(len(column)) for column in (motors.joints, *columns))
            raise SignalError(f"A state of two motors has two of everything; this one has {sizes}.")
        sample = (*(number for column in columns for number in column), turn_rate_radps)
        window = self._windows.add(stamp_s(motors.header), sample)
        return None if window is None else self._recogniser.recognise(window, self._rate_hz)

    def _warn(self, motors: MotorState, found: tuple[Recognised, Recognised]) -> None:
        statuses = [self._status(joint, one) for joint, one in zip(motors.joints, found, strict=True)]
        header = Header(stamp=motors.header.stamp, frame_id=motors.header.frame_id)
        self.publisher.publish(DiagnosticArray(header=header, status=statuses))

    def _status(self, joint: str, found: Recognised) -> DiagnosticStatus:
        bad = found.label != HEALTHY and found.confidence >= self._least_confidence
        return DiagnosticStatus(
            level=DiagnosticStatus.WARN if bad else DiagnosticStatus.OK,
            name=joint,
            message=_IN_WORDS.get(found.label, found.label) if bad else _IN_WORDS[HEALTHY],
            values=[KeyValue(key=label, value=f"{chance:.3f}") for label, chance in found.chances],
        )


def main(args: list[str] | None = None) -> None:
    """Runs the node until ROS is shut down."""
    run(WheelFaultNode, args)


if __name__ == "__main__":
    main(sys.argv)
