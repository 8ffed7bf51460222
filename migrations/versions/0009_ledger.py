"""Create the ledger of participations."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:  # long: a schema is read table by table
    op.create_table(
        "participation_totals",
        sa.Column("fiscal_year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("with_demo", sa.Boolean(), nullable=False),
        sa.Column("person_times", sa.Integer(), nullable=False),
        sa.Column("unique_persons", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("fiscal_year", "with_demo", name=op.f("pk_participation_totals")),
    )
    op.create_table(
        "participations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
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
            "school_level",
            sa.Enum(
                "elementary",
                "junior_high",
                "high",
                "other",
                name="schoollevel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "counted",
                "guest",
                "chaperone",
                "prefecture",
                "other_organiser",
                "edition",
                "hosting",
                "online",
                name="countreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("person_digest", bytewise(64), nullable=False),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "counts = (reason = 'counted')", name=op.f("ck_participations_counts_has_its_reason")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_participations_edition_id")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.id"], name=op.f("fk_participations_partner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participations")),
        sa.UniqueConstraint(
            "edition_id", "person_digest", name=op.f("uq_participations_edition_id_person_digest")
        ),
    )
    op.create_index(
        "ix_participations_fiscal_year_counts",
        "participations",
        ["fiscal_year", "counts", "is_demo"],
        unique=False,
    )
    op.create_index("ix_participations_partner_id", "participations", ["partner_id"], unique=False)
    op.create_index(
        "ix_participations_person_digest", "participations", ["person_digest"], unique=False
    )
    op.create_table(
        "participation_people",
        sa.Column("participation_id", sa.Uuid(), nullable=False),
        sa.Column("pupil_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participations.id"],
            name=op.f("fk_participation_people_participation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["pupils.id"], name=op.f("fk_participation_people_pupil_id")
        ),
        sa.PrimaryKeyConstraint("participation_id", name=op.f("pk_participation_people")),
    )
    op.create_index(
        op.f("ix_participation_people_pupil_id"), "participation_people", ["pupil_id"], unique=False
    )
