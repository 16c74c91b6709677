# SPDX-License-Identifier: Apache-2.0
"""Without a mission: a simulated robot on ROS topics, and a program that drives it as it would a physical one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from missions.episode.graph import open_graph
from valence_nodes.programs.box import box_available

WORLD = Path(__file__).resolve().parents[3] / "worlds" / "catalog" / "empty_hall.sdf"
DOMAIN = 95

# Says how far the robot got, once it has moved, is told to stand still, and does. Who drives less than six seconds may
# never be heard: ROS finds one in five only at the second announcement, which comes three seconds after the first.
WATCH = """
import rclpy
from geometry_msgs.msg import TwistStamped
from nav_msgs.msg import Odometry
from rclpy.node import Node
rclpy.init()
node = rclpy.create_node("watch")
place, speed, commands = [0.0], [0.0], []
def moved(message):
    place.append(message.pose.pose.position.x)
    speed.append(message.twist.twist.linear.x)
node.create_subscription(Odometry, "/odom", moved, 10)
node.create_subscription(TwistStamped, "/cmd_vel", lambda m: commands.append(m.twist.linear.x), 10)
while len(place) < 2:
    rclpy.spin_once(node, timeout_sec=1.0)
print("up", flush=True)
# Half a second of rest: what is heard may be late, and odometry later than commands.
while not (max(place) > 0.01 and commands and commands[-1] == 0.0 and max(map(abs, speed[-25:])) < 0.005):
    rclpy.spin_once(node, timeout_sec=1.0)
print(round(max(place), 3), flush=True)
"""


@pytest.fixture
def environment() -> dict[str, str]:
    status = box_available()
    if not status.ok:
        pytest.skip(f"no box on this machine: {status.reason}")
    return open_graph(DOMAIN).environment


@pytest.fixture
def robot(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "valence_nodes.nodes.robot_node", "--ros-args", "-p", f"world:={WORLD}"]
    process = subprocess.Popen(command, env=environment, text=True)
    yield process
    process.kill()
    process.wait()


@pytest.fixture
def watch(environment: dict[str, str], robot: subprocess.Popen[str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen([sys.executable, "-c", WATCH], env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    yield process
    process.kill()
    process.wait()


def start_program(text: str, folder: Path, environment: dict[str, str]) -> subprocess.Popen[str]:
    file = folder / "my_program.py"
    file.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "valence_nodes.nodes.program_node", "--ros-args", "-p", f"program:={file}"]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)


def test_a_program_drives_a_robot_that_nobody_lock_steps(
    watch: subprocess.Popen[str], environment: dict[str, str], tmp_path: Path
) -> None:
    program = start_program(
        "def drive(robot):\n    robot.forward(0.3, 0.05)\n    print('there')\n", tmp_path, environment
    )
    _, said = program.communicate(timeout=120)
    assert program.returncode == 0
    assert "3: there" in said
    assert watch.stdout is not None
    assert float(watch.stdout.readline()) == pytest.approx(0.3, abs=0.06)


def test_a_program_that_fails_stops_the_robot(
    watch: subprocess.Popen[str], environment: dict[str, str], tmp_path: Path
) -> None:
    text = "def drive(robot):\n    robot.move(0.05)\n    robot.wait(6)\n    robot.forwrad(1)\n"
    program = start_program(text, tmp_path, environment)
    _, said = program.communicate(timeout=120)
    assert program.returncode == 3
    assert "my_program.py, line 4: A robot has no “forwrad”." in said
    assert watch.stdout is not None
    assert float(watch.stdout.readline()) < 0.35  # six seconds at 0.05 m/s, and what it takes to stop


def test_ctrl_c_stops_the_robot(watch: subprocess.Popen[str], environment: dict[str, str], tmp_path: Path) -> None:
    text = "def drive(robot):\n    robot.move(0.05)\n    robot.wait(6)\n    print('off')\n    robot.wait(100)\n"
    program = start_program(text, tmp_path, environment)
    assert program.stderr is not None
    for line in program.stderr:
        if "off" in line:
            break
    os.kill(program.pid, signal.SIGINT)
    assert program.wait(60) == 130
    assert watch.stdout is not None
    assert watch.stdout.readline().strip()


def test_a_policy_drives_it_at_the_control_rate_and_says_how_long_it_thinks(
    watch: subprocess.Popen[str], environment: dict[str, str]
) -> None:
    command = [sys.executable, "-m", "valence_nodes.nodes.policy_node", "--ros-args"]
    given = ["-p", "controller:=along_wall", "-p", "time_limit_s:=6.0"]
    told = subprocess.run([*command, *given], env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert told.returncode == 0, told.stderr
    assert "ms (median)" in told.stderr
    assert watch.stdout is not None
    assert float(watch.stdout.readline()) > 0.01


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ([], "Give either a policy or a controller."),
        (["controller:=along_moon"], "There is no controller “along_moon”; there are: along_wall, along_line."),
        (["policy:=/nowhere/model.onnx"], "The policy /nowhere/model.onnx can't be read"),
    ],
)
def test_wrong_policies_are_explained(parameters: list[str], said: str, environment: dict[str, str]) -> None:
    given = [word for parameter in parameters for word in ("-p", parameter)]
    command = [sys.executable, "-m", "valence_nodes.nodes.policy_node", "--ros-args", *given]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert told.returncode == 2
    assert said in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        (["step_wall_s:=1.0"], "No program was given."),
        (["program:=/nowhere/p.py"], "There is no file /nowhere/p.py."),
        (["robot:=turtlebot9"], "No program was given."),
    ],
)
def test_wrong_parameters_are_explained(parameters: list[str], said: str, environment: dict[str, str]) -> None:
    given = [word for parameter in parameters for word in ("-p", parameter)]
    command = [sys.executable, "-m", "valence_nodes.nodes.program_node", "--ros-args", *given]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert told.returncode == 2
    assert said in told.stderr
    assert "Traceback" not in told.stderr


def test_a_robot_without_a_world_is_explained(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "valence_nodes.nodes.robot_node"]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert told.returncode == 2
    assert "A world and a pace" in told.stderr
