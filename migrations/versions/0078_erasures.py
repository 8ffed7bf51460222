"""Let a pupil be erased, and keep the record of what went."""

import sqlalchemy as sa
from alembic import op

revision = "0078"
down_revision = "0077"
branch_labels = None
depends_on = None

EMPTY = (
    "erased_at IS NULL OR (given_name = '' AND family_kana = '' AND given_kana = ''"
    " AND family_romaji = '' AND given_romaji = '' AND native_name = '' AND passport_name = ''"
    " AND search_key = '' AND sort_key = '' AND gender IS NULL AND birth_date = '1900-01-01')"
)


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    with op.batch_alter_table("pupils") as batch:
        batch.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_check_constraint(op.f("ck_pupils_erased_is_empty"), EMPTY)
    op.create_table(
        "erasure_records",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", choice("recordedact", "erasure", "purge", "disposal"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", bytewise(200), nullable=False),
        sa.Column("reason", bytewise(500), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_records")),
    )
    op.create_index("ix_erasure_records_at", "erasure_records", ["at", "id"])
