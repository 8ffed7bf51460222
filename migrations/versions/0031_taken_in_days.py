"""Let closed days be taken in from elsewhere, and a feed of one's own remind."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("holidays") as batch:
        batch.add_column(sa.Column("source", bytewise(100), nullable=True))
        batch.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("private_feeds") as batch:
        batch.add_column(sa.Column("reminder", sa.String(40), nullable=True))
        batch.create_check_constraint(
            op.f("ck_private_feeds_reminder"), "reminder IN ('day-before', 'week-before')"
        )
