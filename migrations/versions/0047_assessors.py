"""Let assessors score by a link, and number everyone who applied for a screening."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

_NUMBERS = range(10000, 100000)
_PURPOSES = ("invitation", "password_reset", "feed", "consent", "partner_list", "assessor")


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    listed = ", ".join(f"'{purpose}'" for purpose in _PURPOSES)
    with op.batch_alter_table("links") as batch:
        batch.drop_constraint(op.f("ck_links_linkpurpose"), type_="check")
        batch.create_check_constraint(
            op.f("ck_links_linkpurpose"), sa.text(f"purpose IN ({listed})")
        )
    op.create_table(
        "assessors",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("name", bytewise(200), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("sees_grade", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_assessors_edition_id")
        ),
        sa.ForeignKeyConstraint(["link_id"], ["links.id"], name=op.f("fk_assessors_link_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessors")),
        sa.UniqueConstraint("edition_id", "name", name=op.f("uq_assessors_edition_id_name")),
        sa.UniqueConstraint("link_id", name=op.f("uq_assessors_link_id")),
    )
    _number_applicants()


def _number_applicants() -> None:
    """Give a number to whoever has applied for a screening and has none."""
    connection = op.get_bind()
    registrations = sa.table(
        "registrations",
        *(sa.column(name, sa.Uuid()) for name in ("id", "edition_id")),
        sa.column("blind_number", sa.Integer()),
        sa.column("state", sa.String()),
    )
    editions = sa.table("editions", sa.column("id", sa.Uuid()), sa.column("selection", sa.String()))
    rows = connection.execute(
        sa.select(registrations.c.id, registrations.c.edition_id, registrations.c.blind_number)
        .join(editions, editions.c.id == registrations.c.edition_id)
        .where(editions.c.selection == "screening", registrations.c.state != "draft")
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
