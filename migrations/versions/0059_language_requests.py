"""Create the queue of translations and interpreters."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:  # long: a schema is read table by table
    op.create_table(
        "language_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", choice("requestkind", "translation", "interpreting"), nullable=False),
        sa.Column("what", bytewise(300), nullable=False),
        sa.Column("from_language", bytewise(12), nullable=False),
        sa.Column("to_language", bytewise(12), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column(
            "state", choice("requeststate", "asked", "in_work", "done", "checked"), nullable=False
        ),
        sa.Column("worked_by", choice("workedby", "cir", "outside"), nullable=False),
        sa.Column("worker", bytewise(200), nullable=False),
        sa.Column("checker_id", sa.Uuid(), nullable=True),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("letter_id", sa.Uuid(), nullable=True),
        sa.Column("itinerary_item_id", sa.Uuid(), nullable=True),
        sa.Column("note", bytewise(2000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "from_language <> to_language",
            name=op.f("ck_language_requests_between_two_languages"),
        ),
        sa.CheckConstraint(
            "worked_by <> 'outside' OR worker <> ''",
            name=op.f("ck_language_requests_outside_named"),
        ),
        sa.CheckConstraint(
            "(state = 'checked') = (checker_id IS NOT NULL)",
            name=op.f("ck_language_requests_checked_by_one"),
        ),
        sa.ForeignKeyConstraint(
            ["checker_id"], ["users.id"], name=op.f("fk_language_requests_checker_id")
        ),
        sa.ForeignKeyConstraint(
            ["itinerary_item_id"],
            ["itinerary_items.id"],
            name=op.f("fk_language_requests_itinerary_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name=op.f("fk_language_requests_letter_id")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits.id"], name=op.f("fk_language_requests_visit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_language_requests")),
    )
    for column in ("checker_id", "itinerary_item_id", "letter_id", "visit_id"):
        name = f"ix_language_requests_{column}"
        op.create_index(name, "language_requests", [column], unique=False)
    op.create_index("ix_language_requests_due", "language_requests", ["due", "id"], unique=False)
    op.create_index(
        "ix_language_requests_state_due",
        "language_requests",
        ["state", "due", "id"],
        unique=False,
    )
