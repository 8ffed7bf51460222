"""Create pupils' reports and achievements."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def listed(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def row_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
    ]


def upgrade() -> None:
    _create_reports()
    _create_achievements()


def _create_reports() -> None:
    op.create_table(
        "pupil_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("source", listed("reportsource", "school", "guardian"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by", bytewise(200), nullable=False),
        *row_columns(),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_pupil_reports_registration_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pupil_reports")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_pupil_reports_registration_id")),
    )


def _create_achievements() -> None:
    kinds = ("presentation", "award", "press", "other")
    op.create_table(
        "achievements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("kind", listed("achievementkind", *kinds), nullable=False),
        sa.Column("title", bytewise(200), nullable=False),
        sa.Column("happened", bytewise(10), nullable=False),
        sa.Column("source", bytewise(300), nullable=False),
        sa.Column("consented_by", bytewise(200), nullable=False),
        sa.Column("consented_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        *row_columns(),
        sa.CheckConstraint(
            "happened LIKE '____' OR happened LIKE '____-__' OR happened LIKE '____-__-__'",
            name=op.f("ck_achievements_happened_shape"),
        ),
        sa.CheckConstraint(
            "ends_on > consented_on", name=op.f("ck_achievements_ends_after_consent")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_achievements_registration_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_achievements")),
    )
    op.create_index(op.f("ix_achievements_registration_id"), "achievements", ["registration_id"])
