"""Create headings, lines and participants' shares of budgets."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:  # long: a schema is read table by table
    op.create_table(
        "budget_headings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("source", bytewise(300), nullable=False),
        sa.Column("note", bytewise(500), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_budget_headings_number_positive")),
        sa.CheckConstraint(
            "until IS NULL OR until >= since", name=op.f("ck_budget_headings_until_after_since")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["budget_headings.id"], name=op.f("fk_budget_headings_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_headings")),
    )
    op.create_index(
        "ix_budget_headings_parent_id_number",
        "budget_headings",
        ["parent_id", "number"],
        unique=False,
    )
    op.create_table(
        "participant_shares",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("content", bytewise(200), nullable=False),
        sa.Column(
            "route",
            sa.Enum(
                "revenue",
                "agency",
                name="shareroute",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("per_person", sa.BigInteger(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "fiscal_year BETWEEN 1945 AND 2100",
            name=op.f("ck_participant_shares_fiscal_year_range"),
        ),
        sa.CheckConstraint("people > 0", name=op.f("ck_participant_shares_people_positive")),
        sa.CheckConstraint(
            "per_person > 0", name=op.f("ck_participant_shares_per_person_positive")
        ),
        sa.CheckConstraint(
            "received IS NULL OR received >= 0",
            name=op.f("ck_participant_shares_received_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits.id"], name=op.f("fk_participant_shares_visit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant_shares")),
    )
    op.create_index(
        "ix_participant_shares_visit_id", "participant_shares", ["visit_id"], unique=False
    )
    op.create_table(
        "budget_lines",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("heading_id", sa.Uuid(), nullable=False),
        sa.Column("detail_id", sa.Uuid(), nullable=True),
        sa.Column("content", bytewise(200), nullable=False),
        sa.Column(
            "payer",
            sa.Enum(
                "city",
                "prefecture",
                "partner",
                "participant",
                "other",
                name="payer",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("payer_name", bytewise(200), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("requested", sa.BigInteger(), nullable=True),
        sa.Column("budgeted", sa.BigInteger(), nullable=True),
        sa.Column("committed", sa.BigInteger(), nullable=True),
        sa.Column("spent", sa.BigInteger(), nullable=True),
        sa.Column("foreign_minor", sa.BigInteger(), nullable=True),
        sa.Column("foreign_currency", bytewise(3), nullable=True),
        sa.Column("rate", sa.Numeric(precision=14, scale=6), nullable=True),
        sa.Column("rate_on", sa.Date(), nullable=True),
        sa.Column("split_id", sa.Uuid(), nullable=True),
        sa.Column("itinerary_item_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "payer <> 'other' OR payer_name <> ''", name=op.f("ck_budget_lines_other_payer_named")
        ),
        sa.CheckConstraint(
            "(foreign_minor IS NULL) = (rate IS NULL) AND (rate IS NULL) = (rate_on IS NULL)",
            name=op.f("ck_budget_lines_rate_with_its_day"),
        ),
        sa.CheckConstraint(
            "(requested IS NULL OR requested >= 0) AND (budgeted IS NULL OR budgeted >= 0) AND (committed IS NULL OR committed >= 0) AND (spent IS NULL OR spent >= 0)",
            name=op.f("ck_budget_lines_amounts_not_negative"),
        ),
        sa.CheckConstraint(
            "fiscal_year BETWEEN 1945 AND 2100", name=op.f("ck_budget_lines_fiscal_year_range")
        ),
        sa.CheckConstraint("rate > 0", name=op.f("ck_budget_lines_rate_positive")),
        sa.CheckConstraint(
            "spent <= committed", name=op.f("ck_budget_lines_spent_within_committed")
        ),
        sa.ForeignKeyConstraint(
            ["detail_id"], ["budget_headings.id"], name=op.f("fk_budget_lines_detail_id")
        ),
        sa.ForeignKeyConstraint(
            ["heading_id"], ["budget_headings.id"], name=op.f("fk_budget_lines_heading_id")
        ),
        sa.ForeignKeyConstraint(
            ["itinerary_item_id"],
            ["itinerary_items.id"],
            name=op.f("fk_budget_lines_itinerary_item_id"),
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_budget_lines_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_lines")),
    )
    op.create_index("ix_budget_lines_detail_id", "budget_lines", ["detail_id"], unique=False)
    op.create_index(
        "ix_budget_lines_fiscal_year_visit_id",
        "budget_lines",
        ["fiscal_year", "visit_id"],
        unique=False,
    )
    op.create_index("ix_budget_lines_heading_id", "budget_lines", ["heading_id"], unique=False)
    op.create_index(
        "ix_budget_lines_itinerary_item_id", "budget_lines", ["itinerary_item_id"], unique=False
    )
    op.create_index("ix_budget_lines_split_id", "budget_lines", ["split_id"], unique=False)
    op.create_index(
        "ix_budget_lines_visit_id_position", "budget_lines", ["visit_id", "position"], unique=False
    )
