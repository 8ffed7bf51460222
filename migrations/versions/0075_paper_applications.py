"""Keep when the division got the form on paper from which it entered a guardian's application."""

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("registrations") as batch:
        batch.add_column(sa.Column("paper_received_on", sa.Date(), nullable=True))
        batch.create_check_constraint(
            "paper_is_guardians", "paper_received_on IS NULL OR by_guardian"
        )
