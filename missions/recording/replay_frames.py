# SPDX-License-Identifier: Apache-2.0
"""All frames of a recorded episode, for viewers: `python -m missions.recording.replay_frames FILE OUTPUT [--pictures]`.

A process of its own, since it loads much and takes a second or two; who serves viewers stays small and quick.
"""

from __future__ import annotations

import argparse
import errno
import math
import sys
from collections.abc import Iterator
from pathlib import Path

import msgpack

from missions.recording.frames import Frame, MessageFrames, PoseFrames
from missions.recording.recording import Recording, open_recording
from missions.recording.recording_error import RecordingError
from missions.scorecard import Scorecard
from valence_nodes.topic_names import TRUTH_POSES
from worlds.pose import Pose

ODOMETRY_EVERY_NS = 45_000_000
"""No more than about 20 a second are of use to a viewer."""


def replay_frames(recording: Recording, *, pictures: bool) -> Iterator[Frame]:
    """Makes all frames of a recording, in order of time.

    Args:
        recording: of an episode; one that was cut off has no poses, score and end.
        pictures: makes the frames of pictures, and no others; else all others.

    Raises:
        RecordingError: the recording is damaged.
    """
    types = {name: topic.type_name for name, topic in recording.topics.items()}
    if pictures:
        types = {name: kind for name, kind in types.items() if kind == "sensor_msgs/msg/Image"}
        yield from _of_messages(recording, types)
        return
    types = {name: kind for name, kind in types.items() if kind != "sensor_msgs/msg/Image"}
    poses = PoseFrames()
    frames = [*_of_poses(recording, poses), *_of_messages(recording, types)]
    frames.sort(key=lambda frame: float(frame["t"]))
    about = recording.about
    yield {
        "k": "begin",
        "t": 0.0,
        "mission": about.get("mission", ""),
        "robot": about.get("robot", ""),
        "entities": poses.entities,
        "control_timestep_s": 1.0 / float(about.get("control_rate_hz", "20")),
        "time_limit_s": float(about.get("time_limit_s", "0")),
        "live": False,
    }
    yield from frames
    yield from _of_end(recording)


def _of_poses(recording: Recording, poses: PoseFrames) -> Iterator[Frame]:
    truth = None if TRUTH_POSES not in recording.topics else recording.truth()
    if truth is None:
        return
    poses.know(truth.poses)
    for row, sim_time_s in enumerate(truth.sim_time_s.tolist()):
        places = {}
        for name, known in truth.poses.items():
            x, y, z, *turn = known[row].tolist()
            if not math.isnan(x):
                places[name] = Pose((x, y, z), (turn[0], turn[1], turn[2], turn[3]))
        frame = poses.frame(sim_time_s, places)
        if frame is not None:
            yield frame


def _of_messages(recording: Recording, types: dict[str, str]) -> Iterator[Frame]:
    maker = MessageFrames(types, recording.decoder)
    odometry_ns = -ODOMETRY_EVERY_NS
    for raw in recording.raw(maker.topics):
        if types[raw.topic] == "nav_msgs/msg/Odometry":
            if raw.time_ns - odometry_ns < ODOMETRY_EVERY_NS:
                continue
            odometry_ns = raw.time_ns
        frame = maker.frame(raw.topic, raw.data, raw.time_ns)
        if frame is not None:
            yield frame


def _of_end(recording: Recording) -> Iterator[Frame]:
    scorecard = recording.scorecard()
    if scorecard is None:
        text = "The recording ends here; the episode did not come to its end."
        yield {"k": "state", "t": recording.end_s, "state": "failed", "pace": 0.0, "text": text}
        return
    yield from end_frames(scorecard)


def end_frames(scorecard: Scorecard) -> Iterator[Frame]:
    """The last frames of an episode: its score with the reasons, and how it ended.

    Args:
        scorecard: of the episode.
    """
    yield {
        "k": "score",
        "t": scorecard.sim_time_s,
        "score": scorecard.score,
        "max": scorecard.max_score,
        "text": scorecard.message,
        "criteria": [one.model_dump(include={"name", "points", "max_points", "reason"}) for one in scorecard.criteria],
    }
    failure = scorecard.failure
    yield {
        "k": "end",
        "t": scorecard.sim_time_s,
        "verdict": scorecard.verdict,
        "passed": scorecard.passed,
        "score": scorecard.score,
        "max": scorecard.max_score,
        "reason": scorecard.ending_reason,
        "failure": None if failure is None else failure.model_dump(include={"kind", "message", "hint", "line"}),
    }


def main(arguments: list[str]) -> int:
    """Writes the frames into a file, one after another; a complaint goes to the error output.

    Returns:
        0; 1 when they can't be had; `errno.ENOSPC` when there is no room for them.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--pictures", action="store_true")
    given = parser.parse_args(arguments)
    pack = msgpack.Packer(use_single_float=False).pack
    beside = given.output.with_name(f"{given.output.name}.part")
    try:
        with beside.open("wb") as output:
            for frame in replay_frames(open_recording(given.file), pictures=given.pictures):
                output.write(pack(frame))
        beside.replace(given.output)
    except RecordingError as error:
        sys.stderr.write(f"{error.message} {error.hint}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"The frames can't be written ({error.strerror}).\n")
        return errno.ENOSPC if error.errno in (errno.ENOSPC, errno.EDQUOT) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
