# SPDX-License-Identifier: Apache-2.0
"""What the robot object does, measured on a robot that obeys exactly."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable

import pytest

from tests.fakes.ideal_unicycle import IdealUnicycle
from valence_nodes.programs.observation import ImageData, SoundData

Drive = Callable[..., object]


@pytest.mark.parametrize("distance_m", [0.5, 0.02, -0.3])
def test_forward_stops_within_a_centimetre(drive, distance_m):
    result = drive(f"def drive(robot):\n    robot.forward({distance_m})\n")
    assert result.finished
    assert result.unicycle.x_m == pytest.approx(distance_m, abs=0.01)
    assert result.unicycle.speed_mps == 0.0


@pytest.mark.parametrize("degrees", [90, -90, 5, 450])
def test_turn_stops_within_a_degree_or_two(drive, degrees):
    result = drive(f"def drive(robot):\n    robot.turn(deg({degrees}))\n")
    assert result.finished
    assert math.degrees(result.unicycle.yaw_rad) == pytest.approx(degrees, abs=2.0)


def test_forward_gives_up_when_something_blocks_the_way(drive):
    result = drive("def drive(robot):\n    robot.forward(1.0)\n", unicycle=IdealUnicycle(stuck=True))
    assert result.finished
    assert result.said == ["robot.forward: something blocks the way, 1.00 m are left."]


def test_move_lasts_one_step_and_wait_goes_on_with_it(drive):
    result = drive(
        "def drive(robot):\n    robot.move(0.1, 0.2)\n    robot.wait(0.5)\n    print(robot.time_s)\n    robot.stop()\n"
    )
    assert result.actions[:11] == [(0.1, 0.2)] * 11
    assert result.said == ["0.55"]


def test_a_loop_with_running_ends_with_the_episode(drive):
    result = drive("def drive(robot):\n    while robot.running:\n        robot.move(0.1)\n", steps=25)
    assert len(result.actions) == 25
    assert result.failure is None


def test_distance_looks_where_it_is_asked_to(drive):
    program = """
    def drive(robot):
        print(round(robot.distance(), 3), round(robot.distance(deg(60), 0), 3), robot.distance(deg(180)))
        print(round(robot.distance(0, deg(90)), 3), len(robot.scan), round(float(robot.scan[0]), 3))
    """
    for angle_min_rad in (0.0, -math.pi):
        result = drive(program, unicycle=IdealUnicycle(wall_x_m=1.5, angle_min_rad=angle_min_rad))
        assert result.said == ["1.5 3.0 inf", "1.5 360 1.5"]


def test_what_is_too_close_to_measure_is_the_least_distance(drive):
    result = drive("def drive(robot):\n    print(round(robot.distance(), 3))\n", unicycle=IdealUnicycle(wall_x_m=0.05))
    assert result.said == ["0.12"]


def test_sensors_read_like_words(drive):
    program = """
    def drive(robot):
        robot.move(0.2)
        print(round(robot.odometry.x_m, 3), robot.imu.yaw_rad, robot.battery.fraction, round(robot.time_s, 2))
        robot.plot("x", robot.odometry.x_m)
        robot.plot("nothing", float("inf"))
        robot.say("one\\ntwo")
        robot.stop()
    """
    result = drive(program)
    assert result.said == ["0.01 0.0 0.9 0.05", "one", "two"]
    assert [(point.name, round(point.value, 3)) for point in result.plots] == [("x", 0.01)]
    assert [line.line for line in result.log] == [4, 7, 7]


def test_too_fast_is_noted_once(drive):
    result = drive("def drive(robot):\n    for _ in range(5):\n        robot.move(20)\n    robot.stop()\n")
    assert result.said == ["Note: robot.move(20): this robot reaches 0.22 m/s and drives no faster."]


def test_degrees_given_as_radians_are_noticed(drive):
    result = drive("def drive(robot):\n    robot.turn(90)\n", steps=10)
    assert result.said == ["Note: robot.turn(90) is 14 full turns. Meant deg(…)?"]


@pytest.mark.parametrize(
    ("call", "note"),
    [
        ("robot.forward(50)", "Note: robot.forward(50) is 50 metres. Meant cm(50)?"),
        ("robot.forward(1, 20)", "Note: robot.forward, speed 20: this robot reaches 0.22 m/s, no more."),
        ("robot.distance(90)", "Note: robot.distance(90): angles are radians. Did you mean deg(90)?"),
    ],
)
def test_other_wrong_units_are_noticed(drive, call, note):
    assert drive(f"def drive(robot):\n    {call}\n", steps=10).said == [note]


def test_a_program_that_forgot_to_wait_is_told(drive):
    result = drive("def drive(robot):\n    robot.move(0.1)\n")
    assert result.finished
    (note,) = result.said
    assert "the program is over after 0.05 s" in note
    assert "robot.wait(2)" in note


def test_a_program_that_drove_for_a_while_is_not_told_to_wait(drive):
    assert drive("def drive(robot):\n    robot.move(0.1)\n    robot.wait(2)\n").said == []


def test_the_picture_can_be_drawn_into(drive):
    program = """
    def drive(robot):
        print(robot.image.shape, robot.image.dtype, robot.image[1, 0].tolist())
        robot.image[1, 0] = (9, 9, 9)
        robot.wait(0.1)
        print(robot.image[1, 0].tolist(), robot.image is robot.image)
    """
    pixels = bytes(range(2 * 3 * 3))
    result = drive(program, unicycle=IdealUnicycle(image=ImageData(3, 2, 1.0, pixels)))
    # The same picture goes on until the camera has taken another one.
    assert result.said == ["(2, 3, 3) uint8 [9, 10, 11]", "[9, 9, 9] True"]


def test_what_was_heard_is_sound_pressure_by_channel(drive):
    program = """
    def drive(robot):
        heard = robot.sound
        print(heard.rate_hz, heard.samples.shape, heard.samples.dtype, heard.samples.tolist())
        robot.wait(0.1)
        print(robot.sound.samples.shape)
    """
    heard = SoundData(16_000, 2, 0.5, struct.pack("<4h", 32_767, 0, -32_767, 0))
    result = drive(program, unicycle=IdealUnicycle(sound=heard))
    assert result.said == ["16000 (2, 2) float32 [[0.5, 0.0], [-0.5, 0.0]]", "(2, 2)"]


def test_what_is_printed_without_a_line_end_or_to_stderr_is_in_the_log(drive):
    result = drive("import sys\ndef drive(robot):\n    print('a', file=sys.stderr)\n    print('b', end='')\n")
    assert result.said == ["a", "b"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("robot.forward('1')", "robot.forward: distance_m must be a number, not the text '1'."),
        ("robot.forward(float('nan'))", "robot.forward: distance_m is nan, which is no usable number."),
        ("robot.wait(-1)", "robot.wait(-1): time can't run backwards; give 0 or more seconds."),
        ("robot.turn(1, 0)", "robot.turn: with a speed of 0 the robot would never arrive."),
        ("robot.move(None)", "robot.move: speed_mps must be a number, not NoneType (None)."),
        ("robot.image", "This robot has no camera, so robot.image is not there."),
        ("robot.sound", "This robot has no microphone, so robot.sound is not there."),
        ("robot.detections", "This robot has no perception node, so robot.detections is not there."),
        ("cm('a')", "cm: centimetres must be a number, not the text 'a'."),
    ],
)
def test_wrong_values_are_explained(drive, call, message):
    result = drive(f"def drive(robot):\n    x = 1\n    {call}\n")
    assert result.failure is not None
    assert (result.failure.message, result.failure.line) == (message, 3)
