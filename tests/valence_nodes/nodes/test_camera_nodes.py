# SPDX-License-Identifier: Apache-2.0
"""The nodes that tell free space and classes of camera images: bad messages, bad models, and recordings (MCAP)."""

from __future__ import annotations

import array
import base64
import json
import math
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from geometry_msgs.msg import TransformStamped
from rclpy.serialization import deserialize_message
from sensor_msgs.msg import CameraInfo, Image, LaserScan
from tf2_msgs.msg import TFMessage
from vision_msgs.msg import Classification, Detection2DArray

from missions.episode.graph import open_graph
from tests.valence_nodes.nodes.asking import ENOUGH_S, Sent, ask, running
from tests.valence_nodes.nodes.in_process import in_process
from tests.valence_nodes.nodes.signal_asking import write_recording
from tests.valence_nodes.nodes.test_seeing_nodes import BAD, Asked
from tests.valence_nodes.perception.rendered import photographer
from tests.valence_nodes.perception.strewn import (
    camera_of,
    free_space_figures,
    held_out_pictures,
    known_boxes,
    true_free_space,
)
from valence_nodes.learning.objects.accuracy import detection_accuracy
from valence_nodes.learning.objects.scenes import CLASSES
from valence_nodes.learning.registry import ModelRegistry
from valence_nodes.learning.training import train
from valence_nodes.nodes import seeing_node
from valence_nodes.nodes.seeing_node import CameraNode
from valence_nodes.perception.free_space import FreeSpaceSettings
from valence_nodes.perception.object_detector import DetectedObject
from valence_nodes.signals.accuracy import accuracy
from worlds.pose import Pose
from worlds.scenario import Placement

DOMAIN = 93
ROBOT = "turtlebot3_waffle_pi"
SPEC, FRAME, LENS, MOUNTED = camera_of(ROBOT)
SIZE_PX = (48, 64)


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    return open_graph(DOMAIN).environment


@pytest.fixture(scope="module")
def parcel() -> np.ndarray:
    """A parcel of 0.4 × 0.3 m whose front is 1 m before the robot's middle, on the left."""
    with photographer() as camera:
        return camera.shoot([Placement("parcel", "parcel", Pose.planar(1.2, 0.3, 0.0))]).picture


def image(picture: np.ndarray, asked: Asked = Asked({})) -> Image:  # noqa: B008 - it is never changed
    fields = {"height": 240, "width": 320, "step": 960, "encoding": "rgb8", **asked.fields}
    message = Image(**fields)
    message.header.frame_id = FRAME
    message.data = array.array("B", picture.tobytes()[: asked.bytes])
    return message


def info(**changed: Any) -> CameraInfo:
    (focal_x, focal_y), (middle_x, middle_y) = LENS.focal_px, LENS.middle_px
    matrix = [focal_x, 0.0, middle_x, 0.0, focal_y, middle_y, 0.0, 0.0, 1.0]
    message = CameraInfo(**{"height": 240, "width": 320, "k": matrix, **changed})
    message.header.frame_id = FRAME
    return message


def mounted(pose: Pose = MOUNTED) -> TFMessage:
    one = TransformStamped(child_frame_id=FRAME)
    one.header.frame_id = SPEC.frames.footprint
    at, turn = one.transform.translation, one.transform.rotation
    at.x, at.y, at.z = pose.position_m
    turn.w, turn.x, turn.y, turn.z = pose.quaternion_wxyz
    return TFMessage(transforms=[one])


def asked_for(messages: list[Image]) -> Iterator[Sent]:
    for second, message in enumerate(messages, 1):
        message.header.stamp.sec = second
        yield Sent("/camera/image_raw", message, second)


class Telling(CameraNode):
    """Tells of each image whether it knows the camera."""

    def __init__(self) -> None:
        super().__init__("telling")
        self._told = self.create_publisher(LaserScan, "/free_space", 100)
        self.know_camera()
        self.watch()

    def answer(self, image: Image, picture: np.ndarray | None) -> None:
        assert picture is not None
        self._told.publish(LaserScan(header=image.header, ranges=[] if self.lens is None else [1.0]))


def test_the_first_images_wait_for_what_is_said_of_the_camera(parcel: np.ndarray) -> None:
    first, second, third = (sent.message for sent in asked_for([image(parcel) for _ in range(3)]))
    with in_process(Telling, {}, "/free_space", LaserScan, DOMAIN) as node:
        node.tell(("/camera/image_raw", one) for one in (first, first, second))
        node.tell([("/camera/camera_info", info(k=[math.nan] * 9)), ("/camera/camera_info", info())])
        node.wait_for(2)
        node.tell([("/camera/image_raw", third)])
        answers = node.wait_for(3)
    assert [(one.header.stamp.sec, list(one.ranges)) for one in answers] == [(1, [1.0]), (2, [1.0]), (3, [1.0])]


