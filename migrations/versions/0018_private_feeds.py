"""Create people's own feeds; what schools are shown is remembered apart."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_AUDIENCE = "ck_published_entries_audience"


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("published_entries") as batch:
        batch.drop_constraint(op.f(_AUDIENCE), type_="check")
        batch.create_check_constraint(
            op.f(_AUDIENCE), sa.text("audience IN ('public', 'staff', 'school')")
        )
    op.create_table(
        "private_feeds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", bytewise(100), nullable=False),
        sa.Column("language", bytewise(12), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("partners", sa.JSON(), nullable=False),
        sa.Column("last_fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_private_feeds_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_feeds")),
    )
    op.create_index(op.f("ix_private_feeds_user_id"), "private_feeds", ["user_id"], unique=False)
