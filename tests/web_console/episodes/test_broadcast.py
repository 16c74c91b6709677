# SPDX-License-Identifier: Apache-2.0
"""What viewers of one episode get: all that must not be missed, and of the rest the newest."""

from __future__ import annotations

import struct
from typing import Any

import msgpack
import pytest

from web_console.episodes import broadcast
from web_console.episodes.broadcast import Broadcast, Viewer

Frame = dict[str, Any]


def poses(t: float, **places: float) -> Frame:
    """A frame in which the thing `_3` is at x = 1.0: `poses(0.1, _3=1.0)`."""
    numbers = [int(name[1:]) for name in places]
    rows = [struct.pack("<7f", x, 0, 0, 1, 0, 0, 0) for x in places.values()]
    return {"k": "poses", "t": t, "i": struct.pack(f"<{len(numbers)}H", *numbers), "p": b"".join(rows)}


def read(viewer: Viewer) -> list[Frame]:
    packed, _ = viewer.news()
    return [] if packed is None else msgpack.unpackb(packed)


def xs(frame: Frame) -> dict[int, float]:
    numbers = struct.unpack(f"<{len(frame['i']) // 2}H", frame["i"])
    return {number: struct.unpack_from("<f", frame["p"], 28 * place)[0] for place, number in enumerate(numbers)}


def test_a_viewer_that_comes_late_gets_all_that_is_kept_and_the_newest_of_the_rest():
    show = Broadcast()
    for number in range(3):
        show.put({"k": "log", "t": number, "n": 0, "text": str(number)})
        show.put({"k": "scan", "t": number})
    frames = read(show.join(lambda: None))
    assert [frame["text"] for frame in frames if frame["k"] == "log"] == ["0", "1", "2"]
    assert [frame["n"] for frame in frames if "n" in frame] == [1, 2, 3]
    assert [frame["t"] for frame in frames if frame["k"] == "scan"] == [2]


def test_nothing_comes_twice():
    show = Broadcast()
    viewer = show.join(lambda: None)
    show.put({"k": "log", "t": 0, "n": 0})
    show.put({"k": "scan", "t": 0})
    show.put(poses(0, _1=0.5))
    assert len(read(viewer)) == 3
    assert read(viewer) == []


@pytest.mark.parametrize(("after", "numbers"), [(0, [1, 2, 3]), (2, [3]), (3, []), (99, []), (-5, [1, 2, 3])])
def test_a_viewer_that_comes_back_goes_on_where_it_was(after: int, numbers: list[int]):
    show = Broadcast()
    for _ in range(3):
        show.put({"k": "step", "t": 0, "n": 0})
    assert [frame["n"] for frame in read(show.join(lambda: None, after))] == numbers


def test_a_slow_viewer_gets_fewer_pictures_and_misses_no_move():
    show = Broadcast()
    fast, slow = show.join(lambda: None), show.join(lambda: None)
    show.put(poses(0.0, _0=0.0, _1=0.0))
    assert xs(read(fast)[0]) == {0: 0.0, 1: 0.0}
    show.put(poses(0.1, _0=1.0))
    assert xs(read(fast)[0]) == {0: 1.0}
    show.put(poses(0.2, _0=2.0))
    show.put({"k": "image", "t": 0.1, "jpeg": b"old"})
    show.put({"k": "image", "t": 0.2, "jpeg": b"new"})
    frames = read(slow)
    assert [(frame["t"], xs(frame)) for frame in frames if frame["k"] == "poses"] == [(0.2, {0: 2.0, 1: 0.0})]
    assert [frame["jpeg"] for frame in frames if frame["k"] == "image"] == [b"new"]


def test_everybody_is_woken_when_there_is_something_new_and_at_the_end():
    show = Broadcast()
    woken: list[str] = []
    gone = show.join(lambda: woken.append("gone"))
    show.join(lambda: woken.append("here"))
    gone.leave()
    show.tell("waiting")
    show.end()
    assert woken == ["here", "here"]
    show.put({"k": "log", "t": 0, "n": 0})
    assert woken == ["here", "here"], "nothing comes behind the end"


def test_the_end_is_told_with_the_last_frames():
    show = Broadcast()
    viewer = show.join(lambda: None)
    show.tell("ended")
    show.end()
    packed, over = viewer.news()
    assert packed is not None
    assert over
    assert viewer.news() == (None, True)


def test_an_endless_talker_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(broadcast, "MOST_KEPT", 10)
    show = Broadcast()
    for _ in range(50):
        show.put({"k": "log", "t": 0, "n": 0})
    assert len(read(show.join(lambda: None))) == 10


def test_an_endless_talker_is_held_by_bytes_too_and_its_end_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(broadcast, "MOST_KEPT_BYTES", 10_000)
    show = Broadcast()
    viewer = show.join(lambda: None)
    for _ in range(50):
        show.put({"k": "step", "t": 0, "n": 0, "variables": [["x", "y" * 1000]]})
    show.put({"k": "end", "t": 1, "n": 0})
    show.put({"k": "step", "t": 1, "n": 0})
    frames = read(viewer)
    assert [frame["k"] for frame in frames] == ["step"] * 10 + ["end"]
    assert [frame["n"] for frame in frames] == list(range(1, 12))


def test_who_comes_late_to_much_gets_it_in_parts_and_the_newest_picture_with_the_last(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(broadcast, "MESSAGE_BYTES", 3000)
    show = Broadcast()
    for _ in range(8):
        show.put({"k": "log", "t": 0, "n": 0, "text": "x" * 990})
    show.put({"k": "scan", "t": 0})
    show.end()
    viewer = show.join(lambda: None)
    parts = []
    over = False
    while not over:
        packed, over = viewer.news()
        assert packed is not None
        assert viewer.behind is not over
        parts.append([frame["k"] for frame in msgpack.unpackb(packed)])
    assert parts == [["log"] * 3, ["log"] * 3, ["log", "log", "scan"]]
