# SPDX-License-Identifier: Apache-2.0
"""How Alembic runs the steps: on the engine that it is given."""

from __future__ import annotations

from typing import Literal

from alembic import context

import web_console.database.all_tables  # noqa: F401 - all tables are known from here on
from web_console.database.tables import Table, UtcTime


def _rendered(kind: str, one: object, _context: object) -> str | Literal[False]:
    """How a generated step writes a type of ours."""
    return "UtcTime()" if kind == "type" and isinstance(one, UtcTime) else False


with context.config.attributes["engine"].connect() as connection:
    context.configure(
        connection=connection, target_metadata=Table.metadata, render_as_batch=True, render_item=_rendered
    )
    with context.begin_transaction():
        context.run_migrations()
