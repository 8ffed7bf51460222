"""Keep orders of ceremonies, speeches and press releases; mark items open to the press."""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

OCCASIONS = ("courtesy_call", "reception", "signing", "farewell", "other")


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def occasion() -> sa.Column[str]:
    kind = sa.Enum(
        *OCCASIONS, name="occasion", native_enum=False, create_constraint=True, length=40
    )
    return sa.Column("occasion", kind, nullable=False)


def row() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
    ]


def text(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.JSON(none_as_null=True), nullable=nullable)


def to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:  # long: a schema is read table by table
    with op.batch_alter_table("itinerary_items") as batch:
        batch.add_column(sa.Column("open_to_press", sa.Boolean(), nullable=True))
    op.execute("UPDATE itinerary_items SET open_to_press = false")
    with op.batch_alter_table("itinerary_items") as batch:
        batch.alter_column("open_to_press", existing_type=sa.Boolean(), nullable=False)
    op.create_table(
        "ceremonies",
        *row(),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        occasion(),
        text("steps"),
        to("ceremonies", "item_id", "itinerary_items"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ceremonies")),
        sa.UniqueConstraint("item_id", name=op.f("uq_ceremonies_item_id")),
    )
    op.create_table(
        "usual_ceremonies",
        *row(),
        occasion(),
        text("steps"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usual_ceremonies")),
        sa.UniqueConstraint("occasion", name=op.f("uq_usual_ceremonies_occasion")),
    )
    op.create_table(
        "speeches",
        *row(),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        occasion(),
        sa.Column("speaker", bytewise(120), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        text("text"),
        text("points", nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("minutes BETWEEN 1 AND 60", name=op.f("ck_speeches_minutes_range")),
        to("speeches", "visit_id", "visits"),
        to("speeches", "item_id", "itinerary_items"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speeches")),
    )
    op.create_index("ix_speeches_item_id", "speeches", ["item_id"], unique=False)
    op.create_index("ix_speeches_visit_id", "speeches", ["visit_id"], unique=False)
    op.create_table(
        "press_releases",
        *row(),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("title", bytewise(200), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text", bytewise(4000), nullable=False),
        sa.Column("contact", bytewise(500), nullable=False),
        sa.Column("coverage", bytewise(1000), nullable=False),
        to("press_releases", "visit_id", "visits"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_press_releases")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_press_releases_visit_id")),
    )
