# SPDX-License-Identifier: Apache-2.0
"""How episodes are written down, also when the database does not take it at first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from tests.web_console.console import Console, running_console
from web_console.database.connection import Database
from web_console.episodes.books import DatabaseBooks
from web_console.episodes.models import Episode
from web_console.episodes.performance import Practice
from web_console.programs.models import Program, ProgramVersion


class FullFor(Database):
    """A database that is full for so many writes."""

    def __init__(self, real: Database, times: int) -> None:
        self._real, self.times = real, times

    @contextmanager
    def session(self) -> Iterator[Session]:
        if self.times > 0:
            self.times -= 1
            raise OperationalError("UPDATE", {}, Exception("database or disk is full"))
        with self._real.session() as session:
            yield session


@pytest.fixture
def console(tmp_path: Path) -> Iterator[Console]:
    with running_console(tmp_path) as running:
        yield running


@pytest.fixture
def episode(console: Console) -> Practice:
    """An episode that waits."""
    team_id = console.learner(console.school_class()).team_id
    with console.database.session() as session:
        program = Program(team_id=team_id, mission="first_drive", name="p", head=1)
        session.add(program)
        session.flush()
        version = ProgramVersion(program_id=program.id, number=1, tier="code", text="", kind="kept")
        session.add(version)
        session.flush()
        row = Episode(
            team_id=team_id, program_id=program.id, version_id=version.id, mission="first_drive", seed=1,
            seed_name="seed 1", robot="r", engine="mujoco", pace=0.0,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return Practice(row.id, team_id, "first_drive", "", "p.py", 1, "r", "mujoco", 0.0, Path())


def state_of(console: Console, episode: Practice) -> tuple[str, str]:
    with console.database.session() as session:
        row = session.get_one(Episode, episode.episode_id)
        assert (row.ended_at is not None) == (row.state not in ("waiting", "running"))
        return row.state, row.problem


def test_an_end_that_a_full_disk_does_not_take_is_written_when_there_is_room(
    console: Console, episode: Practice
) -> None:
    full = FullFor(console.database, 3)
    DatabaseBooks(full, try_again_s=0).failed(episode, "It hangs.")
    assert full.times == 0
    assert state_of(console, episode) == ("failed", "It hangs.")


def test_nothing_waits_for_room_when_the_server_ends(console: Console, episode: Practice) -> None:
    books = DatabaseBooks(FullFor(console.database, 2), try_again_s=3600)
    books.close()
    with pytest.raises(OperationalError):
        books.failed(episode, "It hangs.")
    assert state_of(console, episode) == ("waiting", "")


def test_only_what_waits_is_called_off_and_what_is_called_off_does_not_begin(
    console: Console, episode: Practice
) -> None:
    books = DatabaseBooks(console.database)
    books.called_off(episode)
    assert state_of(console, episode) == ("stopped", "")
    assert not books.started(episode)


def test_what_has_begun_is_not_called_off(console: Console, episode: Practice) -> None:
    books = DatabaseBooks(console.database)
    assert books.started(episode)
    books.called_off(episode)
    assert state_of(console, episode) == ("running", "")
