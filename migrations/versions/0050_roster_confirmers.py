"""Keep who confirmed a roster; of earlier ones the audit says so."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("rosters", sa.Column("confirmed_by", bytewise(200), nullable=True))
    op.execute(
        "UPDATE rosters SET confirmed_by = (SELECT max(audit_lines.actor_name) FROM audit_lines"
        " WHERE audit_lines.subject_kind = 'roster' AND audit_lines.subject_id = rosters.id"
        " AND audit_lines.act = 'rosters.confirm') WHERE state = 'confirmed'"
    )
