# SPDX-License-Identifier: Apache-2.0
"""Train, validation, test: by group, never by row, so that nobody is examined on what he has seen before.

Rows of one episode resemble one another: neighbouring pictures are nearly the same. Were some of them in training and
others in the test, a model could pass by heart. So a whole group goes into one split.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from typing import Any

from valence_nodes.learning.errors import DataError

SPLITS = ("train", "validation", "test")
SHARES = (0.6, 0.2, 0.2)
"""Of the rows, for each split."""


def split_by_group(
    groups: Sequence[Hashable],
    labels: Sequence[Hashable] | None = None,
    *,
    shares: Sequence[float] = SHARES,
    seed: int = 0,
) -> list[str]:
    """Gives each row a split, the same one to all rows of a group.

    The largest groups are placed first, each where it leaves the classes nearest to their shares (greedily, as
    scikit-learn's StratifiedGroupKFold does). The same groups, labels and seed always give the same splits, in
    whatever order the rows come.

    Args:
        groups: for each row, what it belongs to.
        labels: for each row its class, so that each split gets its share of each; None without classes.
        shares: of the rows for train, validation and test; they add up to 1.
        seed: of the order in which groups of the same size are placed.

    Raises:
        DataError: there are fewer groups than splits.
    """
    if len(shares) != len(SPLITS) or min(shares) < 0 or abs(sum(shares) - 1) > 1e-6:
        raise DataError(f"Shares {tuple(shares)} are not three that add up to 1.", "Such as 0.6, 0.2, 0.2.")
    classes = [None] * len(groups) if labels is None else list(labels)
    members: dict[Hashable, Counter[Hashable]] = defaultdict(Counter)
    for group, label in zip(groups, classes, strict=True):
        members[group][label] += 1
    wanted = [share for share in shares if share > 0]
    if len(members) < len(wanted):
        many = f"{len(members)} group{'' if len(members) == 1 else 's'}"
        raise DataError(
            f"The rows belong to {many}, too few for {len(wanted)} splits.",
            "Record more episodes: a whole one goes either into training or into the test.",
        )
    ordered = sorted(members, key=str)
    random.Random(seed).shuffle(ordered)  # noqa: S311 - not for secrets: the same seed must give the same splits
    ordered.sort(key=lambda group: -members[group].total())
    totals = Counter(classes)
    placed: dict[Hashable, str] = {}
    lacking = {
        split: {label: share * count for label, count in totals.items()}
        for split, share in zip(SPLITS, shares, strict=True)
        if share > 0
    }
    for index, group in enumerate(ordered):
        # Where there are few: so many groups are left as splits are empty, and each gets one.
        empty = [split for split in lacking if split not in placed.values()] if len(ordered) < 50 else []
        choice = empty if empty and len(ordered) - index <= len(empty) else list(lacking)
        best = max(choice, key=lambda split: _need(lacking[split], members[group]))
        placed[group] = best
        for label, count in members[group].items():
            lacking[best][label] -= count
    return [placed[group] for group in groups]


def _need(lacking: dict[Any, float], group: Counter[Any]) -> float:
    """How much a split lacks of what a group has."""
    return sum(lacking[label] * count for label, count in group.items()) / group.total()


def crossing_groups(groups: Sequence[Hashable], splits: Sequence[str]) -> list[Hashable]:
    """Returns the groups that are in more than one split: what must never be."""
    first: dict[Hashable, str] = {}
    crossing: dict[Hashable, None] = {}
    for group, split in zip(groups, splits, strict=True):
        if first.setdefault(group, split) != split:
            crossing[group] = None
    return list(crossing)


def check_no_leak(groups: Sequence[Hashable], splits: Sequence[str], what: str = "episode") -> None:
    """Makes sure that each group is in one split only.

    Args:
        groups: for each row, what it belongs to.
        splits: for each row, where it is.
        what: a group is called.

    Raises:
        DataError: a group crosses splits, or there is no such split.
    """
    unknown = set(splits) - set(SPLITS)
    if unknown:
        raise DataError(f"There is no split “{str(min(unknown, key=str))[:40]}”.", f"There are: {', '.join(SPLITS)}.")
    crossing = crossing_groups(groups, splits)
    if crossing:
        shown = ", ".join(str(one)[:40] for one in crossing[:3])
        raise DataError(
            f"{len(crossing)} {what}{'' if len(crossing) == 1 else 's'} ({shown}) are in more than one split: a model "
            "would be tested on what it had seen in training.",
            "Split by whole groups; `lab.split` does.",
        )
