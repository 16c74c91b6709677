# SPDX-License-Identifier: Apache-2.0
"""What motors take goes out where somebody listens or records, and costs no message where nobody does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import rclpy
from rclpy.serialization import deserialize_message
from valence_interfaces.msg import MotorState

from valence_nodes.nodes.reading_forms import ReadingForms
from valence_nodes.nodes.robot_node import RobotNode
from worlds.readings import MotorReading, WheelReading
from worlds.robot_spec import load_robot_spec

DOMAIN = 94
READING = MotorReading(WheelReading(1.0, 2.0, 3.0, 4.0), 3.5, 4.5, 0.25, -0.5)


@pytest.fixture
def node() -> Iterator[RobotNode]:
    rclpy.init(args=[], domain_id=DOMAIN)
    one = RobotNode(load_robot_spec("turtlebot3_waffle_pi_motors"))
    yield one
    one.destroy_node()
    rclpy.try_shutdown()


def test_nobody_listens_and_no_message_is_made(node: RobotNode, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[MotorReading] = []
    form = ReadingForms.motors
    monkeypatch.setattr(
        ReadingForms, "motors", lambda self, reading, at_ns: (made.append(reading), form(self, reading, at_ns))[1]
    )
    node.publish_clock(0)
    node.publish("motors", READING, 0)
    assert made == []
    told: list[tuple[str, bytes, int]] = []
    node.tap = lambda topic, data, at_ns: told.append((topic, data, at_ns))
    node.publish("motors", READING, 1_500_000_000)
    assert made == [READING]
    ((topic, data, _),) = told
    state = deserialize_message(data, MotorState)
    assert topic == "/motor_state"
    assert (state.header.stamp.sec, state.header.stamp.nanosec) == (1, 500_000_000)
    assert list(state.joints) == ["wheel_left_joint", "wheel_right_joint"]
    assert [list(one) for one in (state.position_rad, state.velocity_radps, state.command_radps, state.current_a)] == [
        [1.0, 2.0],
        [3.0, 4.0],
        [3.5, 4.5],
        [0.25, -0.5],
    ]
    assert ("/motor_state", "valence_interfaces/msg/MotorState") in [one[:2] for one in node.tapped_topics()]
