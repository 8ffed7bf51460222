"""Mark versions of the counting rule that load-demo wrote."""

import sqlalchemy as sa
from alembic import op

revision = "0094"
down_revision = "0093"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("counting_rules") as batch:
        batch.add_column(sa.Column("is_demo", sa.Boolean(), nullable=True))
    op.execute("UPDATE counting_rules SET is_demo = false")
    with op.batch_alter_table("counting_rules") as batch:
        batch.alter_column("is_demo", existing_type=sa.Boolean(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("counting_rules") as batch:
        batch.drop_column("is_demo")
