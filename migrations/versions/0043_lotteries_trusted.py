"""Let a public event decide a lottery, and give everyone who applied for one a number."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

_NUMBERS = range(10000, 100000)


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("lotteries") as batch:
        batch.alter_column("seed", existing_type=bytewise(200), nullable=True)
        batch.alter_column("seed_at", existing_type=sa.DateTime(timezone=True), nullable=True)
        batch.add_column(sa.Column("event", bytewise(200), nullable=True))
        batch.add_column(sa.Column("event_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("event_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("missed_events", sa.Text(), nullable=True))
        batch.drop_constraint(op.f("ck_lotteries_drawn_after_listing"), type_="check")
    with op.batch_alter_table("lotteries") as batch:
        for name, condition in (
            ("seed_has_its_time", "(seed IS NULL) = (seed_at IS NULL)"),
            (
                "event_has_its_day",
                "(event IS NULL) = (event_on IS NULL) AND (event IS NULL) = (event_at IS NULL)",
            ),
            ("something_decides", "seed IS NOT NULL OR event IS NOT NULL"),
            (
                "drawn_from_list_and_seed",
                "drawn_at IS NULL OR (listed_at IS NOT NULL AND seed IS NOT NULL)",
            ),
        ):
            batch.create_check_constraint(op.f(f"ck_lotteries_{name}"), sa.text(condition))
    _number_applicants()


def _number_applicants() -> None:
    """Give a number to whoever has applied for a lottery and has none."""
    connection = op.get_bind()
    registrations = sa.table(
        "registrations",
        *(sa.column(name, sa.Uuid()) for name in ("id", "edition_id")),
        *(sa.column(name, sa.Integer()) for name in ("blind_number",)),
        sa.column("state", sa.String()),
    )
    editions = sa.table("editions", sa.column("id", sa.Uuid()), sa.column("selection", sa.String()))
    rows = connection.execute(
        sa.select(registrations.c.id, registrations.c.edition_id, registrations.c.blind_number)
        .join(editions, editions.c.id == registrations.c.edition_id)
        .where(editions.c.selection == "lottery", registrations.c.state != "draft")
        .order_by(registrations.c.edition_id, registrations.c.id)
    ).all()
    taken = {(row.edition_id, row.blind_number) for row in rows}
    chance = secrets.SystemRandom()
    for row in rows:
        if row.blind_number is not None:
            continue
        number = chance.choice(_NUMBERS)
        while (row.edition_id, number) in taken:
            number = chance.choice(_NUMBERS)
        taken.add((row.edition_id, number))
        connection.execute(
            registrations.update().where(registrations.c.id == row.id).values(blind_number=number)
        )
