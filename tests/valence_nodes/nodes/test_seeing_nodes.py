# SPDX-License-Identifier: Apache-2.0
"""Perception nodes over real ROS 2: every image is answered once, by its stamp, whatever is in it."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from missions.episode.children import loop_arguments
from missions.episode.graph import open_graph
from tests.valence_nodes.perception.floor_pictures import FOCAL_PX, Picture, floor, straight
from tests.valence_nodes.perception.rendered import photographer
from tests.valence_nodes.perception.test_markers import drawn
from worlds.pose import Pose
from worlds.robot_spec import load_robot_spec
from worlds.scenario import Placement

DOMAIN = 91
ENOUGH_S = 120
HUGE = 2**32 - 1
CAMERA_MATRIX = [FOCAL_PX, 0.0, 160.0, 0.0, FOCAL_PX, 120.0, 0.0, 0.0, 1.0]

# Publishes images one by one, each when the one before is answered, and prints all that was answered.
ASK = """
import array, json, sys, time
import rclpy
from rclpy.qos import qos_profile_sensor_data
from sensor_msgs.msg import CameraInfo, Image
from valence_interfaces.msg import LineDetection
from vision_msgs.msg import Detection2DArray
camera, matrix, headers = json.loads(sys.argv[1])
pixels = sys.stdin.buffer.read()
rclpy.init()
node = rclpy.create_node("ask")
answers, lines = [], []
def seen(message):
    found = [
        [one.results[0].hypothesis.class_id, one.results[0].hypothesis.score,
         one.bbox.center.position.x, one.bbox.center.position.y, one.bbox.size_x, one.bbox.size_y]
        for one in message.detections
    ]
    answers.append([message.header.stamp.sec, message.header.frame_id, found])
def whole(message):
    lines.append([message.header.stamp.sec, message.found, message.offset, message.angle_rad])
node.create_subscription(Detection2DArray, "/detections", seen, 100)
node.create_subscription(LineDetection, "/line", whole, 100)
images = node.create_publisher(Image, camera + "/image_raw", qos_profile_sensor_data)
infos = node.create_publisher(CameraInfo, camera + "/camera_info", qos_profile_sensor_data)
while not (images.get_subscription_count() and node.count_publishers("/detections")):
    rclpy.spin_once(node, timeout_sec=0.05)
while matrix and not infos.get_subscription_count():
    rclpy.spin_once(node, timeout_sec=0.05)
for second, header in enumerate(headers, 1):
    image = Image(**{"height": 240, "width": 320, "step": 960, "encoding": "rgb8", **header["fields"]})
    image.header.stamp.sec, image.header.frame_id = second, "camera"
    image.data = array.array("B", pixels[: header["bytes"]])
    while not answers or answers[-1][0] < second:
        if matrix:
            infos.publish(CameraInfo(k=matrix))
        images.publish(image)
        again = time.monotonic() + 5.0
        while (not answers or answers[-1][0] < second) and time.monotonic() < again:
            rclpy.spin_once(node, timeout_sec=0.1)
# /line is published first; it only has another way to go.
while matrix and len(lines) < sum(not header["bad"] for header in headers):
    rclpy.spin_once(node, timeout_sec=0.1)
