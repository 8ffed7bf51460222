"""Create indicators and counting rules."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:  # long: a schema is read table by table
    op.create_table(
        "indicators",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", bytewise(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=True),
        sa.Column("measure_id", sa.Uuid(), nullable=True),
        sa.Column("ja_official", sa.Boolean(), nullable=False),
        sa.Column("unit", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.Column(
            "year_basis",
            sa.Enum(
                "fiscal",
                "calendar",
                "survey",
                name="yearbasis",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("year_basis_printed", sa.Boolean(), nullable=False),
        sa.Column("baseline", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("baseline_year", sa.Integer(), nullable=False),
        sa.Column("mark", bytewise(20), nullable=True),
        sa.Column("gross", sa.Boolean(), nullable=False),
        sa.Column("accumulates", sa.Boolean(), nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "reported",
                "youth-participation",
                "promotions-abroad",
                "seminars-and-courses",
                name="method",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("search_key", bytewise(2000), nullable=False),
        sa.Column("citations", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(policy_id IS NULL) <> (measure_id IS NULL)", name=op.f("ck_indicators_one_place")
        ),
        sa.CheckConstraint("decimals BETWEEN 0 AND 2", name=op.f("ck_indicators_decimals_range")),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measures.id"], name=op.f("fk_indicators_measure_id")
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["policies.id"], name=op.f("fk_indicators_policy_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicators")),
        sa.UniqueConstraint("position", name=op.f("uq_indicators_position")),
        sa.UniqueConstraint("slug", name=op.f("uq_indicators_slug")),
    )
    op.create_index(op.f("ix_indicators_measure_id"), "indicators", ["measure_id"], unique=False)
    op.create_index(op.f("ix_indicators_policy_id"), "indicators", ["policy_id"], unique=False)
    op.create_table(
        "missing_indicator_tables",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("measure_id", sa.Uuid(), nullable=False),
        sa.Column("citation", bytewise(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measures.id"], name=op.f("fk_missing_indicator_tables_measure_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_missing_indicator_tables")),
        sa.UniqueConstraint("measure_id", name=op.f("uq_missing_indicator_tables_measure_id")),
    )
    op.create_table(
        "counting_rules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "default_reading",
            sa.Enum(
                "running_total",
                "person_times",
                "unique_persons",
                name="readingkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("hosts_count", sa.Boolean(), nullable=False),
        sa.Column(
            "reach",
            sa.Enum(
                "living",
                "living_or_attending",
                name="reach",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("online_counts", sa.Boolean(), nullable=False),
        sa.Column("early_return_counts", sa.Boolean(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locked_by", bytewise(200), nullable=True),
        sa.Column("lock_reason", bytewise(1000), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(locked_at IS NULL) = (locked_by IS NULL) AND (locked_at IS NULL) = (lock_reason IS NULL)",
            name=op.f("ck_counting_rules_locked_whole"),
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_counting_rules_number_positive")),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicators.id"], name=op.f("fk_counting_rules_indicator_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counting_rules")),
        sa.UniqueConstraint(
            "indicator_id", "number", name=op.f("uq_counting_rules_indicator_id_number")
        ),
    )
    op.create_table(
        "indicator_targets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("value", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicators.id"], name=op.f("fk_indicator_targets_indicator_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_targets")),
        sa.UniqueConstraint(
            "indicator_id", "year", name=op.f("uq_indicator_targets_indicator_id_year")
        ),
    )
    op.create_table(
        "superseded_baselines",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("value", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "year_basis",
            sa.Enum(
                "fiscal",
                "calendar",
                "survey",
                name="yearbasis",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("citation", bytewise(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicators.id"], name=op.f("fk_superseded_baselines_indicator_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_superseded_baselines")),
        sa.UniqueConstraint(
            "indicator_id",
            "year",
            "year_basis",
            name=op.f("uq_superseded_baselines_indicator_id_year_year_basis"),
        ),
    )
