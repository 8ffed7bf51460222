"""Keep who leaves, who takes over, and at which instant the account ends."""

import sqlalchemy as sa
from alembic import op

revision = "0090"
down_revision = "0089"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    _create()
    op.create_index("ix_handovers_ends_at", "handovers", ["ends_at", "id"])
    for name in ("leaver_id", "successor_id"):
        op.create_index(op.f(f"ix_handovers_{name}"), "handovers", [name])
    planned = sa.text("state = 'planned'")
    op.create_index(
        "uq_handovers_planned",
        "handovers",
        ["leaver_id"],
        unique=True,
        sqlite_where=planned,
        postgresql_where=planned,
    )


def downgrade() -> None:
    op.drop_table("handovers")


def _create() -> None:
    op.create_table(
        "handovers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("leaver_id", sa.Uuid(), nullable=False),
        sa.Column("successor_id", sa.Uuid(), nullable=False),
        sa.Column("ends_at", _INSTANT, nullable=False),
        sa.Column(
            "state", choice("handoverstate", "planned", "done", "called_off"), nullable=False
        ),
        sa.Column("words", bytewise(2000), nullable=False),
        sa.Column("planned_by", bytewise(200), nullable=False),
        sa.Column("planned_by_id", sa.Uuid(), nullable=True),
        sa.Column("finished_at", _INSTANT, nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "leaver_id <> successor_id", name=op.f("ck_handovers_successor_another")
        ),
        sa.CheckConstraint(
            "(state = 'planned') = (finished_at IS NULL)",
            name=op.f("ck_handovers_finished_or_planned"),
        ),
        *(
            sa.ForeignKeyConstraint([name], ["users.id"], name=op.f(f"fk_handovers_{name}"))
            for name in ("leaver_id", "successor_id", "planned_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
    )
