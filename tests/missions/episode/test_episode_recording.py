# SPDX-License-Identifier: Apache-2.0
"""Every episode leaves a recording: what went over the wire, and behind it what was true."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest
from mcap.reader import make_reader
from mcap_ros2.decoder import DecoderFactory
from rosbags.highlevel import AnyReader

from missions.benchmark.process_tree import descendants
from missions.episode.graph import open_graph
from missions.episode.launcher import EpisodeError, EpisodeRunner
from missions.episode.request import EpisodeOutcome, EpisodeProgress, EpisodeRequest
from missions.recording.recording import Recording, open_recording
from missions.scorecard import Scorecard
from missions.spec import Mission
from tests.missions.episode.conftest import shortened

RunEpisode = Callable[..., EpisodeOutcome]
DOMAIN = 96

DRIVE = """
def drive(robot):
    print("Off I go.")
    while robot.running:
        robot.plot("time", robot.time_s)
        robot.move(0.15, 0.3)
"""

ROBOT_TOPICS = {
    "/clock": "rosgraph_msgs/msg/Clock",
    "/odom": "nav_msgs/msg/Odometry",
    "/joint_states": "sensor_msgs/msg/JointState",
    "/battery_state": "sensor_msgs/msg/BatteryState",
    "/imu": "sensor_msgs/msg/Imu",
    "/scan": "sensor_msgs/msg/LaserScan",
    "/tf": "tf2_msgs/msg/TFMessage",
    "/tf_static": "tf2_msgs/msg/TFMessage",
    "/cmd_vel": "geometry_msgs/msg/TwistStamped",
    "/valence/episode_state": "valence_interfaces/msg/EpisodeState",
    "/valence/observation_due": "valence_interfaces/msg/ObservationDue",
    "/valence/program_log": "valence_interfaces/msg/ProgramLog",
    "/valence/program_plot": "valence_interfaces/msg/ProgramPlot",
    "/valence/program_sample": "valence_interfaces/msg/ProgramSample",
    "/valence/program_step": "valence_interfaces/msg/ProgramStep",
}
TRUTH_TOPICS = {
    "/valence/truth/poses": "tf2_msgs/msg/TFMessage",
    "/valence/truth/events": "valence_interfaces/msg/EpisodeEvent",
}


def recording_of(outcome: EpisodeOutcome) -> Recording:
    return open_recording(outcome.folder / "episode.mcap")


def test_all_that_went_over_the_wire_is_in_it(run: RunEpisode) -> None:
    outcome = run(DRIVE)
    assert outcome.warnings == ()
    recording = recording_of(outcome)
    assert recording.complete
    assert {name: topic.type_name for name, topic in recording.topics.items()} == ROBOT_TOPICS | TRUTH_TOPICS
    counts = recording.counts
    assert (counts["/cmd_vel"], counts["/valence/observation_due"], counts["/valence/program_plot"]) == (80, 80, 80)
    assert (counts["/odom"], counts["/imu"], counts["/scan"]) == (201, 201, 41)
    assert (counts["/tf_static"], counts["/valence/episode_state"]) == (1, 3)
    # Log time is the time of what was measured; commands and words bear the time of their step.
    for topic in ("/odom", "/imu", "/scan", "/cmd_vel", "/valence/program_plot", "/valence/observation_due"):
        for time_ns, message in recording.decoded(topic):
            stamp = message.header.stamp
            assert time_ns == stamp.sec * 1_000_000_000 + stamp.nanosec
    times = [time_ns for time_ns, _ in recording.decoded("/cmd_vel")]
    assert times == [step * 50_000_000 for step in range(80)]
    assert {message.twist.linear.x for _, message in recording.decoded("/cmd_vel")} == {0.15}
    ((said_ns, said),) = recording.decoded("/valence/program_log")
    assert (said_ns, said.text, said.line) == (0, "Off I go.", 3)
    plots = [one for _, one in recording.decoded("/valence/program_plot")]
    assert [(one.name, one.value) for one in plots] == [("time", time_ns / 1e9) for time_ns in times]
    assert [one.state for _, one in recording.decoded("/valence/episode_state")] == [0, 1, 3]
    assert "durability: transient_local" in recording.topics["/tf_static"].qos
    assert "reliability: best_effort" in recording.topics["/scan"].qos


def test_it_says_what_was_run_and_what_came_out(run: RunEpisode, short_mission: Mission) -> None:
    outcome = run(DRIVE)
    card, recording = outcome.scorecard, recording_of(outcome)
    about, result = recording.about, recording.result
    assert (about["mission"], about["robot"], about["engine"]) == ("first_drive", "turtlebot3_burger", "mujoco")
    assert (about["seed"], about["control_rate_hz"]) == ("1", "20.0")
    assert about["program_sha256"] == card.program_sha256
    assert about["version_mujoco"] == card.versions["mujoco"]
    assert (result["verdict"], float(result["score"])) == (card.verdict, card.score)
    assert recording.program_text() == dedent(DRIVE)
    assert recording.scorecard() == card
    drawn = recording.floor_map()
    assert drawn is not None
    assert drawn.zones == short_mission.spec.zones
    assert "walls" in {thing.name for thing in drawn.things if thing.static}
    assert "crate_south" in {thing.name for thing in drawn.things if not thing.static}
    assert drawn.robot not in {thing.name for thing in drawn.things}
    assert card.timing is not None
    assert card.timing.parts_s["recording"] > 0


def test_truth_is_what_the_referee_saw(run: RunEpisode) -> None:
    outcome = run(DRIVE)
    recording = recording_of(outcome)
    truth = recording.truth()
    assert truth is not None
    with (outcome.folder / "trajectory.csv").open() as file:
        rows = [[float(row[name]) for name in ("sim_time_s", "x_m", "y_m", "yaw_rad")] for row in csv.DictReader(file)]
    expected = np.array(rows)
    assert truth.sim_time_s == pytest.approx(expected[:, 0])
    assert truth.planar("robot") == pytest.approx(expected[:, 1:], abs=1e-12)
    assert np.isfinite(truth.poses["crate_south"]).all()
    events = recording.events()
    assert [event.sim_time_s for event in events] == sorted(event.sim_time_s for event in events)
    (ended,) = [event for event in events if event.kind == "ended"]
    assert (ended.subject, ended.text) == (outcome.scorecard.ending, outcome.scorecard.ending_reason)
    points = {event.subject: event.value for event in events if event.kind == "criterion"}
    assert points == {score.name: score.points for score in outcome.scorecard.criteria}
    frames = {one.transforms[0].header.frame_id for _, one in recording.decoded("/valence/truth/poses")}
    assert frames == {"world"}


def test_other_readers_read_all_of_it(run: RunEpisode, tmp_path: Path) -> None:
    camera = ("robot: turtlebot3_waffle_pi", "allowed_robots: [turtlebot3_waffle_pi]", "nodes: [colour_blob_node]")
    file = run(DRIVE, shortened("first_drive", tmp_path, "time_limit_s: 2.0", *camera)).folder / "episode.mcap"
    with file.open("rb") as stream:
        reader = make_reader(stream, decoder_factories=[DecoderFactory()], validate_crcs=True)
        decoded = sum(1 for _ in reader.iter_decoded_messages())
        summary = reader.get_summary()
    assert summary is not None
    assert summary.statistics is not None
    assert decoded == summary.statistics.message_count > 500
    with AnyReader([file]) as rosbag:
        types = {one.topic: one.msgtype for one in rosbag.connections}
        assert types.items() >= (ROBOT_TOPICS | TRUTH_TOPICS).items()
        assert types["/detections"] == "vision_msgs/msg/Detection2DArray"
        assert types["/camera/image_raw"] == "sensor_msgs/msg/Image"
        assert all(
            one.msgcount >= 20 for one in rosbag.connections if one.topic in {"/detections", "/camera/image_raw"}
        )
        read = [rosbag.deserialize(data, connection.msgtype) for connection, _, data in rosbag.messages()]
    assert len(read) == decoded


def without_episode(recording: Recording) -> list[tuple[str, int, str]]:
    """Everything in a recording, but the name of the episode, which is another one each time."""
    found = []
    for topic in recording.topics:
        for time_ns, message in recording.decoded(topic):
            found.append((topic, time_ns, re.sub(r"episode_id=[\d-]+", "", repr(message))))
    return found


def test_the_same_episode_has_the_same_messages(run: RunEpisode) -> None:
    first, second, other = (recording_of(run(DRIVE, seed=seed)) for seed in (1, 1, 2))
    assert [one.topic for one in first.raw()] == [one.topic for one in second.raw()]
    assert without_episode(first) == without_episode(second)
    assert without_episode(first) != without_episode(other)


PEER = """
import hashlib, json, rclpy
from rclpy.qos import DurabilityPolicy, QoSProfile
from nav_msgs.msg import Odometry
from geometry_msgs.msg import TwistStamped
from sensor_msgs.msg import Imu
from valence_interfaces.msg import EpisodeState

