"""Let a visit name the one it was made from, and the one that takes its place."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("visits") as table:
        for name in ("copied_from_id", "successor_id"):
            table.add_column(sa.Column(name, sa.Uuid(), nullable=True))
            table.create_foreign_key(op.f(f"fk_visits_{name}"), "visits", [name], ["id"])
            table.create_index(f"ix_visits_{name}", [name], unique=False)
