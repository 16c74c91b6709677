# SPDX-License-Identifier: Apache-2.0
"""How often somebody may do something."""

from __future__ import annotations

from typing import Annotated

import pytest
from fastapi import Depends, Request
from hypothesis import given
from hypothesis import strategies as st

from tests.web_console.console import Console
from web_console.access.rate_limit import RateLimit, Tries, address
from web_console.server import rate_limits
from web_console.server.rate_limits import Rate, RateLimits

RATE = Rate(burst=3, per_minute=6)
ONCE = RateLimit("x", burst=1, per_minute=1, by_address=True)


class Clock:
    def __init__(self) -> None:
        self.time_s = 1000.0

    def __call__(self) -> float:
        return self.time_s


def test_after_the_burst_one_waits_for_the_next_token() -> None:
    clock = Clock()
    limits = RateLimits(clock)
    assert [limits.take("x", "ada", RATE) for _ in range(5)] == [0, 0, 0, 10, 10]
    clock.time_s += 9.5
    assert limits.take("x", "ada", RATE) == pytest.approx(0.5)
    clock.time_s += 0.5
    assert limits.take("x", "ada", RATE) == 0
    clock.time_s += 1e6
    assert [limits.take("x", "ada", RATE) for _ in range(4)] == [0, 0, 0, 10], "rest is not saved up"


def test_everybody_and_everything_has_a_bucket_of_its_own() -> None:
    limits = RateLimits(Clock())
    for _ in range(4):
        limits.take("x", "ada", RATE)
    assert limits.take("x", "bo", RATE) == 0
    assert limits.take("y", "ada", RATE) == 0


def test_wrong_guesses_cost_more_but_debts_are_bounded() -> None:
    clock = Clock()
    limits = RateLimits(clock)
    limits.take("x", "ada", RATE)
    for _ in range(100):
        limits.charge("x", "ada", RATE, 5)
    assert limits.take("x", "ada", RATE) == 40
    clock.time_s += 40
    assert limits.take("x", "ada", RATE) == 0


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limits, "_MOST_BUCKETS", 10)
    limits = RateLimits(Clock())
    for _ in range(3):
        limits.take("x", "ada", RATE)
    for number in range(100):
        limits.take("x", str(number), RATE)
        assert limits.take("x", "ada", RATE) > 0, "who is busy is not forgotten"
    assert len(limits._buckets) == 10


@given(st.lists(st.floats(0, 30), max_size=40))
def test_no_pattern_gets_more_than_the_rate(pauses_s: list[float]) -> None:
    clock = Clock()
    limits = RateLimits(clock)
    taken = 0
    for pause_s in pauses_s:
        clock.time_s += pause_s
        taken += limits.take("x", "ada", RATE) == 0
    assert taken <= RATE.burst + sum(pauses_s) * RATE.per_minute / 60 + 1e-6


@pytest.mark.parametrize(
    ("host", "who"),
    [
        ("10.0.0.7", "10.0.0.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:10.0.0.7", "10.0.0.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_one_network_is_one_address(host: str, who: str) -> None:
    assert address(Request({"type": "http", "client": (host, 1), "headers": []})) == who
    assert address(Request({"type": "http", "client": None, "headers": []})) == ""


def test_people_are_counted_by_person_and_not_by_address(console: Console) -> None:
    limit = RateLimit("episodes", burst=2, per_minute=1)

    @console.app.get("/api/limited", dependencies=[Depends(limit)])
    def limited() -> dict[str, str]:
        return {}

    code = console.school_class()
    ada, bo = console.learner(code), console.learner(code)
    assert [ada.get("/api/limited").status_code for _ in range(3)] == [200, 200, 429]
    assert bo.get("/api/limited").status_code == 200
    again = console.visitor(client=("10.0.0.9", 1))
    again.post("/api/session/rejoin", json={"key": ada.key})
    assert again.get("/api/limited").status_code == 429, "another browser is the same person"


def test_an_address_cannot_be_made_up(console: Console) -> None:
    @console.app.get("/api/limited")
    def limited(tries: Annotated[Tries, Depends(ONCE)]) -> str:
        return tries.who

    first = console.visitor().get("/api/limited", headers={"x-forwarded-for": "10.1.1.1", "forwarded": "for=10.1.1.1"})
    assert first.json() == "testclient"
    assert console.visitor().get("/api/limited", headers={"x-forwarded-for": "10.1.1.2"}).status_code == 429
