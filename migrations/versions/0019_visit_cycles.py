"""Create cycles of visits and what became of their turns."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def row_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
    ]


def upgrade() -> None:
    _create_cycles()
    _create_turns()


def _create_cycles() -> None:
    op.create_table(
        "visit_cycles",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("anchor_year", sa.Integer(), nullable=False),
        sa.Column("both_ways", sa.Boolean(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("locator", bytewise(60), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        *row_columns(),
        sa.CheckConstraint("years BETWEEN 1 AND 100", name=op.f("ck_visit_cycles_years_range")),
        sa.CheckConstraint(
            "anchor_year BETWEEN 1945 AND 2100", name=op.f("ck_visit_cycles_anchor_range")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.id"], name=op.f("fk_visit_cycles_partner_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_visit_cycles_source_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_cycles")),
    )
    for column in ("partner_id", "source_id"):
        op.create_index(op.f(f"ix_visit_cycles_{column}"), "visit_cycles", [column])


def _create_turns() -> None:
    ways = sa.Enum(
        "out", "in", name="direction", native_enum=False, create_constraint=True, length=40
    )
    op.create_table(
        "cycle_turns",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("direction", ways, nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("happened", bytewise(10), nullable=True),
        sa.Column("skipped_because", bytewise(500), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        *row_columns(),
        sa.CheckConstraint(
            "(CASE WHEN visit_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN happened IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN skipped_because = '' THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_cycle_turns_one_outcome"),
        ),
        sa.CheckConstraint(
            "happened LIKE '____' OR happened LIKE '____-__' OR happened LIKE '____-__-__'",
            name=op.f("ck_cycle_turns_happened_shape"),
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["visit_cycles.id"], name=op.f("fk_cycle_turns_cycle_id")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_cycle_turns_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle_turns")),
    )
    op.create_index(op.f("ix_cycle_turns_visit_id"), "cycle_turns", ["visit_id"])
    op.create_index(
        "uq_cycle_turns_cycle_id_year_direction",
        "cycle_turns",
        ["cycle_id", "year", "direction"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
