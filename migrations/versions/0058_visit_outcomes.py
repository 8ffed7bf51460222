"""Keep what came of a visit."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("visits") as table:
        table.add_column(sa.Column("outcome", sa.Text(), nullable=True))
    op.execute("UPDATE visits SET outcome = ''")
    with op.batch_alter_table("visits") as table:
        table.alter_column("outcome", existing_type=sa.Text(), nullable=False)
