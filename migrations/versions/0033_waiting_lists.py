"""Offer free seats to whoever waits, and keep the minutes; count seats by gender."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    with op.batch_alter_table("pupils") as batch:
        batch.add_column(
            sa.Column("gender", choice("gender", "female", "male", "undisclosed"), nullable=True)
        )
    op.add_column("editions", sa.Column("offer_days", sa.Integer(), nullable=True))
    op.execute("UPDATE editions SET offer_days = 3")
    with op.batch_alter_table("editions") as batch:
        batch.alter_column("offer_days", nullable=False)
        batch.add_column(sa.Column("female_quota", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("male_quota", sa.Integer(), nullable=True))
        batch.create_check_constraint(
            op.f("ck_editions_offer_days_range"), "offer_days BETWEEN 1 AND 60"
        )
        batch.create_check_constraint(
            op.f("ck_editions_female_quota_within"), "female_quota BETWEEN 0 AND quota"
        )
        batch.create_check_constraint(
            op.f("ck_editions_male_quota_within"), "male_quota BETWEEN 0 AND quota"
        )
    _create_minutes()


def _create_minutes() -> None:  # long: a schema is read table by table
    op.create_table(
        "waiting_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=True),
        sa.Column(
            "told",
            choice(
                *("waitingact", "offered", "skipped", "accepted"),
                *("declined", "expired", "nobody"),
            ),
            nullable=False,
        ),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column(
            "skipped",
            choice("skipreason", "not_eligible", "school_full", "gender_full"),
            nullable=True,
        ),
        sa.Column("reason", bytewise(500), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_name", bytewise(200), nullable=False),
        sa.CheckConstraint(
            "(told = 'skipped') = (skipped IS NOT NULL)",
            name=op.f("ck_waiting_notes_skipped_has_reason"),
        ),
        sa.CheckConstraint(
            "(told = 'offered') = (until IS NOT NULL)",
            name=op.f("ck_waiting_notes_offered_has_deadline"),
        ),
        sa.CheckConstraint(
            "(told = 'nobody') = (registration_id IS NULL)",
            name=op.f("ck_waiting_notes_somebody_or_nobody"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_waiting_notes_edition_id")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_waiting_notes_registration_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_notes")),
        sa.UniqueConstraint(
            "edition_id", "number", name=op.f("uq_waiting_notes_edition_id_number")
        ),
    )
    op.create_index("ix_waiting_notes_registration_id", "waiting_notes", ["registration_id"])
