# SPDX-License-Identifier: Apache-2.0
"""A console with a database of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web_console.console import Console, running_console


@pytest.fixture
def console(tmp_path: Path) -> Iterator[Console]:
    """A console that runs."""
    with running_console(tmp_path) as running:
        yield running
