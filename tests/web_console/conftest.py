# SPDX-License-Identifier: Apache-2.0
"""The console's server in a folder of its own, and people who are logged in to it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from missions import spec
from tests.web_console.console import Console, running_console
from tests.web_console.lab import Lab, Someone
from web_console.database.connection import Database
from web_console.server.app import create_app
from web_console.server.settings import Settings


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with all tables and no rows: to make one takes longer than most tests."""
    home = tmp_path_factory.mktemp("empty")
    Database(Settings(home=home).database).close()
    return home / "console.sqlite3"


@pytest.fixture
def settings(tmp_path: Path, empty_database: Path) -> Settings:
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(empty_database, home)
    return Settings(home=home)


@pytest.fixture
def lab(settings: Settings) -> Iterator[Lab]:
    app = create_app(settings)
    with TestClient(app):
        yield Lab(app)


@pytest.fixture
def ada(lab: Lab) -> Someone:
    """A learner of the team “Foxes”."""
    return lab.person("Ada", lab.team("Foxes"))


@pytest.fixture
def bob(lab: Lab, ada: Someone) -> Someone:
    """Another learner of Ada's team."""
    return lab.person("Bob", ada.team_id)


@pytest.fixture
def eve(lab: Lab, ada: Someone) -> Someone:
    """A learner of another team of the same class."""
    return lab.person("Eve", lab.team("Owls"))


@pytest.fixture
def teacher(lab: Lab, ada: Someone) -> Someone:
    """The teacher of the class, with a team to try things out."""
    return lab.person("Mx Gray", lab.team("Teachers"), "teacher")


@pytest.fixture
def own_catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty catalogue of missions in the place of the lab's."""
    folder = tmp_path / "catalog"
    folder.mkdir()
    monkeypatch.setattr(spec, "CATALOG", folder)
    return folder


@pytest.fixture
def console(tmp_path: Path) -> Iterator[Console]:
    """A console that runs, as its accounts are tested."""
    with running_console(tmp_path) as running:
        yield running
