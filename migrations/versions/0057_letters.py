"""Create the log of letters, with what answers what."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

KINDS = (
    "invitation",
    "thanks",
    "congratulation",
    "sympathy",
    "condolence",
    "new_year",
    "enquiry",
    "other",
)


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:  # long: a schema is read table by table
    op.create_table(
        "letters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("direction", choice("letterdirection", "out", "in"), nullable=False),
        sa.Column("kind", choice("letterkind", *KINDS), nullable=False),
        sa.Column("number", bytewise(60), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("counterpart", bytewise(200), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("text", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("answers_id", sa.Uuid(), nullable=True),
        sa.Column("state", choice("letterstate", "open", "answered", "no_answer"), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("sort_day", sa.Date(), nullable=False),
        sa.Column("note", bytewise(2000), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "person_id IS NOT NULL OR counterpart <> ''",
            name=op.f("ck_letters_counterpart_named"),
        ),
        sa.CheckConstraint("due IS NULL OR due >= day", name=op.f("ck_letters_due_after_day")),
        sa.CheckConstraint(
            "state <> 'no_answer' OR due IS NULL", name=op.f("ck_letters_no_answer_not_due")
        ),
        sa.CheckConstraint("answers_id <> id", name=op.f("ck_letters_answers_another")),
        sa.ForeignKeyConstraint(["answers_id"], ["letters.id"], name=op.f("fk_letters_answers_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_letters_owner_id")),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.id"], name=op.f("fk_letters_partner_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_letters_person_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_letters_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
    )
    op.create_index("ix_letters_answers_id", "letters", ["answers_id"], unique=False)
    op.create_index("ix_letters_day", "letters", ["day", "id"], unique=False)
    op.create_index("ix_letters_owner_id", "letters", ["owner_id"], unique=False)
    op.create_index("ix_letters_partner_id_day", "letters", ["partner_id", "day"], unique=False)
    op.create_index("ix_letters_person_id", "letters", ["person_id"], unique=False)
    op.create_index(
        "ix_letters_state_sort_day", "letters", ["state", "sort_day", "id"], unique=False
    )
    op.create_index("ix_letters_visit_id", "letters", ["visit_id"], unique=False)
