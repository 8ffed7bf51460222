"""Let it be unknown what a guardian is to a pupil, where a roster did not say."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("registrations") as batch:
        batch.alter_column(
            "guardian_relationship", existing_type=sa.String(length=40), nullable=True
        )
    op.execute("UPDATE registrations SET guardian_relationship = NULL WHERE guardian_name = ''")


def downgrade() -> None:
    op.execute(
        "UPDATE registrations SET guardian_relationship = 'other'"
        " WHERE guardian_relationship IS NULL"
    )
    with op.batch_alter_table("registrations") as batch:
        batch.alter_column(
            "guardian_relationship", existing_type=sa.String(length=40), nullable=False
        )
