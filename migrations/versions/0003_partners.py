"""Create partners with their facts and sources."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:  # long: a schema is read table by table
    op.create_table(
        "partners",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", bytewise(60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "city",
                "district",
                name="partnerkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("names", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("kana", bytewise(200), nullable=False),
        sa.Column("native_name", bytewise(200), nullable=False),
        sa.Column("native_language", bytewise(20), nullable=False),
        sa.Column("search_key", bytewise(1000), nullable=False),
        sa.Column("parent", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("place", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("country_code", bytewise(2), nullable=False),
        sa.Column("zone", bytewise(64), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("currency", bytewise(3), nullable=False),
        sa.Column("relation", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("signed_wording", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("owner_section", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("site", bytewise(500), nullable=True),
        sa.Column("worded_here", sa.JSON(), nullable=False),
        sa.Column("citations", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'district') = (parent IS NOT NULL)",
            name=op.f("ck_partners_district_has_parent"),
        ),
        sa.CheckConstraint("latitude BETWEEN -90 AND 90", name=op.f("ck_partners_latitude_range")),
        sa.CheckConstraint(
            "longitude BETWEEN -180 AND 180", name=op.f("ck_partners_longitude_range")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners")),
        sa.UniqueConstraint("number", name=op.f("uq_partners_number")),
        sa.UniqueConstraint("slug", name=op.f("uq_partners_slug")),
    )
    op.create_table(
        "reference_rows",
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("kind", bytewise(40), nullable=False),
        sa.Column("slug", bytewise(200), nullable=False),
        sa.Column("loaded", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_reference_rows")),
    )
    op.create_table(
        "sources",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", bytewise(40), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "strategy-paper",
                "official",
                "association",
                "news",
                "encyclopedia",
                "data",
                name="sourcekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("url", bytewise(500), nullable=True),
        sa.Column("document", bytewise(200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint("slug", name=op.f("uq_sources_slug")),
    )
    op.create_table(
        "partner_facts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "profile",
                "region",
                "population",
                "area",
                "fields-to-date",
                "fields-next",
                "history",
                name="factkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("figure", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("approximate", sa.Boolean(), nullable=False),
        sa.Column("scope", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("date", bytewise(10), nullable=True),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("locator", bytewise(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "date LIKE '____' OR date LIKE '____-__' OR date LIKE '____-__-__'",
            name=op.f("ck_partner_facts_date_shape"),
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.id"], name=op.f("fk_partner_facts_partner_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_partner_facts_source_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_facts")),
        sa.UniqueConstraint(
            "partner_id", "kind", "position", name=op.f("uq_partner_facts_partner_id_kind_position")
        ),
    )
    op.create_index(
        op.f("ix_partner_facts_source_id"), "partner_facts", ["source_id"], unique=False
    )
