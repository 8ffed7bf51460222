"""Create published entries and kept feeds."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:  # long: a schema is read table by table
    op.create_table(
        "kept_feeds",
        sa.Column("key", bytewise(400), nullable=False),
        sa.Column("version", bytewise(32), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("digest", bytewise(64), nullable=False),
        sa.Column("last_modified", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_kept_feeds")),
    )
    op.create_table(
        "published_entries",
        sa.Column("uid", bytewise(255), nullable=False),
        sa.Column("language", bytewise(12), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "public",
                "staff",
                name="audience",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "anniversaries",
                "celebrations",
                "registrations",
                "visits",
                "itinerary",
                "youth",
                "tasks",
                name="entrykind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("digest", bytewise(64), nullable=False),
        sa.Column("schedule_digest", bytewise(64), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("last_modified", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "sequence >= 0", name=op.f("ck_published_entries_sequence_not_negative")
        ),
        sa.PrimaryKeyConstraint("uid", "language", "audience", name=op.f("pk_published_entries")),
    )
    op.create_index(
        "ix_published_entries_scope",
        "published_entries",
        ["language", "audience", "kind"],
        unique=False,
    )
