# SPDX-License-Identifier: Apache-2.0
"""Episodes know whether their recording is kept, or has made room for newer ones."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Takes the step: so far, every recording was kept."""
    with op.batch_alter_table("episode", schema=None) as batch_op:
        batch_op.add_column(sa.Column("recording", sa.String(length=16), nullable=False, server_default="kept"))
        batch_op.create_index(batch_op.f("ix_episode_recording"), ["recording"], unique=False)


def downgrade() -> None:
    """Takes it back."""
    with op.batch_alter_table("episode", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_episode_recording"))
        batch_op.drop_column("recording")
