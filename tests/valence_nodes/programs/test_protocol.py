# SPDX-License-Identifier: Apache-2.0
"""Whatever comes out of the box, it is a frame, a violation, or a deadline: never a crash, never a hang."""

from __future__ import annotations

import math
import socket
import struct
import threading

import msgpack
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from valence_nodes.programs import protocol
from valence_nodes.programs.protocol import DeadlinePassed, FrameSocket, PeerGone, ProtocolViolation

# A slow machine is no mistake.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair()
    yield FrameSocket(ours, protocol.MAX_FROM_BOX_BYTES), theirs
    ours.close()
    theirs.close()


def framed(body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + body


@PATIENT
@given(st.binary(max_size=400))
def test_any_bytes_are_a_frame_or_a_violation(body):
    try:
        frame = protocol.decode(body)
    except ProtocolViolation:
        return
    assert isinstance(frame["kind"], str)


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@PATIENT
@given(st.dictionaries(st.sampled_from(["value", "text", "line"]), plain))
def test_fields_of_any_kind_are_taken_or_refused(fields):
    frame = protocol.decode(msgpack.packb({"kind": "action", **fields}))
    for take, right in (
        (lambda: protocol.finite(frame, "value"), math.isfinite),
        (lambda: protocol.text(frame, "text"), lambda got: len(got) <= protocol.MAX_TEXT),
        (lambda: protocol.line_number(frame), lambda got: got is None or got > 0),
    ):
        try:
            got = take()
        except ProtocolViolation:
            continue
        assert right(got)


@PATIENT
@given(st.text())
def test_nothing_in_a_text_steers_a_terminal(given_text):
    taken = protocol.text({"text": given_text[: protocol.MAX_TEXT]}, "text")
    assert not any(ord(one) < 0x20 and one != "\t" for one in taken)
    assert not any(0x7F <= ord(one) < 0xA0 for one in taken)


def test_marks_that_turn_the_direction_of_writing_are_taken_out():
    assert protocol.visible("\u200f\u061c\u2028\ud800") == "\ufffd\ufffd\ufffd?"
    assert protocol.text({"text": "a\u202eb\u2066c\x1b[2J"}, "text") == "a\ufffdb\ufffdc␛[2J"


@PATIENT
@given(st.text(alphabet=st.characters(), max_size=3000))
def test_any_text_of_a_program_can_be_sent(given_text):
    protocol.decode(msgpack.packb({"kind": "x", "text": protocol.sendable(given_text)}))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400, True, None, "1", b"1", [1.0]])
def test_what_is_no_finite_number(value):
    with pytest.raises(ProtocolViolation):
        protocol.finite({"value": value}, "value")


@pytest.mark.parametrize("value", [0, -1, 10**7, 1.0, True, "1"])
def test_what_is_no_line_number(value):
    with pytest.raises(ProtocolViolation):
        protocol.line_number({"line": value})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xc1",
        msgpack.packb([1, 2]),
        msgpack.packb({"no": "kind"}),
        msgpack.packb({"kind": 5}),
        msgpack.packb({5: "kind"}),
        msgpack.packb({"kind": "x"}) + b"more",
        msgpack.packb({"kind": "x", "e": msgpack.ExtType(5, b"abc")}),
        msgpack.packb({"kind": "x", "t": msgpack.Timestamp(0)}),
        msgpack.packb({str(number): 0 for number in range(100)} | {"kind": "x"}),
        msgpack.packb({"kind": "x", "l": [0] * 5000}),
        b"\xdd\xff\xff\xff\xff",  # a list that claims four thousand million entries
        b"\xdc\x0f\xff" * 20_000,  # lists in lists in lists
        b"\x91" * 60_000,
        b"\x82\xa4kind\xa1x\xa4text\xd9\x01\xff",  # a text that is not UTF-8
    ],
)
def test_malformed_frames_are_violations(body):
    with pytest.raises(ProtocolViolation):
        protocol.decode(body)


def test_frames_arrive_in_order_however_they_are_cut(pair):
    frames, theirs = pair
    data = framed(msgpack.packb({"kind": "one"})) + framed(msgpack.packb({"kind": "two"}))
    for byte in data:
        theirs.send(bytes([byte]))
    assert [frames.receive(1.0)["kind"], frames.receive(1.0)["kind"]] == ["one", "two"]


def test_a_frame_that_claims_too_much_is_refused_before_it_is_read(pair):
    frames, theirs = pair
    theirs.send(struct.pack(">I", protocol.MAX_FROM_BOX_BYTES + 1))
    with pytest.raises(ProtocolViolation, match=str(protocol.MAX_FROM_BOX_BYTES + 1)):
        frames.receive(1.0)


def test_silence_meets_the_deadline(pair):
    frames, _ = pair
    with pytest.raises(DeadlinePassed):
        frames.receive(0.05)


def test_half_a_frame_and_then_silence_meets_the_deadline(pair):
    frames, theirs = pair
    theirs.send(struct.pack(">I", 100) + b"abc")
    with pytest.raises(DeadlinePassed):
        frames.receive(0.05)


def test_bytes_that_trickle_do_not_put_off_the_deadline(pair):
    frames, theirs = pair
    theirs.send(struct.pack(">I", 60_000))
    over = threading.Event()

    def trickle() -> None:
        while not over.wait(0.005):
            theirs.send(b"x")

    thread = threading.Thread(target=trickle)
    thread.start()
    try:
        with pytest.raises(DeadlinePassed):
            frames.receive(0.1)
    finally:
        over.set()
        thread.join()


def test_an_end_that_does_not_read_meets_the_deadline(pair):
    frames, _ = pair
    with pytest.raises(DeadlinePassed):
        frames.send("observation", {"data": bytes(8_000_000)}, 0.05)


def test_a_closed_end_is_noticed_in_both_directions(pair):
    frames, theirs = pair
    theirs.close()
    assert not frames.pending()
    with pytest.raises(PeerGone):
        frames.receive(1.0)
    with pytest.raises(PeerGone):
        frames.send("x", {"data": bytes(1_000_000)}, 1.0)


def test_pending_sees_what_nobody_asked_for(pair):
    frames, theirs = pair
    assert not frames.pending()
    theirs.send(framed(msgpack.packb({"kind": "one"})) + b"\0")
    assert frames.pending()
    frames.receive(1.0)
    assert frames.pending()


def test_sockets_with_high_numbers_work(pair):
    import fcntl
    import resource

    if resource.getrlimit(resource.RLIMIT_NOFILE)[0] <= 1100:
        pytest.skip("this process may not open 1100 files")
    ours, theirs = socket.socketpair()
    with socket.socket(fileno=fcntl.fcntl(ours.fileno(), fcntl.F_DUPFD, 1050)) as high, ours, theirs:
        frames = FrameSocket(high, 100)
        theirs.send(framed(msgpack.packb({"kind": "x"})))
        assert frames.pending()
        assert frames.receive(1.0) == {"kind": "x"}
