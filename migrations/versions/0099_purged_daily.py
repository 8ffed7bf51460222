"""Drop the waiting jobs that purged one edition each: a daily job a kind has taken their place."""

from alembic import op

revision = "0099"
down_revision = "0098"
branch_labels = None
depends_on = None

_GONE = "('hosting.purge', 'youth.empty_follow_ups', 'youth.forget_applications')"


def upgrade() -> None:
    op.execute(f"DELETE FROM jobs WHERE kind IN {_GONE}")
