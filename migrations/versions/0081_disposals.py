"""Keep what a person decides about official records whose time is over."""

import sqlalchemy as sa
from alembic import op

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    with op.batch_alter_table("erasure_records") as batch:
        batch.drop_constraint(op.f("ck_erasure_records_recordedact"), type_="check")
        batch.create_check_constraint(
            op.f("ck_erasure_records_recordedact"), "kind IN ('erasure', 'purge')"
        )
    op.create_table(
        "disposal_decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "subject_kind", choice("officialkind", "visit", "letter", "agreement"), nullable=False
        ),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("decision", choice("disposal", "keep", "dispose"), nullable=False),
        sa.Column("reason", bytewise(500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", bytewise(200), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_disposal_decisions_with_reason")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal_decisions")),
    )
    columns = ["subject_kind", "subject_id", "at"]
    op.create_index("ix_disposal_decisions_subject", "disposal_decisions", columns)
