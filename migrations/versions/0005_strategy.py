"""Create policies, measures and leading projects."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:  # long: a schema is read table by table
    op.create_table(
        "strategies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", bytewise(80), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("vision", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("enacted", bytewise(10), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("last_year", sa.Integer(), nullable=False),
        sa.Column("review_year", sa.Integer(), nullable=False),
        sa.Column("citations", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "enacted LIKE '____' OR enacted LIKE '____-__' OR enacted LIKE '____-__-__'",
            name=op.f("ck_strategies_enacted_shape"),
        ),
        sa.CheckConstraint(
            "first_year <= review_year", name=op.f("ck_strategies_review_after_start")
        ),
        sa.CheckConstraint(
            "review_year <= last_year", name=op.f("ck_strategies_review_before_end")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strategies")),
        sa.UniqueConstraint("slug", name=op.f("uq_strategies_slug")),
    )
    op.create_table(
        "leading_projects",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", bytewise(80), nullable=False),
        sa.Column("strategy_id", sa.Uuid(), nullable=False),
        sa.Column("draft_only", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("draft_citation", bytewise(60), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("search_key", bytewise(2000), nullable=False),
        sa.Column("citations", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["strategy_id"], ["strategies.id"], name=op.f("fk_leading_projects_strategy_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leading_projects")),
        sa.UniqueConstraint("slug", name=op.f("uq_leading_projects_slug")),
        sa.UniqueConstraint(
            "strategy_id", "number", name=op.f("uq_leading_projects_strategy_id_number")
        ),
    )
    op.create_table(
        "policies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", bytewise(80), nullable=False),
        sa.Column("strategy_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("search_key", bytewise(2000), nullable=False),
        sa.Column("citations", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["strategy_id"], ["strategies.id"], name=op.f("fk_policies_strategy_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policies")),
        sa.UniqueConstraint("slug", name=op.f("uq_policies_slug")),
        sa.UniqueConstraint("strategy_id", "number", name=op.f("uq_policies_strategy_id_number")),
    )
    op.create_table(
        "target_regions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", bytewise(80), nullable=False),
        sa.Column("strategy_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("partners", sa.JSON(), nullable=False),
        sa.Column("citation", bytewise(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["strategy_id"], ["strategies.id"], name=op.f("fk_target_regions_strategy_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_regions")),
        sa.UniqueConstraint("slug", name=op.f("uq_target_regions_slug")),
        sa.UniqueConstraint(
            "strategy_id", "number", name=op.f("uq_target_regions_strategy_id_number")
        ),
    )
    op.create_table(
        "measures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", bytewise(80), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("search_key", bytewise(2000), nullable=False),
        sa.Column("citations", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["policy_id"], ["policies.id"], name=op.f("fk_measures_policy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measures")),
        sa.UniqueConstraint("policy_id", "number", name=op.f("uq_measures_policy_id_number")),
        sa.UniqueConstraint("slug", name=op.f("uq_measures_slug")),
    )
    op.create_table(
        "sub_measures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("measure_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("search_key", bytewise(2000), nullable=False),
        sa.Column("citations", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measures.id"], name=op.f("fk_sub_measures_measure_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sub_measures")),
        sa.UniqueConstraint("measure_id", "number", name=op.f("uq_sub_measures_measure_id_number")),
    )
