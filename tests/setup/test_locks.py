# SPDX-License-Identifier: Apache-2.0
"""The lock files: complete, hashed, naming no host; and each dependency with its reason."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("requirements", "requirements-ros", "requirements-learning", "requirements-frontend", "requirements-dev")
FRONTEND = ROOT / "web_console" / "frontend"
REASONS = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")


def wanted(part: str) -> list[str]:
    """Names in a `.in` file, as written there."""
    lines = (ROOT / "docker" / f"{part}.in").read_text(encoding="utf-8").splitlines()
    return [match[0] for line in lines if (match := re.match(r"[A-Za-z0-9][\w.-]*", line))]


def locked(part: str) -> dict[str, str]:
    """Name to the whole entry, for each entry of a lock file."""
    text = (ROOT / "docker" / f"{part}.lock").read_text(encoding="utf-8").replace("\\\n", " ")
    return {line.split("==")[0]: line for line in text.splitlines() if line and not line.startswith("#")}


@pytest.mark.parametrize("part", PARTS)
def test_lock_names_no_host(part: str) -> None:
    text = (ROOT / "docker" / f"{part}.lock").read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*--(index-url|extra-index-url|find-links|trusted-host)", text, re.MULTILINE)


@pytest.mark.parametrize("part", PARTS)
def test_every_entry_is_pinned_and_hashed(part: str) -> None:
    entries = locked(part)
    assert entries
    for name, entry in entries.items():
        assert re.match(rf"{re.escape(name)}==[^ ]+ ", entry), entry[:80]
        assert "--hash=sha256:" in entry, name


@pytest.mark.parametrize("part", PARTS)
def test_lock_holds_what_is_wanted(part: str) -> None:
    assert {name.lower() for name in wanted(part)} <= set(locked(part))


def test_locks_agree_where_they_overlap() -> None:
    main = locked("requirements")
    for part in PARTS[1:]:
        for name, entry in locked(part).items():
            if name in main:
                assert entry.split()[0] == main[name].split()[0]


def test_every_dependency_has_a_reason_and_no_reason_outlives_its_dependency() -> None:
    names = {name for part in PARTS for name in wanted(part)}
    rows = [line.split("|") for line in REASONS.splitlines() if line.startswith("| `")]
    explained = {name for row in rows for name in re.findall(r"`([^`]+)`", row[1])}
    package = json.loads((FRONTEND / "package.json").read_text(encoding="utf-8"))
    names |= {*package["dependencies"], *package["devDependencies"]}
    families = {name.removesuffix("*") for name in explained if name.endswith("/*")}
    explained -= {f"{family}*" for family in families}
    assert {name for name in names if not name.startswith(tuple(families))} == explained
    assert all(len(row[2].strip()) > 10 for row in rows)


def test_the_pages_packages_are_pinned_and_hashed_and_name_no_host() -> None:
    package = json.loads((FRONTEND / "package.json").read_text(encoding="utf-8"))
    pinned = {**package["dependencies"], **package["devDependencies"]}
    assert all(re.fullmatch(r"[0-9][0-9a-z.-]*", version) for version in pinned.values()), pinned
    lock = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))
    entries = {name: entry for name, entry in lock["packages"].items() if name}
    assert {name.removeprefix("node_modules/") for name in entries} >= set(pinned)
    assert all("integrity" in entry and "resolved" not in entry for entry in entries.values())


def test_learning_packages_wait_for_the_mission_that_needs_them() -> None:
    assert not {"torch", "scikit-learn"} & (set(locked("requirements")) | set(locked("requirements-ros")))
