# SPDX-License-Identifier: Apache-2.0
"""What takes long can't take all of the server: who comes when the room is full is told so at once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from web_console.server.refusal import RefusedError
from web_console.server.waiting_room import WaitingRoom


def test_nobody_waits_in_a_full_room_and_when_one_leaves_there_is_room_again() -> None:
    room = WaitingRoom(places=2, most=2, most_of_one=1, patience_s=60)
    with ExitStack() as stack:
        stack.enter_context(room.turn("ada"))
        stack.enter_context(room.turn("bob"))
        with pytest.raises(RefusedError) as refused, room.turn("cy"):
            pytest.fail("it was full")
        assert (refused.value.status, refused.value.kind) == (503, "busy")
        assert refused.value.details["retry_after_s"] == 2
    with room.turn("cy"):
        pass


def test_one_person_leaves_room_for_others() -> None:
    room = WaitingRoom(places=9, most=9, most_of_one=2, patience_s=60)
    with room.turn("eve"), room.turn("eve"):
        with pytest.raises(RefusedError), room.turn("eve"):
            pytest.fail("she had two")
        with room.turn("ada"):
            pass


def test_only_so_many_do_it_at_once_and_whoever_waits_comes_next() -> None:
    room = WaitingRoom(places=1, most=3, most_of_one=3, patience_s=60)
    entered, go = threading.Semaphore(0), threading.Semaphore(0)
    inside, most_inside = [0], [0]

    def visit(_number: int) -> None:
        with room.turn("ada"):
            inside[0] += 1
            most_inside[0] = max(inside[0], most_inside[0])
            entered.release()
            go.acquire()
            inside[0] -= 1

    with ThreadPoolExecutor(3) as pool:
        visits = pool.map(visit, range(3))
        for _ in range(3):
            entered.acquire()
            go.release()
        list(visits)
    assert most_inside == [1]


def test_a_wait_has_an_end_and_what_fails_leaves_its_place() -> None:
    room = WaitingRoom(places=1, most=3, most_of_one=3, patience_s=0)
    with room.turn("ada"), pytest.raises(RefusedError), room.turn("bob"):
        pytest.fail("ada has the place")
    with pytest.raises(ZeroDivisionError), room.turn("ada"):
        raise ZeroDivisionError
    with room.turn("bob"):
        pass
