# SPDX-License-Identifier: Apache-2.0
"""What CI checks besides tests and linters, and that it names all that failed."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

CI = Path(__file__).resolve().parents[2] / ".ci"
NOWHERE = re.compile("(?!)")


@pytest.fixture(scope="module")
def rules() -> ModuleType:
    spec = importlib.util.spec_from_file_location("house_rules", CI / "house_rules.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "line",
    ["index = 'https://" + "py" + "pi.org/simple'", "see https://registry." + "npm" + "js.org", "/ho" + "me/anna/lab/"],
)
def test_a_machine_or_a_registry_is_found_with_its_line(rules: ModuleType, line: str) -> None:
    (found,) = rules.breaches("a/b.md", f"one\n{line}\n", clone=NOWHERE)
    assert found.startswith("a/b.md:2: ")


def test_a_path_into_the_clone_is_found(rules: ModuleType) -> None:
    clone = re.compile(re.escape("/somewhere/valence/") + r"\w")
    assert len(rules.breaches("x.yaml", "a: /somewhere/valence/worlds", clone=clone)) == 1
    assert rules.breaches("x.yaml", "a: somewhere/valence/worlds", clone=clone) == []


@pytest.mark.parametrize(
    "line", ["~/valence", "/usr/lib", "$HOME/lab", "/home/user/lab", "docs.ros.org", "/lab/packages"]
)
def test_what_is_fine_is_not_blamed(rules: ModuleType, line: str) -> None:
    assert rules.breaches("a.md", line, clone=NOWHERE) == []


def test_a_module_may_have_400_lines_and_no_more(rules: ModuleType) -> None:
    assert rules.breaches("a.py", "x\n" * 400, clone=NOWHERE) == []
    (found,) = rules.breaches("a.py", "x\n" * 401, clone=NOWHERE)
    assert found.startswith("a.py:401: has 401 lines")
    assert rules.breaches("a.json", "x\n" * 5000, clone=NOWHERE) == []


@pytest.mark.parametrize(("broken", "code"), [(None, 0), ("valence", 1), ("ruff", 1), ("lint-imports", 1)])
def test_ci_runs_every_step_and_names_what_failed(tmp_path: Path, broken: str | None, code: int) -> None:
    (tmp_path / ".ci").mkdir()
    shutil.copy(CI / "run", tmp_path / ".ci" / "run")
    tools = tmp_path / ".venv" / "bin"
    tools.mkdir(parents=True)
    for place in (tmp_path / "valence", *(tools / name for name in ("ruff", "mypy", "lint-imports", "python"))):
        place.write_text(f"#!/bin/sh\necho ran {place.name} $*\nexit {int(place.name == broken)}\n", encoding="utf-8")
        place.chmod(0o755)
    (tmp_path / "valence").write_text(
        f"#!/bin/sh\necho '==== 7 passed, 1 skipped in 3.21s ===='\nexit {int(broken == 'valence')}\n", encoding="utf-8"
    )
    done = subprocess.run(
        [tmp_path / ".ci" / "run"], capture_output=True, text=True, check=False, cwd="/", env=dict(os.environ)
    )
    assert done.returncode == code
    assert done.stdout.splitlines()[-1] == "==== 7 passed, 1 skipped in 3.21s ===="
    for step in ("ruff check", "ruff format --check", "mypy", "lint-imports", "python -I .ci/house_rules.py"):
        assert f"ran {step}" in done.stdout
    summary = done.stdout.partition("=== Summary")[2]
    assert summary.count("FAILED") == {None: 0, "ruff": 2}.get(broken, 1)
