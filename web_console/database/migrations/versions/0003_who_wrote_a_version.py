# SPDX-License-Identifier: Apache-2.0
"""Versions know the page that wrote them, and when its series of autosaves began."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from web_console.database.tables import UtcTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Takes the step."""
    with op.batch_alter_table("program_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("writer", sa.String(length=44), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("began_at", UtcTime(), nullable=True))


def downgrade() -> None:
    """Takes it back."""
    with op.batch_alter_table("program_version", schema=None) as batch_op:
        batch_op.drop_column("began_at")
        batch_op.drop_column("writer")
