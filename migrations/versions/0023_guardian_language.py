"""Keep the language a guardian reads, and which pupils are handled with care."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("registrations") as batch:
        batch.add_column(sa.Column("guardian_language", bytewise(12), nullable=True))
    op.execute("UPDATE registrations SET guardian_language = 'ja'")
    with op.batch_alter_table("registrations") as batch:
        batch.alter_column("guardian_language", nullable=False)
    with op.batch_alter_table("pupils") as batch:
        batch.add_column(sa.Column("needs_care", sa.Boolean(), nullable=True))
    op.execute(sa.text("UPDATE pupils SET needs_care = :no").bindparams(no=False))
    with op.batch_alter_table("pupils") as batch:
        batch.alter_column("needs_care", nullable=False)