print(json.dumps([answers, lines]))
"""


@dataclass(frozen=True)
class Asked:
    """An image to ask about: what its header claims, how many bytes come with it, and whether it is unusable."""

    fields: dict[str, Any]
    bytes: int = 230_400
    bad: bool = True


GOOD = Asked({}, bad=False)
BAD = {
    "another encoding": Asked({"encoding": "mono8", "step": 320}, 76_800),
    "an encoding of nonsense": Asked({"encoding": "x" * 100_000}),
    "no encoding": Asked({"encoding": ""}),
    "truncated": Asked({}, 230_399),
    "no bytes": Asked({}, 0),
    "no pixels": Asked({"height": 0, "width": 0, "step": 0}, 0),
    "no rows": Asked({"height": 0}, 0),
    "no columns": Asked({"width": 0, "step": 0}, 0),
    "rows shorter than their pixels": Asked({"step": 320}, 76_800),
    "a huge size": Asked({"height": HUGE, "width": HUGE, "step": HUGE}),
    "huge rows": Asked({"width": HUGE}),
    "a size that overflows to that of the bytes": Asked({"height": 2**31 + 240, "step": 960}),
}


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    return open_graph(DOMAIN).environment


@contextmanager
def running(node: str, environment: dict[str, str], *arguments: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", f"valence_nodes.nodes.{node}", *arguments]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def ask(
    environment: dict[str, str],
    pixels: Picture | bytes,
    asked: list[Asked],
    *,
    camera: str = "/camera",
    matrix: list[float] | None = None,
) -> tuple[list[Any], list[Any]]:
    """Asks about images; returns the answers on /detections and on /line."""
    headers = [{"fields": one.fields, "bytes": one.bytes, "bad": one.bad} for one in asked]
    told = subprocess.run(
        [sys.executable, "-c", ASK, json.dumps([camera, matrix, headers])],
        env=environment,
        input=pixels if isinstance(pixels, bytes) else pixels.tobytes(),
        stdout=subprocess.PIPE,
        timeout=ENOUGH_S,
        check=True,
    )
    answers, lines = json.loads(told.stdout)
    return answers, lines


def crate_ahead() -> Picture:
    with photographer() as camera:
        return camera.shoot([Placement("crate", "crate", Pose.planar(1.2, 0.1, 0.4))]).picture


@pytest.mark.parametrize(
    ("node", "label", "picture"),
    [
        ("line_node", "line", lambda: floor(straight())),
        ("colour_blob_node", "red", lambda: floor(straight(), colour=(200, 25, 25))),
        ("marker_node", "marker_7", lambda: drawn(7)),
        ("object_node", "crate", crate_ahead),
    ],
)
def test_unusable_images_are_answered_with_nothing_and_the_node_goes_on(
    node: str, label: str, picture: Callable[[], Picture], environment: dict[str, str]
) -> None:
    pixels = picture()
    asked = [GOOD, *BAD.values(), GOOD]
    with running(node, environment) as process:
        answers, _ = ask(environment, pixels, asked)
        assert process.poll() is None
    assert [(second, frame) for second, frame, _ in answers] == [(n, "camera") for n in range(1, len(asked) + 1)]
    assert [name for name, (_, _, found) in zip(BAD, answers[1:-1], strict=True) if found] == []
    first, last = answers[0][2], answers[-1][2]
    assert first == last
    assert {one[0] for one in first} == {label}


def test_the_line_is_told_piece_by_piece_and_as_a_whole(environment: dict[str, str]) -> None:
    pixels = floor(straight(0.05, 0.3))
    with running("line_node", environment):
        # Twice: the first image may overtake what is said of its camera.
        (_, (_, _, pieces)), (_, (second, found, offset, angle_rad)) = ask(
            environment, pixels, [GOOD, GOOD], matrix=CAMERA_MATRIX
        )
    assert len(pieces) == 6
    rows = [y_px for _, _, _, y_px, _, _ in pieces]
    assert rows == sorted(rows, reverse=True)
    assert all(0.7 < score <= 1.0 for _, score, *_ in pieces)
    assert (second, found) == (2, True)
    assert 0.1 < offset < 0.4
    assert angle_rad == pytest.approx(0.3, abs=0.05)


@pytest.mark.parametrize("matrix", [None, [0.0] * 9, [math.nan] * 9, [math.inf] * 9])
def test_without_a_usable_camera_info_no_angle_is_made_up(
    matrix: list[float] | None, environment: dict[str, str]
) -> None:
    with running("line_node", environment):
        ((_, _, pieces),), lines = ask(environment, floor(straight()), [GOOD], matrix=matrix)
    assert len(pieces) == 6
    assert [line[1] for line in lines] in ([False], [])


def test_rows_may_be_padded_and_colours_the_other_way_round(environment: dict[str, str]) -> None:
    picture = floor(straight(), colour=(200, 25, 25))
    padded = np.zeros((240, 1000), np.uint8)
    padded[:, :960] = picture[:, :, ::-1].reshape(240, 960)
    asked = Asked({"step": 1000, "encoding": "bgr8"}, 240_000, bad=False)
    with running("line_node", environment, "--ros-args", "-p", "colour:=red"):
        ((_, _, pieces),), _ = ask(environment, padded.tobytes(), [asked])
    assert len(pieces) == 6
    assert [x_px for _, _, x_px, *_ in pieces] == pytest.approx([160] * 6, abs=1)


@pytest.mark.parametrize("node", ["line_node", "colour_blob_node"])
def test_the_camera_is_found_under_the_name_that_the_robot_gives_it(node: str, environment: dict[str, str]) -> None:
    arguments = loop_arguments(load_robot_spec("turtlebot4"))
    with running(node, environment, *arguments):
        answers, _ = ask(environment, floor(None), [GOOD], camera="/oakd/rgb/preview")
    assert answers == [[1, "camera", []]]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("bands:=0", "bands"),
        ("bands:=51", "bands"),
        ("bands:=3.5", "bands"),
        ("top:=1.5", "top"),
        ("min_contrast:=0.0", "min_contrast"),
        ("min_saturation:=-1", "min_saturation"),
        ("colour:=pink", "There is no line colour “pink”; known: dark, red"),
        ("colour:=7", "colour"),
    ],
)
def test_a_parameter_out_of_its_range_ends_the_node_and_is_named(
    given: str, told: str, environment: dict[str, str]
) -> None:
    with running("line_node", environment, "--ros-args", "-p", given) as process:
        _, said = process.communicate(timeout=ENOUGH_S)
    assert process.returncode == 1
    assert told in said.splitlines()[-1]


SET = """
import rclpy
from rcl_interfaces.srv import DescribeParameters, SetParameters
from rclpy.parameter import Parameter
rclpy.init()
node = rclpy.create_node("set")
def call(kind, name, request):
    client = node.create_client(kind, f"/line_node/{name}")
    client.wait_for_service()
    future = client.call_async(request)
    rclpy.spin_until_future_complete(node, future)
    return future.result()
new = Parameter("bands", value=3).to_parameter_msg()
(result,) = call(SetParameters, "set_parameters", SetParameters.Request(parameters=[new])).results
(about,) = call(DescribeParameters, "describe_parameters", DescribeParameters.Request(names=["bands"])).descriptors
print(result.successful, about.read_only, about.integer_range[0].from_value, about.integer_range[0].to_value)
print(about.description)
"""


def test_parameters_are_described_and_can_only_be_read(environment: dict[str, str]) -> None:
    with running("line_node", environment):
        told = subprocess.run(
            [sys.executable, "-c", SET], env=environment, capture_output=True, text=True, timeout=ENOUGH_S, check=True
        )
    assert told.stdout.splitlines() == ["False True 1 50", "Number of bands of the picture that are looked at."]
