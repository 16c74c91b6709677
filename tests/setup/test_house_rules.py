# SPDX-License-Identifier: Apache-2.0
"""The house rules of `.ci/house_rules.py` find what they are for, and nothing else."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
# In parts, so that this file keeps the rules itself.
INDEX = "py" + "pi.org"
SOMEBODY = "/ho" + "me/maria/lab"


@pytest.fixture(scope="module")
def rules() -> ModuleType:
    spec = importlib.util.spec_from_file_location("house_rules", ROOT / ".ci" / "house_rules.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"fetch https://{INDEX}/simple", "registry"),
        (f"fetch https://files.{INDEX.upper()}/", "registry"),
        (f"path = '{SOMEBODY}/file.txt'", "folder"),
        (f"open('{ROOT}/README.md')", "clone"),
    ],
)
def test_a_breach_is_named_with_its_line(rules: ModuleType, text: str, said: str) -> None:
    (found,) = rules.breaches("worlds/some.py", f"# fine\n{text}\n")[:1]
    assert found.startswith("worlds/some.py:2: ")
    assert said in found


@pytest.mark.parametrize(
    "text",
    [
        "see docs.python.org",
        "/opt/ros/jazzy/setup.sh",
        "~/valence and $HOME/valence",
        "tests/home/maria/lab",
        "a mypypi and organ",
    ],
)
def test_what_is_allowed_is_not_named(rules: ModuleType, text: str) -> None:
    assert rules.breaches("docs/some.md", text) == []


def test_only_modules_may_not_grow_long(rules: ModuleType) -> None:
    most = "x = 1\n" * rules.MAX_LINES
    assert rules.breaches("worlds/some.py", most) == []
    (found,) = rules.breaches("worlds/some.py", most + "x = 1\n")
    assert "401 lines" in found
    assert rules.breaches("docker/some.lock", most * 10) == []
