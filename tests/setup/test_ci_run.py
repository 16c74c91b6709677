# SPDX-License-Identifier: Apache-2.0
"""`.ci/run` runs every step, fails when one fails, and says which. Its steps are stand-ins: it can't run in itself."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("ruff", "mypy", "lint-imports", "shellcheck", "python")
NPM = "docker/setup/npm.sh"
SUMMARY = "== 3 passed, 1 skipped in 1.23s =="


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with the real `.ci/run`, in which every step only notes that it ran."""
    root = tmp_path / "a clone"
    (root / ".ci").mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "run", root / ".ci" / "run")
    (root / ".venv" / "bin").mkdir(parents=True)
    stand_in(root, "valence", f"echo '{SUMMARY}'")
    for tool in TOOLS:
        stand_in(root, f".venv/bin/{tool}", "")
    (root / "docker" / "setup").mkdir(parents=True)
    stand_in(root, NPM, "")
    return root


def stand_in(root: Path, name: str, last: str) -> None:
    file = root / name
    file.write_text(f'#!/bin/sh\necho "{name} $*" >>"{root}/ran"\n{last}\n', encoding="utf-8")
    file.chmod(0o755)


def run(root: Path, *arguments: str) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    done = subprocess.run(
        [str(root / ".ci" / "run"), *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=root.parent,
        timeout=60,
    )
    return done, (root / "ran").read_text(encoding="utf-8").splitlines()


def test_every_step_runs_and_pytest_has_the_last_word(clone: Path) -> None:
    done, ran = run(clone, "-k", "two words")
    assert done.returncode == 0, done.stdout + done.stderr
    assert ran[0] == "valence test -k two words"
    assert {line.split()[0].removeprefix(".venv/bin/") for line in ran} == {"valence", NPM, *TOOLS}
    assert ".venv/bin/ruff format --check" in ran
    assert "FAILED" not in done.stdout
    assert done.stdout.splitlines()[-1] == SUMMARY


@pytest.mark.parametrize("broken", ["valence", NPM, *(f".venv/bin/{tool}" for tool in TOOLS)])
def test_one_that_fails_stops_no_other_and_is_named(clone: Path, broken: str) -> None:
    _, all_of_them = run(clone)
    (clone / "ran").unlink()
    stand_in(clone, broken, "exit 5")
    done, ran = run(clone)
    assert done.returncode != 0
    assert len(ran) == len(all_of_them)
    failed = [line for line in done.stdout.splitlines() if line.startswith("FAILED")]
    assert failed
    assert all("exit code 5" in line for line in failed)


def test_a_missing_tool_is_a_failure(clone: Path) -> None:
    for tool in TOOLS:
        (clone / ".venv" / "bin" / tool).unlink()
    done, ran = run(clone)
    assert done.returncode != 0
    assert [line for line in ran if not line.startswith(NPM)] == ["valence test"]
    assert sum(line.startswith("FAILED") for line in done.stdout.splitlines()) == 3 + len(TOOLS), (
        "ruff: two, shellcheck: three"
    )


def test_no_step_can_wait_for_somebody_to_type(clone: Path) -> None:
    stand_in(clone, "valence", "read -r word && exit 7\nexit 0")
    done = subprocess.run(
        [str(clone / ".ci" / "run")], input="typed\n", capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stdout
