# SPDX-License-Identifier: Apache-2.0
"""The steps that bring a database up to date: they end where the models are, and lose nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text

import web_console.database.all_tables  # noqa: F401 - all tables are known from here on
from web_console.database.connection import _engine, bring_up_to_date, migration_config
from web_console.database.tables import Table


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = _engine(f"sqlite:///{tmp_path / 'console.sqlite3'}")
    yield engine
    engine.dispose()


def rows(engine: Engine, question: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(question))]


def test_the_steps_end_where_the_models_are(engine: Engine) -> None:
    bring_up_to_date(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []


def test_every_step_can_be_taken_back_and_again(engine: Engine) -> None:
    bring_up_to_date(engine)
    command.downgrade(migration_config(engine), "base")
    assert rows(engine, "SELECT name FROM sqlite_master WHERE type = 'table'") == [("alembic_version",)]
    bring_up_to_date(engine)


def fill_first_tables(engine: Engine) -> None:
    command.upgrade(migration_config(engine), "0001")
    with engine.begin() as connection:
        for statement in (
            "INSERT INTO institution VALUES ('School', 0, 'i', '2026-01-01')",
            "INSERT INTO school_class VALUES ('i', '7b', 'CODE', 1, 'c', '2026-01-01')",
            "INSERT INTO team VALUES ('c', 'Otters', 't1', '2026-01-01'), ('c', 'OTTERS', 't2', '2026-01-01')",
            "INSERT INTO person VALUES ('learner', 'Ada', 'i', 'c', 't1', NULL, NULL, 'hash', 'p', '2026-01-01')",
            "INSERT INTO program VALUES ('t1', 'first_drive', 'Mine', 0, 'g', '2026-01-01')",
        ):
            connection.execute(text(statement))


def test_names_that_look_the_same_keep_their_teams_and_all_that_hangs_on_them(engine: Engine) -> None:
    fill_first_tables(engine)
    bring_up_to_date(engine)
    assert rows(engine, "SELECT id, name, name_identity FROM team ORDER BY id") == [
        ("t1", "Otters", "otters"),
        ("t2", "OTTERS", "otters t2"),
    ]
    assert rows(engine, "SELECT nickname_identity, team_id FROM person") == [("ada", "t1")]
    assert rows(engine, "SELECT id, team_id FROM program") == [("g", "t1")]


def test_recordings_of_before_are_kept(engine: Engine) -> None:
    command.upgrade(migration_config(engine), "0003")
    with engine.begin() as connection:
        for statement in (
            "INSERT INTO team (id, name, name_identity, created_at) VALUES ('t', 'A', 'a', '2026-01-01')",
            (
                "INSERT INTO program (id, team_id, mission, name, head, created_at)"
                " VALUES ('p', 't', 'first_drive', 'Mine', 1, '2026-01-01')"
            ),
            (
                "INSERT INTO program_version (id, program_id, number, tier, text, kind, label, created_at)"
                " VALUES ('v', 'p', 1, 'code', '', 'kept', '', '2026-01-01')"
            ),
            (
                "INSERT INTO episode (id, team_id, program_id, version_id, mission, seed_name, robot, engine, pace,"
                " state, folder, verdict, problem, created_at) VALUES"
                " ('e', 't', 'p', 'v', 'first_drive', 'seed 1', 'r', 'mujoco', 1, 'ended', 'f', '', '', '2026-01-01')"
            ),
        ):
            connection.execute(text(statement))
    bring_up_to_date(engine)
    assert rows(engine, "SELECT id, recording FROM episode") == [("e", "kept")]


def test_a_step_that_fails_leaves_all_as_it_was(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    fill_first_tables(engine)
    before = rows(engine, "SELECT sql FROM sqlite_master ORDER BY name")

    def broken(name: str) -> str:
        raise RuntimeError("broken")

    monkeypatch.setattr("web_console.people.identity.identity", broken)
    with pytest.raises(RuntimeError, match="broken"):
        bring_up_to_date(engine)
    assert rows(engine, "SELECT sql FROM sqlite_master ORDER BY name") == before
    assert rows(engine, "SELECT id, team_id FROM program") == [("g", "t1")]


def test_foreign_keys_hold_again_after_the_steps(engine: Engine) -> None:
    bring_up_to_date(engine)
    assert rows(engine, "PRAGMA foreign_keys") == [(1,)]
