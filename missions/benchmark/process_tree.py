# SPDX-License-Identifier: Apache-2.0
"""Which processes descend from a process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def descendants(pid: int) -> Iterator[int]:
    """Process ids of all children, and theirs; one that ends while we look is left out."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
    except (FileNotFoundError, ProcessLookupError):
        return
    for task in tasks:
        try:
            children = (task / "children").read_text(encoding="ascii").split()
        except (FileNotFoundError, ProcessLookupError):
            continue  # This thread ended between the listing and the reading.
        for child in map(int, children):
            yield child
            yield from descendants(child)
