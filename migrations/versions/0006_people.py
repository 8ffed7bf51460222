"""Create people."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:  # long: a schema is read table by table
    op.create_table(
        "people",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("affiliation", bytewise(200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("family_name", bytewise(100), nullable=False),
        sa.Column("given_name", bytewise(100), nullable=False),
        sa.Column("family_kana", bytewise(100), nullable=False),
        sa.Column("given_kana", bytewise(100), nullable=False),
        sa.Column("family_romaji", bytewise(100), nullable=False),
        sa.Column("given_romaji", bytewise(100), nullable=False),
        sa.Column("native_name", bytewise(200), nullable=False),
        sa.Column("passport_name", bytewise(200), nullable=False),
        sa.Column("honorifics", sa.JSON(), nullable=False),
        sa.Column("search_key", bytewise(1200), nullable=False),
        sa.Column("sort_key", bytewise(500), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    op.create_index(op.f("ix_people_sort_key"), "people", ["sort_key"], unique=False)
