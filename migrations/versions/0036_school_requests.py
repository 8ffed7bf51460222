"""Let schools ask for changed names after selection, and for pupils who moved."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def asked() -> list[sa.Column[object]]:
    state = sa.Enum(
        "waiting",
        "accepted",
        "refused",
        name="requeststate",
        native_enum=False,
        create_constraint=True,
        length=40,
    )
    return [
        sa.Column("state", state, nullable=False),
        sa.Column("asked_by", bytewise(200), nullable=False),
        sa.Column("reason", bytewise(500), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", bytewise(200), nullable=True),
        sa.Column("answer", bytewise(500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
    ]


def upgrade() -> None:  # long: a schema is read table by table
    op.create_table(
        "change_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("pupil_id", sa.Uuid(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        *asked(),
        sa.CheckConstraint(
            "(state = 'waiting') = (answered_at IS NULL)",
            name=op.f("ck_change_requests_answered_when_settled"),
        ),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["pupils.id"], name=op.f("fk_change_requests_pupil_id")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_change_requests_registration_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_requests")),
    )
    op.create_index("ix_change_requests_pupil_id", "change_requests", ["pupil_id"])
    op.create_index(
        op.f("ix_change_requests_registration_id"), "change_requests", ["registration_id"]
    )
    op.create_index(
        "ix_change_requests_state_created_at", "change_requests", ["state", "created_at"]
    )
    op.create_table(
        "school_moves",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_name", bytewise(100), nullable=False),
        sa.Column("given_name", bytewise(100), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("pupil_id", sa.Uuid(), nullable=True),
        sa.Column("from_school_id", sa.Uuid(), nullable=False),
        sa.Column("to_school_id", sa.Uuid(), nullable=False),
        *asked(),
        sa.CheckConstraint(
            "(state = 'waiting') = (answered_at IS NULL)",
            name=op.f("ck_school_moves_answered_when_settled"),
        ),
        sa.CheckConstraint(
            "state <> 'accepted' OR pupil_id IS NOT NULL",
            name=op.f("ck_school_moves_moved_somebody"),
        ),
        sa.CheckConstraint(
            "from_school_id <> to_school_id", name=op.f("ck_school_moves_two_schools")
        ),
        sa.ForeignKeyConstraint(
            ["from_school_id"], ["schools.id"], name=op.f("fk_school_moves_from_school_id")
        ),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupils.id"], name=op.f("fk_school_moves_pupil_id")),
        sa.ForeignKeyConstraint(
            ["to_school_id"], ["schools.id"], name=op.f("fk_school_moves_to_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_moves")),
    )
    for name, columns in (
        ("ix_school_moves_from_school_id", ["from_school_id", "created_at"]),
        (op.f("ix_school_moves_pupil_id"), ["pupil_id"]),
        ("ix_school_moves_state_created_at", ["state", "created_at"]),
        ("ix_school_moves_to_school_id", ["to_school_id", "created_at"]),
    ):
        op.create_index(name, "school_moves", columns)
