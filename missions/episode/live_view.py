# SPDX-License-Identifier: Apache-2.0
"""What those see who watch an episode while it runs: frames as in `missions.recording.frames`, made between steps.

Pictures of how things are go out at most so often on the wall clock, always the newest; what the program says and does
goes out whole. The program has no way to any of it.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from missions.episode.view_channel import ViewChannel
from missions.recording.frames import Frame, MessageFrames, PoseFrames, decoder_of_type, step_frame
from missions.recording.replay_frames import end_frames
from missions.scorecard import CriterionScore, Scorecard
from worlds.readings import GroundTruth

_VIEW_EVERY_S = 0.05
_PICTURE_EVERY_S = 0.1
_SCORE_EVERY_S = 0.5
_LAST_FRAMES_S = 5.0
_PICTURE = "sensor_msgs/msg/Image"


class LiveView:
    """An episode's view; its methods cost nothing to speak of when there is nothing to send."""

    def __init__(self, sock: socket.socket) -> None:
        """Takes the socket to the viewers over."""
        self._channel = ViewChannel(sock)
        self._number = 0
        self._truth: GroundTruth | None = None
        self._poses = PoseFrames()
        self._frames: MessageFrames | None = None
        self._pictures: frozenset[str] = frozenset()
        self._newest: dict[str, tuple[bytes, int]] = {}
        self._viewed_s = self._pictured_s = self._scored_s = 0.0
        self._scored: tuple[float, tuple[str, ...]] | None = None

    @property
    def handle(self) -> int | None:
        """A file descriptor that can be read when somebody has a wish; None when nobody is there any more."""
        return self._channel.fileno()

    def begin(self, about: Mapping[str, Any], types: Mapping[str, str]) -> None:
        """Tells what is to be seen.

        Args:
            about: fields of the first frame.
            types: type of each topic whose messages will come.
        """
        self._frames = MessageFrames(types, lambda topic: decoder_of_type(types[topic]))
        self._pictures = frozenset(name for name, kind in types.items() if kind == _PICTURE)
        self._about = dict(about)

    def message(self, topic: str, data: bytes, time_ns: int) -> None:
        """Takes a message of the robot's topics; of each topic the newest is shown."""
        if self._frames is not None and topic in self._frames.topics:
            self._newest[topic] = (data, time_ns)

    def said(self, sim_time_s: float, log: Iterable[Mapping[str, Any]], plots: Iterable[Mapping[str, Any]]) -> None:
        """Takes what the program said and plotted: fields of log lines and of plot points."""
        for line in log:
            self._keep({"k": "log", "t": sim_time_s, "line": line["line"] or None, "text": line["text"]})
        for point in plots:
            self._keep({"k": "plot", "t": sim_time_s, "name": point["name"], "value": point["value"]})

    def traced(self, sim_time_s: float, step: int, line: int | None, trace: Mapping[str, Any]) -> None:
        """Takes what the program was doing when it let a step pass: fields of a `Trace`."""
        parts = (trace["functions"], trace["lines"], trace["names"], trace["values"])
        self._keep({"t": sim_time_s, **step_frame(step, line, *parts)})

    def state(self, state: str, sim_time_s: float, pace: float, text: str = "") -> None:
        """Tells that the episode runs, is paused, ….

        Args:
            state: one word.
            sim_time_s: simulated time.
            pace: simulated seconds a wall-clock second; 0 for as fast as it goes.
            text: what it means, for a person; may be empty.
        """
        self._keep({"k": "state", "t": sim_time_s, "state": state, "pace": pace, "text": text})
        if state == "paused" and self._truth is not None:
            self._show(self._truth, time.monotonic())  # what stands still is seen as it is

    def step_done(self, truth: GroundTruth, score: Callable[[], tuple[CriterionScore, ...]]) -> None:
        """Shows how things are at the end of a step, if it is time.

        Args:
            truth: at the end of the step.
            score: counts the points so far.
        """
        now_s = time.monotonic()
        self._truth = truth
        if now_s - self._viewed_s < _VIEW_EVERY_S:
            return
        self._viewed_s = now_s
        if now_s - self._scored_s >= _SCORE_EVERY_S:
            self._scored_s = now_s
            self._score(truth.sim_time_s, score())
        self._show(truth, now_s)

    def _show(self, truth: GroundTruth, now_s: float) -> None:
        if not self._poses.entities:
            self._poses.know(truth.entities)
            self._keep({"k": "begin", "t": 0.0, **self._about, "entities": self._poses.entities, "live": True})
        self._channel.flush()
        if self._channel.crowded:
            return
        poses = self._poses.frame(truth.sim_time_s, {name: state.pose for name, state in truth.entities.items()})
        if poses is not None:
            self._channel.send(poses, keep=True)  # the next one tells only what moved since
        self._show_newest(now_s)

    def _show_newest(self, now_s: float) -> None:
        assert self._frames is not None
        pictures_too = now_s - self._pictured_s >= _PICTURE_EVERY_S
        for topic in list(self._newest):
            if topic in self._pictures:
                if not pictures_too:
                    continue
                self._pictured_s = now_s
            data, time_ns = self._newest.pop(topic)
            frame = self._frames.frame(topic, data, time_ns)
            if frame is not None:
                self._channel.send(frame, keep=False)

    def _score(self, sim_time_s: float, criteria: tuple[CriterionScore, ...]) -> None:
        points = sum(one.points for one in criteria)
        known = (points, tuple(one.reason for one in criteria))
        if known == self._scored:
            return
        self._scored = known
        self._keep(
            {
                "k": "score",
                "t": sim_time_s,
                "score": points,
                "max": sum(one.max_points for one in criteria),
                "text": "",
                "criteria": [one.model_dump(include={"name", "points", "max_points", "reason"}) for one in criteria],
            }
        )

    def finish(self, scorecard: Scorecard) -> None:
        """Shows how it came out, and closes.

        Args:
            scorecard: of the episode.
        """
        for frame in end_frames(scorecard):
            self._keep(frame)
        self._channel.finish(_LAST_FRAMES_S)

    def close(self) -> None:
        """Closes it; what was not sent is lost."""
        self._channel.close()

    def wishes(self) -> list[dict[str, Any]]:
        """Takes what viewers wish, such as `{"action": "pause"}`."""
        return self._channel.wishes()

    def flush(self) -> None:
        """Sends what waits, as far as there is room."""
        self._channel.flush()

    def _keep(self, frame: Frame) -> None:
        self._number += 1
        self._channel.send({**frame, "n": self._number}, keep=True)
