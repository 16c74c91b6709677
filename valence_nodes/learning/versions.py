# SPDX-License-Identifier: Apache-2.0
"""Folders with a folder a name and a folder a version in it (`v1`, `v2` …): how datasets and models are kept."""

from __future__ import annotations

import re
from pathlib import Path

REFERENCE = re.compile(r"(?P<name>[a-z][a-z0-9_]{0,59})(:(?P<version>[1-9][0-9]{0,5}))?", re.ASCII)
"""`NAME` or `NAME:VERSION`."""
_VERSION = re.compile(r"v([1-9][0-9]{0,5})", re.ASCII)


def names_in(folder: Path) -> list[str]:
    """Returns the names of which there is a version; none if there is no folder."""
    if not folder.is_dir():
        return []
    return sorted(one.name for one in folder.iterdir() if one.is_dir() and versions_in(folder, one.name))


def versions_in(folder: Path, name: str) -> list[int]:
    """Returns the versions of a name, rising; none if it is no name, or there is none."""
    place = folder / name
    if not REFERENCE.fullmatch(name) or not place.is_dir():
        return []
    found = (_VERSION.fullmatch(one.name) for one in place.iterdir() if one.is_dir())
    return sorted(int(one[1]) for one in found if one)
