# SPDX-License-Identifier: Apache-2.0
"""Replays a recording to a signal node, as `./valence replay` does, and gathers what it answers."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from rclpy.serialization import serialize_message

from missions.recording.recorder import RecordedTopic, Recorder
from tests.missions.recording.small_recordings import ABOUT
from tests.valence_nodes.nodes import asking
from valence_nodes.nodes.offered_qos import qos_text
from valence_nodes.nodes.topics import LATCHED

ENOUGH_S = 120

# Gathers classifications, or diagnostics as class and chance by joint, until there are as many as wanted, and then for
# a moment more, for what is too many.
GATHER = """
import json, sys
import rclpy
from rclpy.qos import QoSProfile
from diagnostic_msgs.msg import DiagnosticArray
from vision_msgs.msg import Classification
topic, wanted = sys.argv[1], int(sys.argv[2])
rclpy.init()
node = rclpy.create_node("gather")
told = []
def tell(message):
    stamp = message.header.stamp
    if kind is Classification:
        found = [[one.class_id, one.score] for one in message.results]
    else:
        found = [[f"{one.name} {one.values[0].key}", float(one.values[0].value)] for one in message.status]
    told.append([stamp.sec + stamp.nanosec / 1e9, found])
kind = DiagnosticArray if topic == "/diagnostics" else Classification
node.create_subscription(kind, topic, tell, QoSProfile(depth=1000))
while not node.count_publishers(topic):
    rclpy.spin_once(node, timeout_sec=0.05)
print("listening", flush=True)
while len(told) < wanted:
    rclpy.spin_once(node, timeout_sec=1.0)
rclpy.spin_once(node, timeout_sec=0.3)
print(json.dumps(told))
"""


def write_recording(file: Path, messages: Iterable[tuple[str, float, Any]], latched: Sequence[str] = ()) -> Path:
    """Writes a recording as an episode leaves one: topic, time in s and message, in the order of time."""
    gathered = list(messages)
    kinds = {topic: type(message) for topic, _, message in gathered}
    topics = [
        RecordedTopic(
            topic,
            f"{kind.__module__.split('.', maxsplit=1)[0]}/msg/{kind.__name__}",
            qos_text(LATCHED) if topic in latched else "",
        )
        for topic, kind in kinds.items()
    ]
    recorder = Recorder(file, topics, ABOUT)
    for topic, time_s, message in gathered:
        recorder.message(topic, bytes(serialize_message(message)), round(time_s * 1e9))
    recorder.finish([], [], [], {"verdict": "passed"})
    assert recorder.problem == ""
    return file


def running(
    node: str, environment: dict[str, str], parameters: dict[str, Any]
) -> AbstractContextManager[subprocess.Popen[str]]:
    """Runs a node with parameters."""
    return asking.running(node, environment, *(f"{name}:={value}" for name, value in parameters.items()))


def answers(
    recording: Path, node: str, parameters: dict[str, Any], topic: str, wanted: int, environment: dict[str, str]
) -> list[tuple[float, list[tuple[str, float]]]]:
    """Replays a recording to a node as fast as can be; returns the stamps and classes that it told of."""
    listen = [sys.executable, "-c", GATHER, topic, str(wanted)]
    with (
        running(node, environment, parameters) as process,
        subprocess.Popen(listen, env=environment, stdout=subprocess.PIPE, text=True) as gathering,
    ):
        try:
            assert gathering.stdout is not None
            assert gathering.stdout.readline() == "listening\n", process.communicate(timeout=ENOUGH_S)[1]
            replay = ["replay", str(recording), "--pace", "0", "--json"]
            replay += ["--ros-domain", environment["ROS_DOMAIN_ID"]]
            command = [sys.executable, "-m", "web_console.command_line", *replay]
            subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, timeout=ENOUGH_S, check=True)
            told, _ = gathering.communicate(timeout=ENOUGH_S)
            assert process.poll() is None
        finally:
            gathering.kill()
    return [(stamp, [(label, score) for label, score in found]) for stamp, found in json.loads(told)]
