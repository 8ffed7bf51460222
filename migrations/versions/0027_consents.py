"""Create consent: texts, requests, papers and answers; and what is asked after selection."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:  # long: a schema is read table by table
    op.create_table(
        "consent_texts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("use_text", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("join_text", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("health_text", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("transfer_text", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("photo_text", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_consent_texts_number_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_texts")),
        sa.UniqueConstraint("number", name=op.f("uq_consent_texts_number")),
    )
    op.create_table(
        "consent_papers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", bytewise(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_consent_papers_edition_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_consent_papers_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_papers")),
    )
    op.create_index(
        op.f("ix_consent_papers_edition_id_school_id"),
        "consent_papers",
        ["edition_id", "school_id"],
        unique=False,
    )

    op.create_table(
        "consent_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_day", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_consent_requests_tries_counted")),
        sa.ForeignKeyConstraint(
            ["link_id"], ["links.id"], name=op.f("fk_consent_requests_link_id")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_consent_requests_registration_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_requests")),
        sa.UniqueConstraint("link_id", name=op.f("uq_consent_requests_link_id")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_consent_requests_registration_id")),
    )
    op.create_index(
        op.f("ix_consent_requests_asked_on"), "consent_requests", ["asked_on"], unique=False
    )

    op.create_table(
        "consents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("giver", choice("consentgiver", "guardian", "pupil"), nullable=False),
        sa.Column(
            "purpose",
            choice("consentpurpose", "join", "health", "transfer", "photo"),
            nullable=False,
        ),
        sa.Column(
            "answer", choice("consentanswer", "given", "refused", "withdrawn"), nullable=False
        ),
        sa.Column("way", choice("consentway", "link", "paper"), nullable=False),
        sa.Column("text_id", sa.Uuid(), nullable=False),
        sa.Column(
            "relation",
            choice("relation", "mother", "father", "grandparent", "other"),
            nullable=True,
        ),
        sa.Column("signer", sa.Text(), nullable=True),
        sa.Column("paper_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(way = 'paper') = (paper_id IS NOT NULL)", name=op.f("ck_consents_paper_on_file")
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["consent_papers.id"], name=op.f("fk_consents_paper_id")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_consents_registration_id")
        ),
        sa.ForeignKeyConstraint(
            ["text_id"], ["consent_texts.id"], name=op.f("fk_consents_text_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sa.UniqueConstraint(
            "registration_id", "number", name=op.f("uq_consents_registration_id_number")
        ),
    )
    op.create_index(op.f("ix_consents_paper_id"), "consents", ["paper_id"], unique=False)
    op.create_index(op.f("ix_consents_text_id"), "consents", ["text_id"], unique=False)

    op.create_table(
        "health_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=True),
        sa.Column("medicines", sa.Text(), nullable=True),
        sa.Column("allergies", sa.Text(), nullable=True),
        sa.Column("diet", sa.Text(), nullable=True),
        sa.Column("emergency", sa.Text(), nullable=True),
        sa.Column("filled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filled_by", bytewise(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_health_notes_registration_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_notes")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_health_notes_registration_id")),
    )
    op.create_table(
        "passports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("expires", sa.Text(), nullable=True),
        sa.Column("filled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filled_by", bytewise(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_passports_registration_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passports")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_passports_registration_id")),
    )
