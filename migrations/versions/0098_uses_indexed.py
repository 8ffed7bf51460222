"""Find the uses of personal data among all lines of the audit by what they are."""

from alembic import op

revision = "0098"
down_revision = "0097"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_audit_lines_act_at", "audit_lines", ["act", "at", "id"])