def test_a_camera_of_which_nothing_is_said_is_not_waited_for_again(
    parcel: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *others = (sent.message for sent in asked_for([image(parcel) for _ in range(4)]))
    with in_process(Telling, {}, "/free_space", LaserScan, DOMAIN) as node:
        node.tell([("/camera/image_raw", first)])
        node.wait_for(1)
        monkeypatch.setattr(seeing_node, "WAIT_S", 1e6)
        for count, one in enumerate(others, 2):
            node.tell([("/camera/image_raw", one)])
            node.wait_for(count)
    assert [list(one.ranges) for one in node.answers] == [[]] * 4


def test_more_images_than_can_be_kept_are_answered(parcel: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeing_node, "WAIT_S", 1e6)
    monkeypatch.setattr(seeing_node, "_MOST_HELD", 2)
    images = [sent.message for sent in asked_for([image(parcel) for _ in range(20)])]
    with in_process(Telling, {}, "/free_space", LaserScan, DOMAIN) as node:
        node.tell(("/camera/image_raw", one) for one in images)  # some of so many at once may be lost
        answers = node.wait_for(3)
    seconds = [one.header.stamp.sec for one in answers]
    assert seconds == sorted(set(seconds))


def test_free_space_is_a_scan_on_the_floor_and_unusable_images_make_it_empty(
    parcel: np.ndarray, environment: dict[str, str]
) -> None:
    images = [*(image(parcel, one) for one in BAD.values()), image(parcel)]
    sent = [
        Sent("/tf_static", mounted()),
        Sent("/camera/camera_info", info()),
        Sent("/camera/camera_info", info(k=[math.nan] * 9)),
        Sent("/camera/camera_info", info(d=[math.inf] * 5)),
        Sent("/camera/image_raw", image(parcel), 0, least_bytes=41 * 4),
        *asked_for(images),
    ]
    with running("free_space_node", environment, "rays:=41") as process:
        answers = ask(environment, sent, ("/free_space", LaserScan), again=("/camera/camera_info",))
        assert process.poll() is None
    first, *answers = answers
    assert [one.header.stamp.sec for one in answers] == list(range(1, len(images) + 1))
    assert {one.header.frame_id for one in answers} == {"base_footprint"}
    assert [name for name, one in zip(BAD, answers[:-1], strict=True) if len(one.ranges)] == []
    for told in (first, answers[-1]):
        angles = told.angle_min + told.angle_increment * np.arange(41)
        ranges = np.array(told.ranges)
        assert angles[-1] == pytest.approx(told.angle_max, abs=1e-5)
        assert told.angle_min == pytest.approx(-0.53, abs=0.03)
        to_parcel = ranges[np.abs(angles - math.atan2(0.3, 1.0)) < 0.06]
        assert to_parcel == pytest.approx(np.full(len(to_parcel), math.hypot(1.0, 0.3)), abs=0.06)
        assert np.isinf(ranges[angles < -0.1]).all()
        assert ranges[angles < -0.1].min() > 0


@pytest.mark.parametrize(
    ("frames", "camera"),
    [
        (mounted(Pose((0.1, 0.0, math.nan))), info()),
        (mounted(Pose((0.1, 0.0, -0.2), MOUNTED.quaternion_wxyz)), info()),
        (mounted(Pose((0.1, 0.0, 0.1))), info()),
        (mounted(), info(k=[0.0] * 9)),
    ],
    ids=["a camera nowhere", "a camera below the floor", "a camera that looks at the ceiling", "a lens of nonsense"],
)
def test_no_free_space_is_made_up(
    frames: TFMessage, camera: CameraInfo, parcel: np.ndarray, environment: dict[str, str]
) -> None:
    sent = [Sent("/tf_static", frames), Sent("/camera/camera_info", camera), *asked_for([image(parcel)])]
    with running("free_space_node", environment) as process:
        (answer,) = ask(environment, sent, ("/free_space", LaserScan), again=("/camera/camera_info",))
        assert process.poll() is None
    assert list(answer.ranges) == []


def ring(seed: int, views: int) -> Iterator[tuple[np.ndarray, str]]:
    """Pictures of a crate, a cone or a barrel right ahead, each as the robot turns."""
    random = np.random.default_rng(seed)
    with photographer() as camera:
        for number in range(views):
            label = ("barrel", "cone", "crate")[number % 3]
            away_m, yaw_rad = random.uniform(0.7, 1.1), random.uniform(-3, 3)
            thing = Placement("thing", label, Pose.planar(away_m, random.uniform(-0.1, 0.1), yaw_rad))
            light = float(random.uniform(0.6, 1.2))
            yield camera.shoot([thing], light=light, seed=number).picture, label


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry: `ahead` tells what stands ahead; `numbers` is for something else; `mine` is a pickle."""
    import cv2

    pictures, labels = zip(*ring(1, 24), strict=True)
    small = np.stack([cv2.resize(one, SIZE_PX[::-1], interpolation=cv2.INTER_AREA) for one in pictures])
    folder = tmp_path_factory.mktemp("models")
    registry = ModelRegistry(folder)
    about = {"metrics": {}, "data_name": "ahead", "data_sha256": ""}
    registry.add("ahead", train("forest", small, target=np.array(labels), trees=40), **about)
    registry.add("numbers", train("tree", np.eye(4), target=np.array(list("abab"))), **about)
    poison = pickle.dumps(Poison(str(folder / "harm")))
    registry.add_pickle("mine", poison, data_name="", data_sha256="", program_sha256="")
    (folder / "poison.pickle").write_bytes(poison)
    damaged = registry.add("damaged", train("forest", small, target=np.array(labels), trees=2), **about)
    (damaged.folder / "model.onnx").write_bytes(poison)
    return folder


class Poison:
    """Does harm when it is unpickled."""

    def __init__(self, file: str) -> None:
        self.file = file

    def __reduce__(self) -> Any:
        return Path.touch, (Path(self.file),)


def test_images_are_classified_and_unusable_ones_are_told_nothing_of(
    parcel: np.ndarray, models: Path, environment: dict[str, str]
) -> None:
    ahead, _ = next(one for one in ring(5, 3) if one[1] == "crate")
    images = [image(ahead), *(image(ahead, one) for one in BAD.values()), image(ahead)]
    with running("classifier_node", environment, "model:=ahead", f"models:={models}") as process:
        answers = ask(environment, list(asked_for(images)), ("/classification", Classification))
        assert process.poll() is None
    assert [one.header.stamp.sec for one in answers] == list(range(1, len(images) + 1))
    assert [name for name, one in zip(BAD, answers[1:-1], strict=True) if one.results] == []
    for told in (answers[0], answers[-1]):
        assert told.results[0].class_id == "crate"
        assert sum(one.score for one in told.results) == pytest.approx(1.0, abs=1e-4)
        assert [one.score for one in told.results] == sorted((one.score for one in told.results), reverse=True)


@pytest.mark.parametrize(
    ("node", "given", "told"),
    [
        ("classifier_node", "", "No model is named"),
        ("classifier_node", "model:=mine", "kept as Python's pickle, which could do anything"),
        ("classifier_node", "model:=HERE/poison.pickle", "Only ONNX is loaded here"),
        ("classifier_node", "model:=damaged", "This is no ONNX model"),
        ("classifier_node", "model:=numbers", "A classifier takes pictures"),
        ("object_node", "model:=HERE/poison.pickle", "This is no ONNX model"),
        ("object_node", "model:=HERE/nothing.onnx", "can't be read"),
        ("object_node", "model:=HERE/ahead/v1/model.onnx", "is no object detector"),
    ],
)
def test_a_model_that_is_none_or_of_something_else_ends_the_node_with_its_reason(
    node: str, given: str, told: str, models: Path, environment: dict[str, str]
) -> None:
    parameters = [given.replace("HERE", str(models))] if given else []
    parameters += [f"models:={models}"] if node == "classifier_node" else []
    with running(node, environment, *parameters) as process:
        _, said = process.communicate(timeout=ENOUGH_S)
    assert process.returncode == 1
    assert told in said.splitlines()[-1]
    assert not (models / "harm").exists()


# Gathers all that three nodes answer to a recording, until its end has been told and nothing more comes.
GATHER = """
import base64, json, select, sys
from importlib import import_module
import rclpy
from rclpy.qos import QoSProfile
from rclpy.serialization import serialize_message
rclpy.init()
node = rclpy.create_node("gather")
told = {}
def listen(topic, package, name):
    told[topic] = []
    def tell(message):
        told[topic].append(base64.b64encode(serialize_message(message)).decode())
    node.create_subscription(getattr(import_module(package + ".msg"), name), topic, tell, QoSProfile(depth=1000))
listen("/detections", "vision_msgs", "Detection2DArray")
listen("/classification", "vision_msgs", "Classification")
listen("/free_space", "sensor_msgs", "LaserScan")
while not all(node.count_publishers(topic) for topic in told):
    rclpy.spin_once(node, timeout_sec=0.05)
print("listening", flush=True)
quiet, before = 0, -1
while quiet < 3:
    rclpy.spin_once(node, timeout_sec=0.5)
    now = sum(map(len, told.values()))
    ended = bool(select.select([sys.stdin], [], [], 0)[0])
    quiet, before = (quiet + 1 if ended and now == before else 0), now
print(json.dumps(told))
"""


def replayed(recording: Path, environment: dict[str, str], models: Path) -> dict[str, dict[int, Any]]:
    """Replays a recording to the three nodes; returns their answers by topic and stamp (tenths of a second)."""
    kinds = {"/detections": Detection2DArray, "/classification": Classification, "/free_space": LaserScan}
    gather = [sys.executable, "-c", GATHER]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with (
        running("object_node", environment),
        running("classifier_node", environment, "model:=ahead", f"models:={models}"),
        running("free_space_node", environment),
        subprocess.Popen(gather, env=environment, **pipes) as gathering,
    ):
        try:
            assert gathering.stdout is not None
            assert gathering.stdout.readline() == "listening\n"
            replay = ["replay", str(recording), "--json", "--ros-domain", environment["ROS_DOMAIN_ID"]]
            command = [sys.executable, "-m", "web_console.command_line", *replay]
            subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, timeout=ENOUGH_S, check=True)
            told, _ = gathering.communicate(input="ended\n", timeout=ENOUGH_S)
        finally:
            gathering.kill()
    read = {
        topic: [deserialize_message(base64.b64decode(one), kinds[topic]) for one in data]
        for topic, data in json.loads(told).items()
    }
    return {topic: {tenths(one.header.stamp): one for one in messages} for topic, messages in read.items()}


def tenths(stamp: Any) -> int:
    return round(stamp.sec * 10 + stamp.nanosec / 1e8)


def found_in(message: Detection2DArray) -> list[DetectedObject]:
    found = []
    for one in message.detections:
        middle, wide, high = one.bbox.center.position, one.bbox.size_x / 2, one.bbox.size_y / 2
        best = one.results[0].hypothesis
        edges = (middle.x - wide, middle.y - high, middle.x + wide, middle.y + high)
        found.append(DetectedObject(best.class_id, best.score, *edges))
    return found


def test_three_nodes_find_in_a_recording_what_is_truly_there(
    tmp_path: Path, models: Path, environment: dict[str, str]
) -> None:
    strewn = [one for one in held_out_pictures() if one.robot == ROBOT]
    ahead = list(ring(9, 9))
    messages: list[tuple[str, float, Any]] = [("/tf_static", 0.0, mounted())]
    for number, picture in enumerate([*(one.picture for one in strewn), *(one for one, _ in ahead)], 1):
        time_s = number / 10
        camera, taken = info(), image(picture)
        for message in (camera, taken):
            message.header.stamp.sec, message.header.stamp.nanosec = number // 10, number % 10 * 100_000_000
        messages += [("/camera/camera_info", time_s, camera), ("/camera/image_raw", time_s, taken)]
    recording = write_recording(tmp_path / "seen.mcap", messages, latched=["/tf_static"])
    told = replayed(recording, environment, models)
    # Images are best effort: a busy machine may lose some, but never answers one twice or with another's stamp.
    for answers in told.values():
        assert set(answers) <= set(range(1, len(strewn) + len(ahead) + 1))
        assert len(answers) > 0.6 * (len(strewn) + len(ahead))

    numbered = dict(enumerate(strewn, 1))
    seen = [(known_boxes(numbered[n]), found_in(one)) for n, one in told["/detections"].items() if n in numbered]
    figures = detection_accuracy(seen, tuple(CLASSES))[""]
    assert figures.there > 40
    assert figures.precision > 0.8, figures
    assert figures.recall > 0.7, figures

    settings = FreeSpaceSettings()
    ranges = [
        (np.array(one.ranges), true_free_space(numbered[n], settings).ranges_m)
        for n, one in told["/free_space"].items()
        if n in numbered and len(one.ranges)
    ]
    precision, recall, safe = free_space_figures(ranges, 1.5)
    assert min(precision, recall) > 0.75, (precision, recall, safe)
    assert safe > 0.8, (precision, recall, safe)

    labels = dict(enumerate((label for _, label in ahead), len(strewn) + 1))
    named = [(labels[n], one.results[0].class_id) for n, one in told["/classification"].items() if n in labels]
    figures_by_class = accuracy([true for true, _ in named], [said for _, said in named])
    assert min(one.recall for one in figures_by_class.values()) >= 0.6, figures_by_class
    assert sum(true == said for true, said in named) / len(named) >= 0.8, named
