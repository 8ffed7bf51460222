"""Keep which registrations a roster made, so that its school can take them back."""

import sqlalchemy as sa
from alembic import op

revision = "0102"
down_revision = "0101"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rosters", sa.Column("made", sa.JSON(), nullable=True))
