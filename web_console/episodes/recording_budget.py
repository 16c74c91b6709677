# SPDX-License-Identifier: Apache-2.0
"""How much of the disk recordings may take, and which of them go when they take more."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from missions.episode.episode_files import RECORDING_FILE
from web_console.server.disk_room import LEFT_FREE_BYTES

DEFAULT_BYTES = 20_000_000_000

KEPT_OF_EACH = 5
"""The newest practice episodes of a team and mission whose recordings stay, whatever the budget."""


@dataclass(frozen=True)
class Recorded:
    """An episode with a recording.

    Attributes:
        episode_id: of the episode.
        team_id: whose it is.
        mission: its name.
        created_at: when it was asked for.
        size_bytes: of its recording and of all that was made from it.
        clearable: it is practice, is over, and is no part of the demo.
    """

    episode_id: str
    team_id: str
    mission: str
    created_at: datetime
    size_bytes: int
    clearable: bool


def too_much(recorded: Iterable[Recorded], budget_bytes: int) -> list[Recorded]:
    """The recordings to clear, the oldest first, until the rest fits; fewer if no more may go.

    Args:
        recorded: all episodes with a recording.
        budget_bytes: that all may take together.
    """
    newest_first = sorted(recorded, key=lambda one: (one.created_at, one.episode_id), reverse=True)
    over_bytes = sum(one.size_bytes for one in newest_first) - budget_bytes
    newer: Counter[tuple[str, str]] = Counter()
    may_go = []
    for one in newest_first:
        if not one.clearable:
            continue
        newer[one.team_id, one.mission] += 1
        if newer[one.team_id, one.mission] > KEPT_OF_EACH:
            may_go.append(one)
    found = []
    for one in reversed(may_go):
        if over_bytes <= 0:
            break
        found.append(one)
        over_bytes -= one.size_bytes
    return found


def budget_bytes(home: Path, given_bytes: int | None, used_bytes: int) -> int:
    """How much recordings may take now: what was given, or the smaller of 20 GB and half of what there is for them.

    Never so much that the disk would be too full to run an episode (`server/disk_room.py`).

    Args:
        home: the lab's folder.
        given_bytes: what whoever runs the lab chose.
        used_bytes: what recordings take now.
    """
    for_them = shutil.disk_usage(home).free + used_bytes
    chosen = min(DEFAULT_BYTES, for_them // 2) if given_bytes is None else given_bytes
    return max(0, min(chosen, for_them - 2 * LEFT_FREE_BYTES))


def recording_files(folder: Path) -> list[Path]:
    """What of an episode's folder is its recording: first what was made from it, then the file itself.

    Args:
        folder: of the episode.
    """
    recording = folder / RECORDING_FILE
    made = sorted(folder.glob("frames-*.bin*"))
    return [*made, *([recording] if recording.is_file() else [])]


def size_bytes(folder: Path) -> int:
    """What an episode's recording takes, 0 if there is none.

    Args:
        folder: of the episode.
    """
    total = 0
    for file in recording_files(folder):
        try:
            total += file.lstat().st_size
        except FileNotFoundError:  # a part that was renamed meanwhile
            continue
    return total
