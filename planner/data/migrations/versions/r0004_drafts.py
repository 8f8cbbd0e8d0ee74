"""Drafts, and the plans that they were completed to."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of drafts and completions."""
    op.create_table(
        "drafts",
        sa.Column("draft", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("plan_id", sa.Integer, nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("draft", "version", name="pk_drafts"),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name="fk_drafts_plan_id_plans"),
    )
    op.create_table(
        "completions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("district_id", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_completions"),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name="fk_completions_district_id_districts"
        ),
    )
