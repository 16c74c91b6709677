# SPDX-License-Identifier: Apache-2.0
"""Plays a recording: hands its messages out when it is their time, at any pace."""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable, Iterator

from missions.recording.recorder import RecordedTopic
from missions.recording.recording import RawMessage, Recording
from valence_nodes.topic_names import TRUTH


def played_topics(recording: Recording, *, truth: bool) -> list[RecordedTopic]:
    """Returns the topics that are played.

    Args:
        recording: to play.
        truth: ground truth is played, too.
    """
    return [topic for topic in recording.topics.values() if truth or not topic.name.startswith(TRUTH)]


def playback(
    recording: Recording,
    pace: float,
    *,
    truth: bool = False,
    clock_s: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[RawMessage]:
    """Hands out every message at its time, in the order in which they were recorded; ground truth at its time, too.

    Args:
        recording: to play.
        pace: simulated seconds a wall-clock second; 0 waits for nothing.
        truth: ground truth is played, too.
        clock_s: tells the wall clock's time.
        sleep: waits so many seconds.

    Raises:
        RecordingError: the file is damaged, or gone.
    """
    names = [topic.name for topic in played_topics(recording, truth=truth)]
    messages = recording.raw([name for name in names if not name.startswith(TRUTH)])
    if truth:
        true = recording.raw([name for name in names if name.startswith(TRUTH)])
        # In the file it stands behind all others; events come after poses, but belong between them.
        messages = heapq.merge(messages, sorted(true, key=_time_ns), key=_time_ns)
    began_s = clock_s()
    for message in messages:
        if pace > 0:
            ahead_s = began_s + message.time_ns / 1e9 / pace - clock_s()
            if ahead_s > 0:
                sleep(ahead_s)
        yield message


def _time_ns(message: RawMessage) -> int:
    return message.time_ns
