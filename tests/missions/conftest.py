# SPDX-License-Identifier: Apache-2.0
"""Every test of this room has a lab of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from missions.lab_home import LAB_HOME_VARIABLE


@pytest.fixture
def own_lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh folder as the lab's home."""
    folder = tmp_path / "lab"
    monkeypatch.setenv(LAB_HOME_VARIABLE, str(folder))
    return folder
