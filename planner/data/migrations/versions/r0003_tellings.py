"""Who was told of a revision by telephone."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of ticks on call lists."""
    op.create_table(
        "tellings",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("feed", sa.String(300), nullable=False),
        sa.Column("told", sa.Boolean, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tellings"),
        sa.ForeignKeyConstraint(
            ["revision"], ["revisions.number"], name="fk_tellings_revision_revisions"
        ),
    )
