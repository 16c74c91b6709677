# SPDX-License-Identifier: Apache-2.0
"""The channel between the lab's own processes."""

from __future__ import annotations

import os
import resource
import socket
from contextlib import ExitStack

import pytest

from valence_nodes.control_channel import ChannelClosedError, ControlChannel


@pytest.fixture
def ends() -> tuple[ControlChannel, ControlChannel]:
    ours, theirs = ControlChannel.pair()
    return ours, ControlChannel(theirs)


def test_messages_arrive_whole_and_in_order(ends: tuple[ControlChannel, ControlChannel]) -> None:
    ends[0].send("one", text="äöü\n“quoted”", number=0.1)
    ends[0].send("two", values=[1, None, True])
    assert ends[1].receive(1.0) == {"kind": "one", "text": "äöü\n“quoted”", "number": 0.1}
    assert ends[1].receive(1.0) == {"kind": "two", "values": [1, None, True]}


def test_nothing_in_time_is_none(ends: tuple[ControlChannel, ControlChannel]) -> None:
    assert ends[0].receive(0.0) is None


def test_a_file_handle_travels_with_its_message(ends: tuple[ControlChannel, ControlChannel]) -> None:
    reader, writer = os.pipe()
    ends[0].send("take", handles=(writer,))
    os.close(writer)
    assert ends[1].receive(1.0) == {"kind": "take"}
    taken = ends[1].take_handle()
    os.write(taken, b"through")
    os.close(taken)
    assert os.read(reader, 100) == b"through"
    os.close(reader)


def test_a_missing_file_handle_is_named(ends: tuple[ControlChannel, ControlChannel]) -> None:
    with pytest.raises(ChannelClosedError, match="file descriptor"):
        ends[0].take_handle()


def test_a_closed_end_is_noticed_on_both_ways(ends: tuple[ControlChannel, ControlChannel]) -> None:
    ends[1].close()
    with pytest.raises(ChannelClosedError):
        ends[0].receive(1.0)
    with pytest.raises(ChannelClosedError):
        for _ in range(1000):
            ends[0].send("x")


def test_what_is_no_object_is_refused() -> None:
    left, right = socket.socketpair()
    left.sendall(b"[1, 2]\n")
    with pytest.raises(ChannelClosedError, match="not an object"):
        ControlChannel(right).receive(1.0)
    left.close()


def test_a_channel_works_in_a_process_with_very_many_open_files() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 1100:
        pytest.skip("this machine allows too few open files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 1100), hard))
    with ExitStack() as stack:
        stack.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        for _ in range(1024):
            stack.callback(os.close, os.open(os.devnull, os.O_RDONLY))
        ours, theirs = ControlChannel.pair()
        other = ControlChannel(theirs)
        assert ours.fileno() >= 1024
        other.send("hello")
        assert ours.receive(1.0) == {"kind": "hello"}
        assert ours.receive(0.0) is None
        ours.close()
        other.close()
