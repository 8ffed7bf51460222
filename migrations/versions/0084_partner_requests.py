"""Create what editions asked their partners for."""

import sqlalchemy as sa
from alembic import op

revision = "0084"
down_revision = "0083"
branch_labels = None
depends_on = None

KINDS = ("hosts", "members", "schedule", "insurance", "other")


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def checked(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_partner_requests_{name}"))


def upgrade() -> None:
    kind = sa.Enum(
        *KINDS, name="partnerrequestkind", native_enum=False, create_constraint=True, length=40
    )
    op.create_table(
        "partner_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("kind", kind, nullable=False),
        sa.Column("words", bytewise(200), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("note", bytewise(500), nullable=False),
        sa.Column("taken_back_on", sa.Date(), nullable=True),
        sa.Column("reason", bytewise(500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        checked("due_after_asked", "due >= asked_on"),
        checked("answered_after_asked", "answered_on >= asked_on"),
        checked("other_in_words", "kind <> 'other' OR words <> ''"),
        checked("taken_back_with_reason", "(taken_back_on IS NULL) = (reason = '')"),
        checked("ends_once", "answered_on IS NULL OR taken_back_on IS NULL"),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_partner_requests_edition_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_requests")),
    )
    op.create_index(
        "ix_partner_requests_edition_id_asked_on",
        "partner_requests",
        ["edition_id", "asked_on", "id"],
    )
