"""Name schools for commands, keep classes and declarations, and rosters until they are confirmed."""

from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_SCHOOLS = sa.table("schools", sa.column("id", sa.Uuid()), sa.column("slug", sa.String()))


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    _name_schools()
    with op.batch_alter_table("registrations") as batch:
        batch.add_column(sa.Column("school_class", bytewise(20), nullable=True))
        batch.add_column(sa.Column("principal_confirmed_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("purpose_explained", sa.Boolean(), nullable=True))
    op.execute(sa.text("UPDATE registrations SET purpose_explained = :no").bindparams(no=False))
    with op.batch_alter_table("registrations") as batch:
        batch.alter_column("purpose_explained", nullable=False)
    _keep_rosters()


def _name_schools() -> None:
    with op.batch_alter_table("schools") as batch:
        batch.add_column(sa.Column("slug", bytewise(60), nullable=True))
    connection = op.get_bind()
    keys: list[UUID] = list(connection.scalars(sa.select(_SCHOOLS.c.id)))
    for key in keys:
        named = sa.update(_SCHOOLS).where(_SCHOOLS.c.id == key)
        connection.execute(named.values(slug=f"school-{key.hex[-8:]}"))
    with op.batch_alter_table("schools") as batch:
        batch.alter_column("slug", nullable=False)
        batch.create_unique_constraint(op.f("uq_schools_slug"), ["slug"])


def _keep_rosters() -> None:  # long: a table is read column by column
    op.create_table(
        "rosters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", bytewise(200), nullable=False),
        sa.Column("sent_by", bytewise(200), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "confirmed",
                "dropped",
                name="rosterstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("kept", sa.Text(), nullable=True),
        sa.Column("kept_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("principal_confirmed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "state <> 'dropped' OR kept IS NULL", name=op.f("ck_rosters_dropped_keeps_nothing")
        ),
        sa.CheckConstraint(
            "(state = 'confirmed') = (confirmed_at IS NOT NULL)",
            name=op.f("ck_rosters_confirmed_at_its_time"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_rosters_edition_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_rosters_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rosters")),
    )
    op.create_index("ix_rosters_school_id_created_at", "rosters", ["school_id", "created_at"])
    op.create_index("ix_rosters_edition_id", "rosters", ["edition_id"])
    op.create_table(
        "roster_habits",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("meanings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_roster_habits_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", name=op.f("pk_roster_habits")),
    )
