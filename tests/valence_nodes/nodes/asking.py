# SPDX-License-Identifier: Apache-2.0
"""Asks a node over real ROS 2: publishes messages one by one, each question once the one before is answered."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rclpy.serialization import deserialize_message, serialize_message

ENOUGH_S = 120

# Prints what came on the answers' topic, as base64 of the serialised messages.
ASK = """
import base64, json, sys, time
from importlib import import_module
import rclpy
from rclpy.qos import DurabilityPolicy, QoSProfile, qos_profile_sensor_data
from rclpy.serialization import serialize_message
def kind(name):
    package, name = name.split("/")
    return getattr(import_module(package + ".msg"), name)
given = json.load(sys.stdin)
rclpy.init()
node = rclpy.create_node("ask")
answers = []
def tell(message):
    answers.append((message.header.stamp.sec, base64.b64encode(serialize_message(message)).decode()))
def answered_with(second, least):
    return any(one == second and len(data) * 3 // 4 >= least for one, data in answers)
answered, answer_type = given["answers"]
node.create_subscription(kind(answer_type), answered, tell, QoSProfile(depth=1000))
outlets = {}
for topic, (name, latched) in given["topics"].items():
    qos = QoSProfile(depth=10, durability=DurabilityPolicy.TRANSIENT_LOCAL) if latched else qos_profile_sensor_data
    outlets[topic] = node.create_publisher(kind(name), topic, qos)
def ready():
    return node.count_publishers(answered) and all(one.get_subscription_count() for one in outlets.values())
while not ready():
    rclpy.spin_once(node, timeout_sec=0.05)
for topic, data, second, least in given["sent"]:
    if second is None:
        outlets[topic].publish(base64.b64decode(data))
        continue
    while not answered_with(second, least):
        for before, same, waits, _ in given["sent"]:
            if waits is None and before in given["again"]:
                outlets[before].publish(base64.b64decode(same))
        outlets[topic].publish(base64.b64decode(data))
        again = time.monotonic() + (0.3 if least else 1.0)
        while not answered_with(second, least) and time.monotonic() < again:
            rclpy.spin_once(node, timeout_sec=0.1)
rclpy.spin_once(node, timeout_sec=0.2)
print(json.dumps(answers))
"""


@dataclass(frozen=True)
class Sent:
    """A message to send.

    Attributes:
        topic: where.
        message: what.
        answered_s: the answer with this stamp (whole seconds) is waited for; None waits for none.
        least_bytes: as long as answers are shorter it is sent anew: the node lacks something that is on its way.
    """

    topic: str
    message: Any
    answered_s: int | None = None
    least_bytes: int = 0


def type_of(message: Any) -> str:
    kind = type(message)
    return f"{kind.__module__.split('.', maxsplit=1)[0]}/{kind.__name__}"


def ask(
    environment: dict[str, str],
    sent: Sequence[Sent],
    answers: tuple[str, type],
    *,
    latched: Sequence[str] = ("/tf_static",),
    again: Sequence[str] = (),
) -> list[Any]:
    """Sends messages; returns the answers in the order in which they came, of each stamp the last one.

    What is not answered in time is sent anew, so on a busy machine a question may be answered twice.

    Args:
        environment: of the ROS graph.
        sent: what is sent, in this order.
        answers: topic and type of the answers.
        latched: topics whose messages a node that comes late still gets.
        again: topics whose messages (that need no answer) are sent anew with each question: best effort may lose them.
    """
    topic, kind = answers
    package = kind.__module__.split(".", maxsplit=1)[0]
    given = {
        "answers": [topic, f"{package}/{kind.__name__}"],
        "topics": {one.topic: [type_of(one.message), one.topic in latched] for one in sent},
        "sent": [
            [one.topic, base64.b64encode(serialize_message(one.message)).decode(), one.answered_s, one.least_bytes]
            for one in sent
        ],
        "again": list(again),
    }
    told = subprocess.run(
        [sys.executable, "-c", ASK],
        env=environment,
        input=json.dumps(given),
        stdout=subprocess.PIPE,
        text=True,
        timeout=ENOUGH_S,
        check=True,
    )
    last = dict(json.loads(told.stdout))
    return [deserialize_message(base64.b64decode(data), kind) for data in last.values()]


@contextmanager
def running(node: str, environment: dict[str, str], *parameters: str) -> Iterator[subprocess.Popen[str]]:
    """Runs a node with parameters such as `rays:=7`."""
    given = [word for one in parameters for word in ("-p", one)]
    command = [sys.executable, "-m", f"valence_nodes.nodes.{node}", "--ros-args", *given]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()
