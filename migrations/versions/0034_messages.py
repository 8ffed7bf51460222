"""Let the division and schools write to each other."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "school_messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=True),
        sa.Column("from_school", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author_name", bytewise(200), nullable=False),
        sa.Column("text", bytewise(2000), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_by", bytewise(200), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(read_at IS NULL) = (read_by IS NULL)", name=op.f("ck_school_messages_read_whole")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_school_messages_edition_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_school_messages_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_messages")),
    )
    op.create_index(op.f("ix_school_messages_edition_id"), "school_messages", ["edition_id"])
    op.create_index("ix_school_messages_read_at", "school_messages", ["read_at", "from_school"])
    op.create_index(
        "ix_school_messages_school_id_written_at",
        "school_messages",
        ["school_id", "written_at", "id"],
    )
