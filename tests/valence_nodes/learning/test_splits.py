# SPDX-License-Identifier: Apache-2.0
"""Nobody is examined on what he has seen: whole groups go into one split."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from valence_nodes.learning.errors import DataError
from valence_nodes.learning.splits import SPLITS, check_no_leak, crossing_groups, split_by_group


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=13, max_size=120), st.integers(0, 5))
def test_no_group_is_ever_in_two_splits_and_each_split_has_some(groups: list[int], seed: int) -> None:
    if len(set(groups)) < 3:
        return
    splits = split_by_group(groups, [group % 2 for group in groups], seed=seed)
    assert crossing_groups(groups, splits) == []
    assert set(splits) == set(SPLITS)


def test_each_split_gets_its_share_of_rows_and_of_each_class() -> None:
    groups = [f"e{index // 10}" for index in range(1000)]
    labels = ["rare" if index // 10 % 5 == 0 else "often" for index in range(1000)]
    splits = split_by_group(groups, labels)
    rows, rare = Counter(splits), Counter(split for split, label in zip(splits, labels, strict=True) if label == "rare")
    assert [rows[one] for one in SPLITS] == [600, 200, 200]
    assert [rare[one] for one in SPLITS] == [120, 40, 40]


def test_the_order_of_the_rows_changes_nothing() -> None:
    groups = [f"e{index % 23}" for index in range(200)]
    first = dict(zip(groups, split_by_group(groups, seed=4), strict=True))
    random.Random(1).shuffle(groups)
    assert dict(zip(groups, split_by_group(groups, seed=4), strict=True)) == first


def test_too_few_groups_are_refused() -> None:
    with pytest.raises(DataError, match="2 groups, too few for 3 splits. Record more episodes"):
        split_by_group(["a", "a", "b"])
    assert set(split_by_group(["a", "b"], shares=(0.5, 0.0, 0.5))) == {"train", "test"}


@pytest.mark.parametrize("shares", [(0.5, 0.5), (0.9, 0.2, 0.1), (1.2, -0.1, -0.1)])
def test_shares_that_are_none_are_refused(shares: tuple[float, ...]) -> None:
    with pytest.raises(DataError, match="three that add up to 1"):
        split_by_group(["a", "b", "c"], shares=shares)


def test_a_leak_is_named() -> None:
    with pytest.raises(DataError, match=r"1 episode \(b\) are in more than one split"):
        check_no_leak(["a", "b", "b"], ["train", "train", "test"])
    with pytest.raises(DataError, match="no split “exam”"):
        check_no_leak(["a"], ["exam"])
