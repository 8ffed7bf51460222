"""Keep more of an item of a programme, who is named for it, and what cities' names mean."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


_TEXTS = (
    ("end_place", bytewise(200)),
    ("city", bytewise(100)),
    ("end_city", bytewise(100)),
    ("transport", bytewise(200)),
    ("lodging", bytewise(200)),
    ("meal", bytewise(200)),
    ("host", bytewise(200)),
    ("interpreter", bytewise(120)),
    ("vehicle", bytewise(120)),
    ("dress", bytewise(120)),
    ("rain_plan", sa.Text()),
    ("gift_note", bytewise(300)),
    ("cost_note", bytewise(300)),
)
_TICKS = ("set_meal", "speech", "fixed")


def upgrade() -> None:  # long: one row grows, two tables come
    attending = sa.Enum(
        "party", "named", name="attending", native_enum=False, create_constraint=True, length=40
    )
    with op.batch_alter_table("itinerary_items") as batch:
        for name, kind in _TEXTS:
            batch.add_column(sa.Column(name, kind, nullable=True))
        for name in _TICKS:
            batch.add_column(sa.Column(name, sa.Boolean(), nullable=True))
        batch.add_column(sa.Column("own_text", sa.JSON(none_as_null=True), nullable=True))
        batch.add_column(sa.Column("partner_text", sa.JSON(none_as_null=True), nullable=True))
        batch.add_column(sa.Column("attending", attending, nullable=True))
    blank = ", ".join(f"{name} = ''" for name, _ in _TEXTS)
    unticked = ", ".join(f"{name} = false" for name in _TICKS)
    op.execute(f"UPDATE itinerary_items SET {blank}, {unticked}, attending = 'party'")
    with op.batch_alter_table("itinerary_items") as batch:
        for name, kind in _TEXTS:
            batch.alter_column(name, existing_type=kind, nullable=False)
        for name in _TICKS:
            batch.alter_column(name, existing_type=sa.Boolean(), nullable=False)
        batch.alter_column("attending", existing_type=attending, nullable=False)
    op.create_table(
        "itinerary_item_people",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["itinerary_items.id"], name=op.f("fk_itinerary_item_people_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_itinerary_item_people_person_id")
        ),
        sa.PrimaryKeyConstraint("item_id", "person_id", name=op.f("pk_itinerary_item_people")),
    )
    op.create_index(
        op.f("ix_itinerary_item_people_person_id"), "itinerary_item_people", ["person_id"]
    )
    op.create_table(
        "itinerary_cities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", bytewise(100), nullable=False),
        sa.Column("name", bytewise(100), nullable=False),
        sa.Column("zone", bytewise(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_itinerary_cities")),
        sa.UniqueConstraint("key", name=op.f("uq_itinerary_cities_key")),
    )
