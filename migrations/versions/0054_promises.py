"""Create promises: what either side is to do after a visit."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:  # long: a schema is read table by table
    op.create_table(
        "promises",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("side", choice("promiseside", "ours", "theirs"), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("due", bytewise(10), nullable=True),
        sa.Column("sort_day", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", choice("promisestate", "open", "done", "dropped"), nullable=False),
        sa.Column("reason", bytewise(500), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "due LIKE '____' OR due LIKE '____-__' OR due LIKE '____-__-__'",
            name=op.f("ck_promises_due_shape"),
        ),
        sa.CheckConstraint(
            "side <> 'ours' OR (owner_id IS NOT NULL AND person_id IS NULL)",
            name=op.f("ck_promises_ours_owned"),
        ),
        sa.CheckConstraint(
            "state <> 'dropped' OR reason <> ''", name=op.f("ck_promises_dropped_with_reason")
        ),
        sa.CheckConstraint(
            "(state = 'open') = (settled_on IS NULL)", name=op.f("ck_promises_settled_on_a_day")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_promises_owner_id")),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.id"], name=op.f("fk_promises_partner_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_promises_person_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_promises_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promises")),
    )
    op.create_index("ix_promises_owner_id", "promises", ["owner_id"], unique=False)
    op.create_index(
        "ix_promises_partner_id_state",
        "promises",
        ["partner_id", "state", "sort_day"],
        unique=False,
    )
    op.create_index("ix_promises_person_id", "promises", ["person_id"], unique=False)
    op.create_index("ix_promises_sort_day", "promises", ["sort_day", "id"], unique=False)
    op.create_index("ix_promises_visit_id", "promises", ["visit_id"], unique=False)
