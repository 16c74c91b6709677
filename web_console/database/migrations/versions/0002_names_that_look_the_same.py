# SPDX-License-Identifier: Apache-2.0
"""Names that look the same are the same; a team may belong to no class."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from web_console.people.identity import identity

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_NAMES = (("team", "name"), ("person", "nickname"))


def upgrade() -> None:
    """Takes the step."""
    for table, name in _NAMES:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column(f"{name}_identity", sa.String(length=120), nullable=False, server_default=""))
        _identify(table, name)
        with op.batch_alter_table(table) as batch:
            batch.alter_column(f"{name}_identity", existing_type=sa.String(length=120), server_default=None)
            if table == "team":
                batch.alter_column("class_id", existing_type=sa.String(length=22), nullable=True)
            batch.drop_constraint(op.f(f"uq_{table}_class_id"), type_="unique")
            batch.create_unique_constraint(op.f(f"uq_{table}_class_id"), ["class_id", f"{name}_identity"])


def _identify(table: str, name: str) -> None:
    """Fills the new column; of names that have become one, the later ones keep what makes them differ."""
    rows = sa.table(table, sa.column("id"), sa.column("class_id"), sa.column(name), sa.column(f"{name}_identity"))
    taken = set()
    connection = op.get_bind()
    for row_id, class_id, shown in connection.execute(sa.select(rows.c.id, rows.c.class_id, rows.c[name])).all():
        value = identity(shown)
        if class_id is not None and (class_id, value) in taken:
            value = f"{value[:90]} {row_id}"
        taken.add((class_id, value))
        connection.execute(rows.update().where(rows.c.id == row_id).values({f"{name}_identity": value}))


def downgrade() -> None:
    """Takes it back; teams of no class go."""
    op.execute("DELETE FROM team WHERE class_id IS NULL")
    for table, name in reversed(_NAMES):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"uq_{table}_class_id"), type_="unique")
            batch.create_unique_constraint(op.f(f"uq_{table}_class_id"), ["class_id", name])
            batch.drop_column(f"{name}_identity")
            if table == "team":
                batch.alter_column("class_id", existing_type=sa.String(length=22), nullable=False)
