"""Say of a programme how its editions follow one another, as its editions so far show."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

_PATTERNS = (
    *("receive_then_send", "send_then_receive", "send_only", "receive_only"),
    *("online", "conference", "varied"),
)
_ONE_WAY = {
    "send": "send_only",
    "receive": "receive_only",
    "online": "online",
    "conference": "conference",
}


def upgrade() -> None:
    pattern = sa.Enum(
        *_PATTERNS,
        name="programmepattern",
        native_enum=False,
        create_constraint=True,
        length=40,
    )
    with op.batch_alter_table("programmes") as batch:
        batch.add_column(sa.Column("pattern", pattern, nullable=True))
    _tell_patterns()
    with op.batch_alter_table("programmes") as batch:
        batch.alter_column("pattern", existing_type=sa.String(length=40), nullable=False)


def _tell_patterns() -> None:
    connection = op.get_bind()
    key: UUID
    programmes = sa.table("programmes", sa.column("id", sa.Uuid()), sa.column("pattern"))
    editions = sa.table(
        "editions",
        sa.column("programme_id", sa.Uuid()),
        sa.column("direction"),
        sa.column("starts"),
    )
    for key in connection.scalars(sa.select(programmes.c.id)).all():
        directions: Sequence[str] = connection.scalars(
            sa.select(editions.c.direction)
            .where(editions.c.programme_id == key)
            .order_by(editions.c.starts)
        ).all()
        connection.execute(
            programmes.update().where(programmes.c.id == key).values(pattern=_pattern(directions))
        )


def _pattern(directions: Sequence[str]) -> str:
    """Return the pattern that a programme's editions show, in the order of their days."""
    ways = set(directions)
    if ways == {"send", "receive"}:
        return "receive_then_send" if directions[0] == "receive" else "send_then_receive"
    return _ONE_WAY[directions[0]] if len(ways) == 1 else "varied"
