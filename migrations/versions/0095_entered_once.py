"""Let nobody be struck or found twice in a closed year."""

import sqlalchemy as sa
from alembic import op

from exchange.core.database import bytewise

revision = "0095"
down_revision = "0094"
branch_labels = None
depends_on = None

_LIVE = sa.text("state IN ('proposed', 'approved')")
_KEYS = {"struck": ["participation_id"], "found": ["edition_id", "found_digest"]}


def upgrade() -> None:
    op.add_column("corrections", sa.Column("found_digest", bytewise(64), nullable=True))
    for name, columns in _KEYS.items():
        op.create_index(
            f"uq_corrections_{name}",
            "corrections",
            columns,
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        )


def downgrade() -> None:
    for name in _KEYS:
        op.drop_index(f"uq_corrections_{name}", "corrections")
    with op.batch_alter_table("corrections") as batch:
        batch.drop_column("found_digest")
