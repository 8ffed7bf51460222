"""Keep no instant of the last change of a member: what is printed anew follows from the audit."""

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("visit_members") as batch:
        batch.drop_column("changed_at")


def downgrade() -> None:
    with op.batch_alter_table("visit_members") as batch:
        batch.add_column(sa.Column("changed_at", _INSTANT, nullable=True))
    op.execute("UPDATE visit_members SET changed_at = updated_at")
    with op.batch_alter_table("visit_members") as batch:
        batch.alter_column("changed_at", existing_type=_INSTANT, nullable=False)
