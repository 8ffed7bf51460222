"""Create sessions around journeys and who was there."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

KINDS = ("briefing", "formation", "training", "send_off", "report", "closing", "other")


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def listed(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    _create_sessions()
    _create_attendances()


def _create_sessions() -> None:
    op.create_table(
        "orientation_sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("kind", listed("sessionkind", *KINDS), nullable=False),
        sa.Column("title", bytewise(200), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("place", bytewise(200), nullable=False),
        sa.Column("note", bytewise(500), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("ends > starts", name=op.f("ck_orientation_sessions_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_orientation_sessions_edition_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orientation_sessions")),
    )
    op.create_index(
        "ix_orientation_sessions_edition_id_day", "orientation_sessions", ["edition_id", "day"]
    )
    op.create_index("ix_orientation_sessions_day", "orientation_sessions", ["day"])


def _create_attendances() -> None:
    op.create_table(
        "session_attendances",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column(
            "mark", listed("attendancemark", "present", "excused", "missing"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["orientation_sessions.id"],
            name=op.f("fk_session_attendances_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_session_attendances_registration_id"),
        ),
        sa.PrimaryKeyConstraint(
            "session_id", "registration_id", name=op.f("pk_session_attendances")
        ),
    )
    op.create_index(
        "ix_session_attendances_registration_id", "session_attendances", ["registration_id"]
    )
