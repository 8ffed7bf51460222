"""Keep that an official record was really disposed of: when, how, and who noted it."""

import sqlalchemy as sa
from alembic import op

revision = "0103"
down_revision = "0102"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    means = ("shredded", "dissolved", "burnt", "deleted", "transferred", "other")
    op.create_table(
        "disposals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("disposed_on", sa.Date(), nullable=False),
        sa.Column("means", choice("disposalmeans", *means), nullable=False),
        sa.Column("remark", bytewise(500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", bytewise(200), nullable=False),
        sa.CheckConstraint(
            "means <> 'other' OR remark <> ''", name=op.f("ck_disposals_other_with_remark")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["disposal_decisions.id"], name=op.f("fk_disposals_decision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposals")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_disposals_decision_id")),
    )
