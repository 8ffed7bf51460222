"""Ask the division about pupils who may be one child, and count a merged person once."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_STATES = ("open", "different", "same", "merged")


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:  # long: a schema is read table by table
    with op.batch_alter_table("pupils") as batch:
        batch.add_column(sa.Column("merged_into_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_pupils_merged_into_id"), "pupils", ["merged_into_id"], ["id"]
        )
        batch.create_index(op.f("ix_pupils_merged_into_id"), ["merged_into_id"])
    op.create_table(
        "duplicates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.Column("state", choice("duplicatestate", *_STATES), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("first_id <> second_id", name=op.f("ck_duplicates_two_pupils")),
        sa.ForeignKeyConstraint(["first_id"], ["pupils.id"], name=op.f("fk_duplicates_first_id")),
        sa.ForeignKeyConstraint(["second_id"], ["pupils.id"], name=op.f("fk_duplicates_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicates")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_duplicates_first_id_second_id")),
    )
    op.create_index(op.f("ix_duplicates_second_id"), "duplicates", ["second_id"])
    op.create_index("ix_duplicates_state_created_at", "duplicates", ["state", "created_at"])
    op.create_table(
        "duplicate_decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("duplicate_id", sa.Uuid(), nullable=False),
        sa.Column("previous", choice("previous_state", *_STATES), nullable=False),
        sa.Column("state", choice("duplicatestate", *_STATES), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", bytewise(200), nullable=False),
        sa.Column("reason", bytewise(500), nullable=False),
        sa.Column("kept_ids", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("joined_ids", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["duplicate_id"], ["duplicates.id"], name=op.f("fk_duplicate_decisions_duplicate_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_decisions")),
    )
    op.create_index(
        "ix_duplicate_decisions_duplicate_id_at", "duplicate_decisions", ["duplicate_id", "at"]
    )
    op.create_table(
        "same_persons",
        sa.Column("digest", bytewise(64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("same_as", bytewise(64), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("from_year", sa.Integer(), nullable=False),
        sa.Column("until_year", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "until_year >= from_year", name=op.f("ck_same_persons_until_after_from")
        ),
        sa.PrimaryKeyConstraint("digest", "number", name=op.f("pk_same_persons")),
    )
