"""Reports of what sessions brought, and which of them count."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of reports and of rulings on them."""
    op.create_table(
        "outcomes",
        sa.Column("report", sa.String(64), nullable=False),
        sa.Column("session", sa.String(300), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("received_at", sa.DateTime, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("report", name="pk_outcomes"),
    )
    op.create_table(
        "rulings",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("session", sa.String(300), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("report", sa.String(64), nullable=False),
        sa.Column("among", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rulings"),
        sa.ForeignKeyConstraint(["report"], ["outcomes.report"], name="fk_rulings_report_outcomes"),
    )