rclpy.init()
node = rclpy.create_node("peer")
got, over = {}, []
def keep(name):
    return lambda data: got.setdefault(name, []).append(hashlib.sha256(data).hexdigest())
whole = QoSProfile(depth=5000)
for name, kind in (("/odom", Odometry), ("/imu", Imu), ("/cmd_vel", TwistStamped)):
    node.create_subscription(kind, name, keep(name), whole, raw=True)
latched = QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL)
node.create_subscription(EpisodeState, "/valence/episode_state", lambda m: over.append(m.state >= 2), latched)
print("up", flush=True)
while not any(over):
    rclpy.spin_once(node, timeout_sec=1.0)
print(json.dumps(got))
"""


def test_messages_are_those_that_other_nodes_get(tmp_path: Path) -> None:
    mission = shortened("first_drive", tmp_path, "time_limit_s: 6.0")
    environment = open_graph(DOMAIN).environment
    peer = subprocess.Popen([sys.executable, "-c", PEER], stdout=subprocess.PIPE, env=environment, text=True)
    try:
        assert peer.stdout is not None
        assert peer.stdout.readline() == "up\n"
        with EpisodeRunner() as runner:
            request = EpisodeRequest(mission, dedent(DRIVE), "p.py", 1, tmp_path / "a", pace=2.0, ros_domain=DOMAIN)
            outcome = runner.run(request)
            got = json.loads(peer.stdout.readline())
    finally:
        peer.kill()
        peer.wait()
    recording = recording_of(outcome)
    for topic in ("/odom", "/imu", "/cmd_vel"):
        sent = iter(hashlib.sha256(one.data).hexdigest() for one in recording.raw([topic]))
        assert len(got[topic]) > 10
        # The peer comes late and may miss some; what it gets is in the recording, in the same order.
        assert all(one in sent for one in got[topic]), topic


def episode_process(others: set[int]) -> int:
    for pid in set(descendants(os.getpid())) - others:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        if b"missions.episode.episode_process" in command and b"bwrap" not in command[0]:
            return pid
    raise AssertionError("no episode runs")


def test_a_killed_episode_leaves_what_was_until_then_and_no_truth(tmp_path: Path) -> None:
    mission = shortened("first_drive", tmp_path, "time_limit_s: 100.0")
    file = tmp_path / "a" / "episode.mcap"
    seen = 0
    others = set(descendants(os.getpid()))  # the runner of other tests is one of them

    def kill_once_something_is_there(progress: EpisodeProgress) -> None:
        nonlocal seen
        if progress.stage == "running" and seen <= 10:
            seen = open_recording(file).counts["/odom"]
            if seen > 10:
                os.kill(episode_process(others), signal.SIGKILL)

    with EpisodeRunner() as runner, pytest.raises(EpisodeError, match="all of a sudden"):
        request = EpisodeRequest(mission, dedent(DRIVE), "p.py", 1, tmp_path / "a", pace=1.0)
        runner.run(request, kill_once_something_is_there)
    recording = open_recording(file)
    assert not recording.complete
    assert recording.counts["/odom"] >= seen > 10
    assert len(list(recording.decoded("/odom"))) == recording.counts["/odom"]
    assert recording.program_text() == dedent(DRIVE)
    assert recording.about["mission"] == "first_drive"
    assert recording.truth() is None
    assert recording.events() == []
    assert not TRUTH_TOPICS.keys() & recording.topics.keys()
    assert b"truth" not in file.read_bytes(), "names of channels stand uncompressed in the file"


def test_a_program_that_fails_leaves_a_whole_recording(run: RunEpisode) -> None:
    outcome = run("def drive(robot):\n    robot.move(0.1)\n    print('Here.')\n    1 / 0\n")
    recording = recording_of(outcome)
    assert recording.complete
    assert recording.result["verdict"] == "program_failed"
    assert [one.text for _, one in recording.decoded("/valence/program_log")] == ["Here."]
    assert recording.truth() is not None


def test_last_words_have_the_time_of_the_last_step(run: RunEpisode) -> None:
    outcome = run(
        """
        def drive(robot):
            try:
                while True:
                    robot.wait(1)
            finally:
                print("Bye.")
        """
    )
    ((time_ns, said),) = recording_of(outcome).decoded("/valence/program_log")
    assert (time_ns, said.text) == (3_950_000_000, "Bye.")


def test_a_full_disk_costs_the_recording_and_no_point(
    runner: EpisodeRunner, short_mission: Mission, run: RunEpisode, tmp_path: Path
) -> None:
    whole = run(DRIVE).scorecard
    folder = tmp_path / "full"
    folder.mkdir()
    (folder / "episode.mcap").symlink_to("/dev/full")
    (folder / "trajectory.csv").mkdir()
    outcome = runner.run(EpisodeRequest(short_mission, dedent(DRIVE), "my_program.py", 1, folder))
    assert outcome.scorecard.fingerprint() == whole.fingerprint()
    recording, trajectory = outcome.warnings
    assert recording == "The recording episode.mcap is not there: No space left on device."
    assert trajectory == "trajectory.csv could not be written: Is a directory."
    assert Scorecard.model_validate_json((folder / "scorecard.json").read_text()).score == whole.score
    again = run(DRIVE)
    assert again.warnings == ()
    assert recording_of(again).complete
