"""Announcements that were noted as made."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of announcements."""
    op.create_table(
        "announced",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("duty", sa.String(600), nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("done", sa.Boolean, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_announced"),
    )
    op.create_index("ix_announced_duty", "announced", ["duty"])
