"""Let registering open and close to the minute, and editions select in three ways."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_JAPAN = ZoneInfo("Asia/Tokyo")


def upgrade() -> None:
    op.add_column("editions", sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("editions", sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("editions", sa.Column("waitlist_limit", sa.Integer(), nullable=True))
    op.add_column("editions", sa.Column("selection", sa.String(40), nullable=True))
    _fill()
    op.drop_index("ix_editions_state_closes_on", table_name="editions")
    with op.batch_alter_table("editions") as batch:
        batch.alter_column("opens_at", nullable=False)
        batch.alter_column("closes_at", nullable=False)
        batch.alter_column("selection", existing_type=sa.String(40), nullable=False)
        batch.drop_constraint(op.f("ck_editions_closes_before_start"), type_="check")
        batch.drop_constraint(op.f("ck_editions_closes_after_opening"), type_="check")
        batch.create_check_constraint(
            op.f("ck_editions_closes_after_opening"), "closes_at >= opens_at"
        )
        batch.create_check_constraint(
            op.f("ck_editions_waitlist_limit_not_negative"), "waitlist_limit >= 0"
        )
        batch.create_check_constraint(
            op.f("ck_editions_selection"), "selection IN ('first_come', 'screening', 'lottery')"
        )
        batch.drop_column("opens_on")
        batch.drop_column("closes_on")
    op.create_index("ix_editions_state_closes_at", "editions", ["state", "closes_at"])


def _fill() -> None:
    """A window of days was open from their first minute to their last."""
    editions = sa.table(
        "editions",
        sa.column("id", sa.Uuid()),
        sa.column("opens_on", sa.Date()),
        sa.column("closes_on", sa.Date()),
        sa.column("opens_at", sa.DateTime(timezone=True)),
        sa.column("closes_at", sa.DateTime(timezone=True)),
        sa.column("selection", sa.String()),
    )
    bind = op.get_bind()
    for row in bind.execute(sa.select(editions)).all():
        bind.execute(
            editions.update()
            .where(editions.c.id == row.id)
            .values(
                opens_at=_instant(row.opens_on, time(0, 0)),
                closes_at=_instant(row.closes_on, time(23, 59)),
                selection="first_come",
            )
        )


def _instant(day: date, clock: time) -> datetime:
    """SQLite keeps no zone."""
    instant = datetime.combine(day, clock, _JAPAN).astimezone(UTC)
    return instant.replace(tzinfo=None) if op.get_bind().dialect.name == "sqlite" else instant
