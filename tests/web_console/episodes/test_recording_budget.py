# SPDX-License-Identifier: Apache-2.0
"""Which recordings go when all take too much, and how much that is."""

from __future__ import annotations

import shutil
from collections import namedtuple
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web_console.episodes.recording_budget import KEPT_OF_EACH, Recorded, budget_bytes, too_much

BEGIN = datetime(2026, 1, 1, tzinfo=timezone.utc)
Usage = namedtuple("Usage", "total used free")

histories = st.lists(
    st.tuples(
        st.sampled_from("AB"), st.sampled_from(["first_drive", "wall_follow"]), st.integers(0, 20), st.integers(1, 50),
        st.booleans(),
    ),
    max_size=40,
)  # fmt: skip


@given(histories, st.integers(0, 1000))
def test_of_any_history_the_oldest_that_may_go_go_and_no_more_than_must(
    history: list[tuple[str, str, int, int, bool]], budget: int
) -> None:
    recorded = [
        Recorded(str(number), team, mission, BEGIN + timedelta(minutes=minute), size, clearable)
        for number, (team, mission, minute, size, clearable) in enumerate(history)
    ]
    gone = too_much(recorded, budget)
    assert len(set(gone)) == len(gone)
    assert all(one.clearable for one in gone), "what is protected stays"
    stays = [one for one in recorded if one not in gone]
    for one in gone:
        newer = [
            other
            for other in stays
            if other.clearable
            and (other.team_id, other.mission) == (one.team_id, one.mission)
            and other.created_at >= one.created_at
        ]
        assert len(newer) >= KEPT_OF_EACH, "the newest of each team and mission stay"
    left = sum(one.size_bytes for one in stays)
    if gone:
        assert [one.created_at for one in gone] == sorted(one.created_at for one in gone), "the oldest first"
        assert left + gone[-1].size_bytes > budget, "no more than must"
    if left > budget:
        for team in "AB":
            for mission in ("first_drive", "wall_follow"):
                of_each = [one for one in stays if one.clearable and (one.team_id, one.mission) == (team, mission)]
                assert len(of_each) <= KEPT_OF_EACH, "all that may go has gone"


GB = 10**9


@pytest.mark.parametrize(
    ("given_gb", "used_gb", "free_gb", "may_gb"),
    [
        (None, 0, 500, 20),
        (None, 10, 20, 15),  # half of what there is for them, also when they have some of it
        (None, 29, 1, 15),
        (None, 0, 0.4, 0),
        (7, 0, 500, 7),
        (700, 10, 20, 29),  # what was given is not there: the disk is not filled for it
        (5, 2, 2, 3),
        (0.1, 0, 500, 0.1),
    ],
)
def test_recordings_take_what_was_given_or_half_of_what_there_is_and_never_all(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    given_gb: float | None,
    used_gb: float,
    free_gb: float,
    may_gb: float,
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Usage(1000 * GB, 0, round(free_gb * GB)))
    chosen = None if given_gb is None else round(given_gb * GB)
    assert budget_bytes(tmp_path, chosen, round(used_gb * GB)) == round(may_gb * GB)
