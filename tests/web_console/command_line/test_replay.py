# SPDX-License-Identifier: Apache-2.0
"""`valence replay`: what was recorded comes to real ROS nodes, in order, byte for byte."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from missions.episode.graph import open_graph
from missions.recording.recording import open_recording
from tests.web_console.command_line.answers import answer, refusal
from tests.web_console.command_line.conftest import COMMAND, Valence
from tests.web_console.command_line.terminal import all_of
from valence_nodes.programs.box import box_available
from valence_nodes.topic_names import TRUTH_EVENTS, TRUTH_POSES
from web_console.command_line.outcome import ExitCode, ReplayOutput

PROGRAM = """
import time

def drive(robot):
    print("Off I go.")
    for _ in range(60):
        robot.plot("time", robot.time_s)
        robot.move(0.1, 0.2)
"""

# Subscribes to everything that is told on the command line, as bytes; when its input ends, it takes what is left in its
# queues and prints all of it.
LISTENER = """
import importlib, json, select, sys, rclpy
from rclpy.qos import DurabilityPolicy, QoSProfile

rclpy.init()
node = rclpy.create_node("listener")
got, count = {}, 0
def keep(name):
    def one(data):
        global count
        count += 1
        got.setdefault(name, []).append(data.hex())
    return one
for name, kind in json.loads(sys.argv[1]).items():
    package, _, message = kind.split("/")
    qos = QoSProfile(depth=20000)
    if name == "/tf_static":
        qos.durability = DurabilityPolicy.TRANSIENT_LOCAL
    message_class = getattr(importlib.import_module(f"{package}.msg"), message)
    node.create_subscription(message_class, name, keep(name), qos, raw=True)
print("up", flush=True)
quiet = 0
while quiet < 5:  # one round alone may have been woken by something else
    before = count
    rclpy.spin_once(node, timeout_sec=0.3)
    quiet = quiet + 1 if count == before and select.select([sys.stdin], [], [], 0)[0] else 0
print(json.dumps(got), flush=True)
"""


@pytest.fixture
def domain() -> Iterator[int]:
    """A ROS domain of this machine that nobody uses, claimed as episodes claim theirs."""
    for number in range(60, 95):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as claim:
            try:
                claim.bind(f"\0valence-ros-domain-{number}")
            except OSError:
                continue
            yield number
            return
    raise AssertionError("no ROS domain is free")


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real episode's recording."""
    status = box_available()
    if not status.ok:
        pytest.skip(f"no box on this machine: {status.reason}")
    from missions.episode.launcher import run_episode
    from missions.episode.request import EpisodeRequest
    from missions.spec import load_mission

    folder = tmp_path_factory.mktemp("replay") / "a"
    run_episode(EpisodeRequest(load_mission("first_drive"), PROGRAM, "p.py", 1, folder))
    return folder / "episode.mcap"


def reliable_topics(file: Path) -> dict[str, str]:
    recording = open_recording(file)
    return {
        name: topic.type_name
        for name, topic in recording.topics.items()
        if recording.counts[name] and "reliability: reliable" in topic.qos and "truth" not in name
    }


@pytest.fixture
def listen(recording: Path, domain: int) -> Iterator[subprocess.Popen[str]]:
    topics = reliable_topics(recording)
    command = [sys.executable, "-c", LISTENER, json.dumps(topics)]
    listener = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=open_graph(domain).environment, text=True
    )
    assert listener.stdout is not None
    assert listener.stdout.readline() == "up\n"
    yield listener
    listener.kill()
    listener.wait()


@pytest.mark.parametrize("pace", ["1", "2"])
def test_once_a_listener_is_found_every_message_on_reliable_topics_arrives_in_order(
    valence: Valence, recording: Path, listen: subprocess.Popen[str], domain: int, pace: str
) -> None:
    done = valence("replay", recording, "--pace", pace, "--ros-domain", domain, "--json")
    said = answer(done, ReplayOutput)
    assert done.returncode == ExitCode.PASSED
    got = json.loads(listen.communicate()[0])
    opened = open_recording(recording)
    topics = reliable_topics(recording)
    assert {"/clock", "/odom", "/cmd_vel", "/tf_static", "/valence/program_log"} <= topics.keys()
    for topic in topics:
        sent = [one.data for one in opened.raw([topic])]
        came = [bytes.fromhex(data) for data in got.get(topic, [])]
        # A listener may know of the replay later than the replay of it: then it lacks the beginning, and only that.
        assert came or len(sent) < 100, topic
        sent = sent[len(sent) - len(came) :]
        # RTPS fills messages up to a multiple of four bytes.
        assert all(one.startswith(other) and len(one) - len(other) < 4 for one, other in zip(came, sent, strict=True))
    assert said.complete
    assert said.ros_domain == domain
    played = {one.name: one.messages for one in said.topics}
    assert played == {name: count for name, count in opened.counts.items() if "truth" not in name}


