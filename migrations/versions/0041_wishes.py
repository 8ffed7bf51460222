"""Keep who wants to come a year after a cancelled edition."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("registrations") as batch:
        batch.add_column(sa.Column("wants_next_year", sa.Boolean(), nullable=True))
    op.execute("UPDATE registrations SET wants_next_year = false")
    with op.batch_alter_table("registrations") as batch:
        batch.alter_column("wants_next_year", existing_type=sa.Boolean(), nullable=False)
