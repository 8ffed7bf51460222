"""Refuse TRUNCATE where DELETE is refused; the triggers are put in after this step."""

revision = "0100"
down_revision = "0099"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