def test_truth_is_played_on_request(valence: Valence, recording: Path, domain: int) -> None:
    told = answer(valence("replay", recording, "--pace=0", "--ros-domain", domain, "--truth", "--json"), ReplayOutput)
    counts = {one.name: one.messages for one in told.topics}
    assert counts[TRUTH_POSES] == counts["/cmd_vel"] + 1
    assert counts[TRUTH_EVENTS] > 0


def test_a_recording_that_was_cut_off_is_played_as_far_as_it_goes(
    valence: Valence, recording: Path, domain: int, tmp_path: Path
) -> None:
    whole = recording.read_bytes()
    cut = tmp_path / "cut.mcap"
    cut.write_bytes(whole[: len(whole) * 2 // 3])
    expected = sum(1 for _ in open_recording(cut).raw())
    assert expected > 100
    said = answer(valence("replay", cut, "--pace", "0", "--ros-domain", domain, "--json"), ReplayOutput)
    assert not said.complete
    assert "cut off" in said.hint
    assert sum(one.messages for one in said.topics) == expected
    people = valence("replay", cut, "--pace", "0", "--ros-domain", domain)
    assert people.returncode == ExitCode.PASSED
    assert "cut off" in people.stderr
    assert f"Played {expected} messages" in people.stdout


def test_ctrl_c_ends_it_cleanly_and_a_line_shows_how_far_it_is(
    environment: dict[str, str], recording: Path, domain: int
) -> None:
    ours, theirs = os.openpty()
    command = [*COMMAND, "replay", str(recording), "--loop", "--ros-domain", str(domain)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=environment | {"TERM": "xterm"}) as run:
        os.close(theirs)
        shown = b""
        while b" s | ROS domain" not in shown:
            shown += os.read(ours, 4096)
        run.send_signal(signal.SIGINT)
        rest = all_of(ours)
        assert run.stdout is not None
        assert run.stdout.read() == b""
    assert run.returncode == ExitCode.INTERRUPTED
    assert "Looking for nodes" in shown.decode()
    assert "Stopped." in rest
    assert "Traceback" not in rest


@pytest.mark.parametrize(
    ("arguments", "said", "hint"),
    [
        (["missing.mcap"], "There is no file missing.mcap", "folders of episodes"),
        (["/"], "is a folder", "episode.mcap"),
        (["/proc/self/cmdline"], "is", ""),
        ([], "FILE", "replay --help"),
        (["a.mcap", "--pace", "101"], "0.01 to 100", ""),
        (["a.mcap", "--pace", "-1"], "no pace", ""),
        (["a.mcap", "--ros-domain", "102"], "no ROS domain", ""),
    ],
)
def test_what_cannot_be_played_is_explained(valence: Valence, arguments: list[str], said: str, hint: str) -> None:
    refused = refusal(valence("replay", *arguments, "--json"))
    assert said in refused.message
    assert hint in refused.hint


def test_a_domain_of_the_shell_that_is_none_is_explained(valence: Valence, recording: Path, domain: int) -> None:
    refused = refusal(valence("replay", recording, "--json", ROS_DOMAIN_ID="seven"))
    assert "ROS_DOMAIN_ID: “seven” is no ROS domain" in refused.message
    said = answer(valence("replay", recording, "--pace=0", "--json", ROS_DOMAIN_ID=str(domain)), ReplayOutput)
    assert said.ros_domain == domain


def test_a_type_that_this_ros_does_not_know_is_named(
    valence: Valence, recording: Path, domain: int, tmp_path: Path
) -> None:
    odd = tmp_path / "odd.mcap"
    odd.write_bytes(recording.read_bytes().replace(b"sensor_msgs/msg/Imu", b"sensor_msgs/msg/Umi"))
    refused = refusal(valence("replay", odd, "--pace", "0", "--ros-domain", domain, "--json"))
    assert "/imu has messages of the type sensor_msgs/msg/Umi" in refused.message
    assert "Source a ROS 2" in refused.hint
