"""Seal fiscal years of the ledger, and keep what is found out about them later."""

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:  # long: a schema is read table by table
    columns = ["fiscal_year", "written_at", "id"]
    name = "ix_participations_fiscal_year_written_at_id"
    op.create_index(name, "participations", columns, unique=False)
    op.create_index("ix_participations_written_at_id", "participations", columns[1:], unique=False)
    op.create_table(
        "closed_years",
        sa.Column("fiscal_year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("closed_by", bytewise(200), nullable=False),
        sa.Column("note", bytewise(1000), nullable=False),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("digest", bytewise(64), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["users.id"], name=op.f("fk_closed_years_closed_by_id")
        ),
        sa.PrimaryKeyConstraint("fiscal_year", name=op.f("pk_closed_years")),
    )
    op.create_table(
        "sealed_ledgers",
        sa.Column("fiscal_year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["fiscal_year"],
            ["closed_years.fiscal_year"],
            name=op.f("fk_sealed_ledgers_fiscal_year"),
        ),
        sa.PrimaryKeyConstraint("fiscal_year", name=op.f("pk_sealed_ledgers")),
    )
    op.create_table(
        "sealed_totals",
        sa.Column("fiscal_year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("with_demo", sa.Boolean(), nullable=False),
        sa.Column("person_times", sa.Integer(), nullable=False),
        sa.Column("unique_persons", sa.Integer(), nullable=False),
        sa.Column("person_times_since", sa.Integer(), nullable=False),
        sa.Column("unique_since", sa.Integer(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["fiscal_year"],
            ["closed_years.fiscal_year"],
            name=op.f("fk_sealed_totals_fiscal_year"),
        ),
        sa.PrimaryKeyConstraint("fiscal_year", "with_demo", name=op.f("pk_sealed_totals")),
    )
    _corrections()


def _corrections() -> None:  # long: a table is read column by column
    op.create_table(
        "corrections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            choice("correctionkind", "found", "struck", "number", "merged"),
            nullable=False,
        ),
        sa.Column("edition_id", sa.Uuid(), nullable=True),
        sa.Column("participation_id", sa.Uuid(), nullable=True),
        sa.Column("digests", sa.JSON(), nullable=False),
        sa.Column("person_times", sa.Integer(), nullable=False),
        sa.Column("unique_persons", sa.Integer(), nullable=False),
        sa.Column("unique_since", sa.Integer(), nullable=False),
        sa.Column("reason", bytewise(1000), nullable=False),
        sa.Column(
            "state",
            choice("correctionstate", "proposed", "approved", "refused", "withdrawn"),
            nullable=False,
        ),
        sa.Column("entered_by_id", sa.Uuid(), nullable=True),
        sa.Column("entered_by", bytewise(200), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_by", bytewise(200), nullable=True),
        sa.Column("decision_reason", bytewise(1000), nullable=False),
        sa.Column("origin_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_at IS NULL)"
            " AND (decided_at IS NULL) = (decided_by IS NULL)",
            name=op.f("ck_corrections_decided_whole"),
        ),
        sa.CheckConstraint(
            "state <> 'approved' OR entered_by_id IS NULL OR decided_by_id IS NULL"
            " OR entered_by_id <> decided_by_id",
            name=op.f("ck_corrections_approved_by_another"),
        ),
        sa.CheckConstraint(
            "(kind = 'struck') = (participation_id IS NOT NULL)",
            name=op.f("ck_corrections_struck_row_named"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_corrections_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_corrections_edition_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["users.id"], name=op.f("fk_corrections_entered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["fiscal_year"],
            ["closed_years.fiscal_year"],
            name=op.f("fk_corrections_fiscal_year"),
        ),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participations.id"],
            name=op.f("fk_corrections_participation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    for column in ("edition_id", "fiscal_year", "origin_id"):
        op.create_index(f"ix_corrections_{column}", "corrections", [column], unique=False)
