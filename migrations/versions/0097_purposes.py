"""Keep what personal data was used for on the line that says it was."""

import sqlalchemy as sa
from alembic import op

revision = "0097"
down_revision = "0096"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("audit_lines", sa.Column("purpose", bytewise(20), nullable=True))


def downgrade() -> None:
    op.drop_column("audit_lines", "purpose")
