"""Create programmes and editions of youth exchange."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:  # long: a schema is read table by table
    op.create_table(
        "programmes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("names", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("sort_key", bytewise(500), nullable=False),
        sa.Column("search_key", bytewise(800), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("section", bytewise(200), nullable=False),
        sa.Column(
            "organiser",
            sa.Enum(
                "city",
                "prefecture",
                "other",
                name="organiser",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("counts_reason", bytewise(500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "organiser = 'city' OR NOT counts", name=op.f("ck_programmes_counts_only_of_the_city")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.id"], name=op.f("fk_programmes_partner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programmes")),
    )
    op.create_index(op.f("ix_programmes_partner_id"), "programmes", ["partner_id"], unique=False)
    op.create_index(op.f("ix_programmes_section"), "programmes", ["section"], unique=False)
    op.create_index("ix_programmes_sort_key_id", "programmes", ["sort_key", "id"], unique=False)
    op.create_table(
        "editions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("search_key", bytewise(800), nullable=False),
        sa.Column(
            "direction",
            sa.Enum(
                "send",
                "receive",
                "online",
                "conference",
                name="youthdirection",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "announced",
                "closed",
                "cancelled",
                name="editionstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=False),
        sa.Column("school_quota", sa.Integer(), nullable=True),
        sa.Column("minimum", sa.Integer(), nullable=True),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("counts_reason", bytewise(500), nullable=False),
        sa.Column("state_reason", bytewise(500), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("closes_on <= starts", name=op.f("ck_editions_closes_before_start")),
        sa.CheckConstraint("closes_on >= opens_on", name=op.f("ck_editions_closes_after_opening")),
        sa.CheckConstraint("ends >= starts", name=op.f("ck_editions_ends_after_start")),
        sa.CheckConstraint("minimum BETWEEN 1 AND quota", name=op.f("ck_editions_minimum_within")),
        sa.CheckConstraint("quota >= 1", name=op.f("ck_editions_quota_positive")),
        sa.CheckConstraint(
            "school_quota BETWEEN 1 AND quota", name=op.f("ck_editions_school_quota_within")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_editions_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editions")),
    )
    op.create_index("ix_editions_fiscal_year", "editions", ["fiscal_year"], unique=False)
    op.create_index(
        "ix_editions_programme_id_starts", "editions", ["programme_id", "starts"], unique=False
    )
    op.create_index("ix_editions_starts_id", "editions", ["starts", "id"], unique=False)
    op.create_index("ix_editions_state_closes_on", "editions", ["state", "closes_on"], unique=False)
