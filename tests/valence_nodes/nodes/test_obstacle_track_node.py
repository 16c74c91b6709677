# SPDX-License-Identifier: Apache-2.0
"""The node that follows people and things: each scan is answered once, whatever is in it, and it goes on."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from geometry_msgs.msg import TransformStamped
from nav_msgs.msg import Odometry
from sensor_msgs.msg import LaserScan
from tf2_msgs.msg import TFMessage
from valence_interfaces.msg import ObstacleTracks

from missions.episode.graph import open_graph
from tests.valence_nodes.nodes.asking import Sent, ask, running

DOMAIN = 92
RAYS = 360
POST_M, POST_AT_RAD = 1.0, 0.5


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    return open_graph(DOMAIN).environment


def scan(**changed: Any) -> LaserScan:
    """A post of 0.2 m, a metre away, and nothing else."""
    angles = np.arange(RAYS) * 2 * math.pi / RAYS
    ranges = np.where(np.abs(angles - POST_AT_RAD) < 0.1, POST_M, math.inf).astype(np.float32)
    fields = {"angle_min": 0.0, "angle_increment": 2 * math.pi / RAYS, "range_min": 0.1, "range_max": 3.5}
    message = LaserScan(**{**fields, "ranges": ranges.tolist(), **changed})
    message.header.frame_id = "base_scan"
    return message


BAD = {
    "no rays": {"ranges": []},
    "one ray": {"ranges": [1.0]},
    "an angle that is none": {"angle_min": math.nan},
    "an angle without end": {"angle_min": math.inf},
    "rays that all go one way": {"angle_increment": 0.0},
    "rays an immense angle apart": {"angle_increment": 1e30},
    "limits that are none": {"range_min": math.nan, "range_max": math.nan},
    "limits the wrong way round": {"range_min": 9.0, "range_max": 0.1},
    "ranges that are none": {"ranges": [math.nan] * RAYS},
    "ranges below zero": {"ranges": [-1.0] * RAYS},
    "immense ranges": {"ranges": [3e38] * RAYS, "range_max": 3.4e38},
    "more rays than a turn has": {"ranges": [1.0] * 200_000},
}


def place(child: str, parent: str, z_m: float, turn_w: float = 1.0) -> TransformStamped:
    one = TransformStamped(child_frame_id=child)
    one.header.frame_id = parent
    one.transform.translation.z = z_m
    one.transform.rotation.w = turn_w
    return one


def drive(scans: list[LaserScan], first_s: int, odometry: Odometry | None = None) -> Iterator[Sent]:
    """Each scan a second after the one before, and the robot's odometry with it: it stands."""
    for second, message in enumerate(scans, first_s):
        told = odometry or Odometry()
        told = Odometry(header=told.header, child_frame_id="base_footprint", pose=told.pose)
        told.header.frame_id = "odom"
        told.header.stamp.sec = message.header.stamp.sec = second
        yield Sent("/odom", told)
        yield Sent("/scan", message, second)


def test_unusable_scans_are_answered_with_nothing_and_the_node_goes_on(environment: dict[str, str]) -> None:
    frames = TFMessage(
        transforms=[
            place("base_link", "base_footprint", 0.01),
            place("base_scan", "base_link", 0.17),
            place("base_scan", "base_link", math.nan),
            place("base_scan", "base_link", 0.0, turn_w=0.0),
        ]
    )
    seen = [scan() for _ in range(5)]
    asked = [*seen, *(scan(**one) for one in BAD.values()), *(scan() for _ in range(5))]
    sent = [Sent("/tf_static", frames), *drive(asked, 1)]
    with running("obstacle_track_node", environment, "forget_s:=3.0") as process:
        answers = ask(environment, sent, ("/obstacle_tracks", ObstacleTracks))
        assert process.poll() is None
    assert [one.header.stamp.sec for one in answers] == list(range(1, len(asked) + 1))
    x_m, y_m = POST_M * math.cos(POST_AT_RAD), POST_M * math.sin(POST_AT_RAD)
    for last in (answers[4], answers[-1]):
        (track,) = last.tracks
        assert last.header.frame_id == "odom"
        assert (track.x_m, track.y_m) == (pytest.approx(x_m, abs=0.15), pytest.approx(y_m, abs=0.15))
    bad = dict(zip(BAD, answers[5 : 5 + len(BAD)], strict=True))
    told = {name: [(one.x_m, one.y_m) for one in answer.tracks] for name, answer in bad.items()}
    assert {name for name, places in told.items() if not np.isfinite(places).all()} == set()
    # What is not even a scan says nothing; after a scan without rays the post is still remembered.
    assert {name for name in ("an angle that is none", "rays that all go one way") if told[name]} == set()


def test_who_sends_a_scan_again_gets_its_answer_again(environment: dict[str, str]) -> None:
    frames = TFMessage(transforms=[place("base_scan", "base_footprint", 0.18)])
    good = list(drive([scan() for _ in range(6)], 1))
    with running("obstacle_track_node", environment, "forget_s:=3.0") as process:
        first = ask(environment, [Sent("/tf_static", frames), *good], ("/obstacle_tracks", ObstacleTracks))[-1]
        # Another listener, who has not heard that answer: as an episode that is found late by the node.
        again = ask(environment, good[-1:], ("/obstacle_tracks", ObstacleTracks))
        assert process.poll() is None
    assert again == [first]
    assert len(first.tracks) == 1


def test_odometry_of_nonsense_moves_nothing(environment: dict[str, str]) -> None:
    frames = TFMessage(transforms=[place("base_scan", "base_footprint", 0.18)])
    good = list(drive([scan() for _ in range(6)], 1))
    bad = []
    for wrong in (math.nan, math.inf):
        odometry = Odometry(child_frame_id="base_footprint")
        odometry.header.frame_id, odometry.header.stamp.sec = "odom", 6
        odometry.pose.pose.position.x = wrong
        bad.append(Sent("/odom", odometry))
    turned = Odometry(child_frame_id="base_footprint")
    turned.pose.pose.orientation.w = 0.0
    with running("obstacle_track_node", environment, "forget_s:=3.0") as process:
        answers = ask(
            environment,
            [Sent("/tf_static", frames), *good[:-2], *bad, Sent("/odom", turned), *good[-2:]],
            ("/obstacle_tracks", ObstacleTracks),
        )
        assert process.poll() is None
    (track,) = answers[-1].tracks
    assert math.hypot(track.x_m, track.y_m) == pytest.approx(POST_M, abs=0.15)


@pytest.mark.parametrize("given", ["widest_m:=nan", "forget_s:=1000.0"])
def test_a_parameter_out_of_its_range_ends_the_node_and_is_named(given: str, environment: dict[str, str]) -> None:
    with running("obstacle_track_node", environment, given) as process:
        _, said = process.communicate(timeout=120)
    assert process.returncode == 1
    assert given.split(":", maxsplit=1)[0] in said.splitlines()[-1]
