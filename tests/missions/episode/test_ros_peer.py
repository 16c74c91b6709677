# SPDX-License-Identifier: Apache-2.0
"""Any ROS 2 node on the episode's domain sees the robot as it would see a TurtleBot."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from missions.episode.graph import open_graph
from missions.episode.launcher import EpisodeRunner
from missions.episode.request import EpisodeRequest
from tests.missions.episode.conftest import shortened

DOMAIN = 97
DRIVE = "def drive(robot):\n    while robot.running:\n        robot.move(0.1)\n"

# A plain rclpy script: it knows nothing of the lab, and subscribes as one would to a TurtleBot3.
PEER = """
import json, rclpy
from geometry_msgs.msg import TwistStamped
from nav_msgs.msg import Odometry
from rclpy.qos import QoSProfile, DurabilityPolicy, qos_profile_sensor_data
from rosgraph_msgs.msg import Clock
from sensor_msgs.msg import BatteryState, Imu, JointState, LaserScan
from tf2_msgs.msg import TFMessage

rclpy.init()
node = rclpy.create_node("peer")
got = {}
def keep(name):
    return lambda message: got.setdefault(name, []).append(message)
latched = QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL)
# Holds more than the episode sends: the test is about what the robot sends, not about how often this script runs.
whole = QoSProfile(depth=2000)
names = []
for name, kind, qos in (
    ("/clock", Clock, whole), ("/scan", LaserScan, qos_profile_sensor_data), ("/odom", Odometry, whole),
    ("/imu", Imu, whole), ("/joint_states", JointState, whole), ("/battery_state", BatteryState, whole),
    ("/tf", TFMessage, whole),
    ("/tf_static", TFMessage, latched), ("/cmd_vel", TwistStamped, whole),
):
    names.append(name)
    node.create_subscription(kind, name, keep(name), qos)
print("up", flush=True)
wanted = {"/odom": 60}
while any(len(got.get(name, [])) < wanted.get(name, 1) for name in names):
    rclpy.spin_once(node, timeout_sec=1.0)
stamp = lambda message: message.header.stamp.sec + message.header.stamp.nanosec / 1e9
offers = {info.topic_type: info.qos_profile.reliability.name for info in node.get_publishers_info_by_topic("/scan")}
print(json.dumps({
    "counts": {name: len(messages) for name, messages in got.items()},
    "odom_stamps": [stamp(message) for message in got["/odom"]],
    "scan": [got["/scan"][-1].header.frame_id, len(got["/scan"][-1].ranges), got["/scan"][-1].range_max],
    "odom": [got["/odom"][-1].header.frame_id, got["/odom"][-1].child_frame_id, got["/odom"][-1].pose.pose.position.x],
    "gravity": got["/imu"][-1].linear_acceleration.z,
    "joints": list(got["/joint_states"][-1].name),
    "static": sorted(t.child_frame_id for t in got["/tf_static"][-1].transforms),
    "command": got["/cmd_vel"][-1].twist.linear.x,
    "scan_offers": offers,
    "topics": sorted(name for name, _ in node.get_topic_names_and_types()),
}))
"""


def test_a_plain_rclpy_script_sees_a_turtlebot(tmp_path: Path) -> None:
    # Long enough for the peer to find every topic, however busy the machine is. At the robot's own pace, for the
    # robot keeps ten messages for those who are late: at twice the pace they are gone in half the time.
    mission = shortened("first_drive", tmp_path, "time_limit_s: 10.0")
    environment = open_graph(DOMAIN).environment
    peer = subprocess.Popen([sys.executable, "-c", PEER], stdout=subprocess.PIPE, env=environment, text=True)
    try:
        assert peer.stdout is not None
        assert peer.stdout.readline() == "up\n"
        with EpisodeRunner() as runner:
            request = EpisodeRequest(mission, DRIVE, "p.py", 1, tmp_path / "a", pace=1.0, ros_domain=DOMAIN)
            watched = runner.run(request).scorecard
            # The answer comes before the episode's processes go: the peer asks the graph about them.
            seen = json.loads(peer.stdout.readline())
    finally:
        peer.kill()
        peer.wait()
    assert seen["scan"] == ["base_scan", 360, 3.5]
    assert seen["odom"][:2] == ["odom", "base_footprint"]
    assert seen["odom"][2] > 0.02
    assert 9.0 < seen["gravity"] < 10.6
    assert seen["joints"] == ["wheel_left_joint", "wheel_right_joint"]
    assert {"base_link", "base_scan", "imu_link"} <= set(seen["static"])
    assert seen["command"] == 0.1
    assert seen["scan_offers"] == {"sensor_msgs/msg/LaserScan": "BEST_EFFORT"}
    gaps = [after - before for before, after in zip(seen["odom_stamps"], seen["odom_stamps"][1:], strict=False)]
    assert all(abs(gap - 0.02) < 1e-6 for gap in gaps)
    assert seen["counts"]["/scan"] >= len(seen["odom_stamps"]) // 6
    assert not [topic for topic in seen["topics"] if "truth" in topic]
    with EpisodeRunner() as runner:
        alone = runner.run(EpisodeRequest(mission, DRIVE, "p.py", 1, tmp_path / "b")).scorecard
    # Being watched, paced, and on a shared domain changes no bit.
    same = {"exclude": {"timing"}}
    assert watched.model_dump(**same) == alone.model_dump(**same)
    assert watched.fingerprint() == alone.fingerprint()
