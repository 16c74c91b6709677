# SPDX-License-Identifier: Apache-2.0
"""What may have been lost is sent again: to nodes in the loop before an observation is due, to the program after it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
import rclpy
from nav_msgs.msg import Odometry
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node

from tests.valence_nodes.nodes.in_process import ENOUGH_S
from valence_nodes.nodes.robot_node import RobotNode
from worlds.readings import OdometryReading
from worlds.robot_spec import load_robot_spec

DOMAIN = 88


@pytest.fixture
def robot() -> Iterator[RobotNode]:
    rclpy.init(args=[], domain_id=DOMAIN)
    one = RobotNode(load_robot_spec("turtlebot3_burger"))
    yield one
    one.destroy_node()
    rclpy.try_shutdown()


@pytest.fixture
def listener(robot: RobotNode) -> Iterator[Node]:
    one = rclpy.create_node("listener")
    yield one
    one.destroy_node()


def test_what_is_waited_for_is_sent_again(robot: RobotNode, listener: Node) -> None:
    came: list[int] = []
    listener.create_subscription(Odometry, "/odom", lambda message: came.append(message.header.stamp.sec), 100)
    executor = SingleThreadedExecutor()
    executor.add_node(listener)

    def until(happened: Callable[[], bool]) -> None:
        deadline_s = time.monotonic() + ENOUGH_S
        while not happened():
            assert time.monotonic() < deadline_s, came
            executor.spin_once(timeout_sec=0.05)

    def drive(second: int) -> None:
        robot.publish_clock(second * 10**9)
        robot.publish("odometry", OdometryReading(float(second), 0.0, 0.0, 0.0, 0.0), second * 10**9)

    until(lambda: robot.count_subscribers("/odom") > 0)
    until(lambda: (drive(1), came)[1] != [])  # as long as it takes until they have found each other
    drive(2)
    until(lambda: came[-1] == 2)
    robot.publish_again()
    until(lambda: came.count(2) == 2)
    robot.publish_due("episode", 0, 2 * 10**9)
    robot.publish_again()
    until(lambda: came.count(2) == 3)
    drive(3)
    until(lambda: came[-1] == 3)
    robot.publish_again()
    until(lambda: came.count(3) == 2)
    assert came.count(2) == 3, "what nobody waits for any more was sent again"
    executor.shutdown()
