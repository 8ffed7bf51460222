"""Create holidays and the days to avoid."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "holidays",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", bytewise(80), nullable=False),
        sa.Column("names", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("official_through", sa.Date(), nullable=True),
        sa.Column("caution", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holidays")),
        sa.UniqueConstraint("slug", name=op.f("uq_holidays_slug")),
    )
    op.create_table(
        "avoided_days",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place", bytewise(60), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("reason", bytewise(300), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("ends >= starts", name=op.f("ck_avoided_days_ends_after_starts")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_avoided_days_with_reason")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_avoided_days")),
    )
    op.create_index("ix_avoided_days_starts", "avoided_days", ["starts", "id"], unique=False)
