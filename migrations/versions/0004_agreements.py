"""Create agreements, parties, claims and bases."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:  # long: a schema is read table by table
    op.create_table(
        "agreements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", bytewise(80), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "affiliation",
                "exchange-agreement",
                "memorandum",
                "letter-of-intent",
                "renewal-pledge",
                "succession",
                "countersigning",
                name="agreementkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("place", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("predecessor_id", sa.Uuid(), nullable=True),
        sa.Column(
            "term_kind",
            sa.Enum(
                "fixed",
                "none",
                "unknown",
                name="termkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("term_years", sa.Integer(), nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("fields_source_id", sa.Uuid(), nullable=True),
        sa.Column("text_languages", sa.JSON(), nullable=False),
        sa.Column("document_number", bytewise(100), nullable=True),
        sa.Column(
            "clair_heads_sign",
            sa.Enum(
                "yes",
                "no",
                "unknown",
                name="clair_heads_sign",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "clair_not_one_field",
            sa.Enum(
                "yes",
                "no",
                "unknown",
                name="clair_not_one_field",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "clair_council",
            sa.Enum(
                "yes",
                "no",
                "unknown",
                name="clair_council",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(term_kind = 'fixed') = (term_years IS NOT NULL)",
            name=op.f("ck_agreements_term_years_set"),
        ),
        sa.CheckConstraint("term_years > 0", name=op.f("ck_agreements_term_years_positive")),
        sa.ForeignKeyConstraint(
            ["fields_source_id"], ["sources.id"], name=op.f("fk_agreements_fields_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.id"], name=op.f("fk_agreements_partner_id")
        ),
        sa.ForeignKeyConstraint(
            ["predecessor_id"], ["agreements.id"], name=op.f("fk_agreements_predecessor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
        sa.UniqueConstraint("slug", name=op.f("uq_agreements_slug")),
    )
    op.create_index(op.f("ix_agreements_partner_id"), "agreements", ["partner_id"], unique=False)
    op.create_index(
        op.f("ix_agreements_predecessor_id"), "agreements", ["predecessor_id"], unique=False
    )
    op.create_table(
        "agreement_parties",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("names", sa.JSON(none_as_null=True), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "signatory",
                "co-party",
                "successor",
                name="partyrole",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("until", bytewise(10), nullable=True),
        sa.Column("successor_id", sa.Uuid(), nullable=True),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "until LIKE '____' OR until LIKE '____-__' OR until LIKE '____-__-__'",
            name=op.f("ck_agreement_parties_until_shape"),
        ),
        sa.CheckConstraint(
            "successor_id IS NULL OR until IS NOT NULL",
            name=op.f("ck_agreement_parties_successor_needs_end"),
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_agreement_parties_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.id"], name=op.f("fk_agreement_parties_partner_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_agreement_parties_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"],
            ["agreement_parties.id"],
            name=op.f("fk_agreement_parties_successor_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_parties")),
        sa.UniqueConstraint(
            "agreement_id", "position", name=op.f("uq_agreement_parties_agreement_id_position")
        ),
    )
    op.create_index(
        op.f("ix_agreement_parties_partner_id"), "agreement_parties", ["partner_id"], unique=False
    )
    op.create_table(
        "bases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", bytewise(80), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_bases_agreement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bases")),
        sa.UniqueConstraint("agreement_id", name=op.f("uq_bases_agreement_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_bases_slug")),
    )
    op.create_table(
        "date_claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("date", bytewise(10), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("locator", bytewise(60), nullable=False),
        sa.Column("note", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("adopted", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "date LIKE '____' OR date LIKE '____-__' OR date LIKE '____-__-__'",
            name=op.f("ck_date_claims_date_shape"),
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_date_claims_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_date_claims_source_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_claims")),
        sa.UniqueConstraint(
            "agreement_id",
            "date",
            "source_id",
            "locator",
            name=op.f("uq_date_claims_agreement_id_date_source_id_locator"),
        ),
    )
    op.create_index(
        op.f("ix_date_claims_agreement_id"), "date_claims", ["agreement_id"], unique=False
    )
    op.create_index(op.f("ix_date_claims_source_id"), "date_claims", ["source_id"], unique=False)
    op.create_index(
        "uq_date_claims_adopted",
        "date_claims",
        ["agreement_id"],
        unique=True,
        sqlite_where=sa.text("adopted"),
        postgresql_where=sa.text("adopted"),
    )
