# SPDX-License-Identifier: Apache-2.0
"""How Alembic runs the steps: on the engine that it is given."""

from __future__ import annotations

from typing import Literal

from alembic import context
from sqlalchemy import Connection

import web_console.database.all_tables  # noqa: F401 - all tables are known from here on
from web_console.database.tables import Table, UtcTime


def _rendered(kind: str, one: object, _context: object) -> str | Literal[False]:
    """How a generated step writes a type of ours."""
    return "UtcTime()" if kind == "type" and isinstance(one, UtcTime) else False


def _take_steps(connection: Connection) -> None:
    """Takes the steps, all or none."""
    sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=Table.metadata,
        render_as_batch=True,
        render_item=_rendered,
        transactional_ddl=True,
    )
    if not sqlite:
        with context.begin_transaction():
            context.run_migrations()
        return
    # SQLite changes a table by making it anew, and the old one's end would take along all that hangs on its rows.
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    connection.commit()
    with connection.begin():
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # its driver would begin with the first row only
        context.run_migrations()
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise RuntimeError(f"a step would leave a row of “{broken[0]}” without what it belongs to")
    connection.exec_driver_sql("PRAGMA foreign_keys=ON")


with context.config.attributes["engine"].connect() as _connection:
    _take_steps(_connection)
