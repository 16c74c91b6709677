# SPDX-License-Identifier: Apache-2.0
"""The connection to the database, and the steps that bring it up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from worlds.errors import HintedError

_MIGRATIONS = Path(__file__).resolve().parent / "migrations"
_WAIT_MS = 10_000


class UnusableDatabaseError(HintedError):
    """The database can't be used."""


class Database:
    """A database, up to date."""

    def __init__(self, url: str) -> None:
        """Opens it, makes it if there is none, and brings it up to date.

        Args:
            url: as SQLAlchemy takes it.

        Raises:
            UnusableDatabaseError: it can't be opened, or is newer than this lab.
        """
        try:
            self.engine = _engine(url)
            bring_up_to_date(self.engine)
        except CommandError as error:  # Alembic's, of a step that it does not know
            raise UnusableDatabaseError(
                f"The database {_shown(url)} was made by a newer lab.", f"Update the lab. ({error})"
            ) from error
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error)[:200]
            raise UnusableDatabaseError(
                f"The database {_shown(url)} can't be used: {reason}.",
                "If it is damaged, put a copy of it back, or move it away: the lab then makes a new one.",
            ) from error
        self._session = sessionmaker(self.engine, expire_on_commit=False)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session whose changes are kept when it ends well, and undone when not."""
        with self._session() as session, session.begin():
            yield session

    def close(self) -> None:
        """Closes all connections."""
        self.engine.dispose()


def _shown(url: str) -> str:
    """An address without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except SQLAlchemyError:
        return "address"


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    # What people typed, and hashes of passwords, must not come into a log with an error's text.
    waits = {"check_same_thread": False, "timeout": _WAIT_MS / 1000}
    engine = create_engine(url, connect_args=waits, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        # Readers and one writer at once; foreign keys as every other database has them.
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", f"busy_timeout={_WAIT_MS}"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def migration_config(engine: Engine) -> Config:
    """Alembic's configuration for a database."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["engine"] = engine
    return config


def bring_up_to_date(engine: Engine) -> None:
    """Takes all steps that the database lacks."""
    command.upgrade(migration_config(engine), "head")
