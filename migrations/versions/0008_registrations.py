"""Create pupils and their registrations."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:  # long: a schema is read table by table
    op.create_table(
        "pupils",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("match_key", bytewise(450), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("family_name", bytewise(100), nullable=False),
        sa.Column("given_name", bytewise(100), nullable=False),
        sa.Column("family_kana", bytewise(100), nullable=False),
        sa.Column("given_kana", bytewise(100), nullable=False),
        sa.Column("family_romaji", bytewise(100), nullable=False),
        sa.Column("given_romaji", bytewise(100), nullable=False),
        sa.Column("native_name", bytewise(200), nullable=False),
        sa.Column("passport_name", bytewise(200), nullable=False),
        sa.Column("honorifics", sa.JSON(), nullable=False),
        sa.Column("search_key", bytewise(1200), nullable=False),
        sa.Column("sort_key", bytewise(500), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_pupils_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pupils")),
        sa.UniqueConstraint("school_id", "match_key", name=op.f("uq_pupils_school_id_match_key")),
    )
    op.create_index("ix_pupils_birth_date", "pupils", ["birth_date"], unique=False)
    op.create_index(op.f("ix_pupils_sort_key"), "pupils", ["sort_key"], unique=False)
    op.create_table(
        "registrations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("pupil_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "own_youth",
                "guest",
                "chaperone",
                name="participantkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("guardian_name", bytewise(200), nullable=False),
        sa.Column(
            "guardian_relationship",
            sa.Enum(
                "mother",
                "father",
                "grandparent",
                "other",
                name="relationship",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("guardian_mail", bytewise(254), nullable=True),
        sa.Column("guardian_phone", bytewise(40), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "withdrawn",
                "not_selected",
                "waitlisted",
                "offered",
                "declined",
                "selected",
                "confirmed",
                "absent",
                "completed",
                "cancelled_by_programme",
                name="registrationstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("waitlist_rank", sa.Integer(), nullable=True),
        sa.Column("offer_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(state = 'offered') = (offer_until IS NOT NULL)",
            name=op.f("ck_registrations_offered_has_deadline"),
        ),
        sa.CheckConstraint(
            "(state = 'waitlisted') = (waitlist_rank IS NOT NULL)",
            name=op.f("ck_registrations_waitlisted_has_rank"),
        ),
        sa.CheckConstraint("grade BETWEEN 1 AND 9", name=op.f("ck_registrations_grade_range")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_registrations_edition_id")
        ),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["pupils.id"], name=op.f("fk_registrations_pupil_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_registrations_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrations")),
        sa.UniqueConstraint(
            "edition_id", "pupil_id", name=op.f("uq_registrations_edition_id_pupil_id")
        ),
    )
    op.create_index(
        "ix_registrations_edition_id_school_id",
        "registrations",
        ["edition_id", "school_id"],
        unique=False,
    )
    op.create_index(
        "ix_registrations_edition_id_state", "registrations", ["edition_id", "state"], unique=False
    )
    op.create_index("ix_registrations_pupil_id", "registrations", ["pupil_id"], unique=False)
    op.create_index(
        "ix_registrations_school_id_state", "registrations", ["school_id", "state"], unique=False
    )
    op.create_table(
        "registration_steps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column(
            "previous",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "withdrawn",
                "not_selected",
                "waitlisted",
                "offered",
                "declined",
                "selected",
                "confirmed",
                "absent",
                "completed",
                "cancelled_by_programme",
                name="previous_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "withdrawn",
                "not_selected",
                "waitlisted",
                "offered",
                "declined",
                "selected",
                "confirmed",
                "absent",
                "completed",
                "cancelled_by_programme",
                name="registrationstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", bytewise(200), nullable=False),
        sa.Column("reason", bytewise(500), nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_registration_steps_registration_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_steps")),
    )
    op.create_index(
        "ix_registration_steps_registration_id_at",
        "registration_steps",
        ["registration_id", "at"],
        unique=False,
    )
