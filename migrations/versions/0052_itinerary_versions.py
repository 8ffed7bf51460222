"""Create tracks, ways, versions and ticks of programmes."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def _visit(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f(f"fk_{table}_visit_id"))


def _person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f(f"fk_{table}_person_id"))


def upgrade() -> None:  # long: a schema is read table by table
    op.create_table(
        "itinerary_track_people",
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("track", bytewise(60), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        _visit("itinerary_track_people"),
        _person("itinerary_track_people"),
        sa.PrimaryKeyConstraint(
            "visit_id", "track", "person_id", name=op.f("pk_itinerary_track_people")
        ),
    )
    op.create_index(
        op.f("ix_itinerary_track_people_person_id"), "itinerary_track_people", ["person_id"]
    )
    op.create_table(
        "itinerary_transfers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("origin", bytewise(200), nullable=False),
        sa.Column("destination", bytewise(200), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "minutes BETWEEN 0 AND 1440", name=op.f("ck_itinerary_transfers_minutes_range")
        ),
        _visit("itinerary_transfers"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_itinerary_transfers")),
        sa.UniqueConstraint(
            "visit_id",
            "origin",
            "destination",
            name=op.f("uq_itinerary_transfers_visit_id_origin_destination"),
        ),
    )
    op.create_table(
        "itinerary_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", bytewise(200), nullable=False),
        sa.Column("note", bytewise(300), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_itinerary_versions_number_counts")),
        _visit("itinerary_versions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_itinerary_versions")),
        sa.UniqueConstraint(
            "visit_id", "number", name=op.f("uq_itinerary_versions_visit_id_number")
        ),
    )
    presence = sa.Enum(
        "arrived",
        "left_early",
        "absent",
        name="presence",
        native_enum=False,
        create_constraint=True,
        length=40,
    )
    op.create_table(
        "itinerary_presences",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("presence", presence, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", bytewise(200), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"], ["itinerary_items.id"], name=op.f("fk_itinerary_presences_item_id")
        ),
        _person("itinerary_presences"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_itinerary_presences")),
    )
    op.create_index("ix_itinerary_presences_item_id_at", "itinerary_presences", ["item_id", "at"])
    op.create_index(op.f("ix_itinerary_presences_person_id"), "itinerary_presences", ["person_id"])
