"""Let a mail be handed over on paper."""

import sqlalchemy as sa
from alembic import op

revision = "0096"
down_revision = "0095"
branch_labels = None
depends_on = None

_STATE = "ck_mails_mailstate"
_BEFORE = ("waiting", "sent", "failed")


def _allow(*states: str) -> None:
    listed = ", ".join(f"'{state}'" for state in states)
    with op.batch_alter_table("mails") as batch:
        batch.drop_constraint(op.f(_STATE), type_="check")
        batch.create_check_constraint(op.f(_STATE), sa.text(f"state IN ({listed})"))


def upgrade() -> None:
    _allow(*_BEFORE, "printed")


def downgrade() -> None:
    op.execute("UPDATE mails SET state = 'sent' WHERE state = 'printed'")
    _allow(*_BEFORE)
