"""Give a visit legs, hosts from agreements, fallback days, and what it serves of the strategy."""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("visits") as table:
        for name in ("fallback_starts", "fallback_ends"):
            table.add_column(sa.Column(name, sa.Date(), nullable=True))
        table.create_check_constraint(
            op.f("ck_visits_fallback_whole"),
            "(fallback_starts IS NULL) = (fallback_ends IS NULL)",
        )
        table.create_check_constraint(
            op.f("ck_visits_fallback_ends_after_starts"), "fallback_ends >= fallback_starts"
        )
    op.create_table(
        "visit_legs",
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("place", bytewise(200), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.CheckConstraint("ends >= starts", name=op.f("ck_visit_legs_ends_after_starts")),
        sa.CheckConstraint(
            "partner_id IS NOT NULL OR place <> ''", name=op.f("ck_visit_legs_somewhere")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.id"], name=op.f("fk_visit_legs_partner_id")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_visit_legs_visit_id")),
        sa.PrimaryKeyConstraint("visit_id", "position", name=op.f("pk_visit_legs")),
    )
    op.create_index("ix_visit_legs_partner_id", "visit_legs", ["partner_id"], unique=False)
    _tie("visit_hosts", "party_id", "agreement_parties", _position())
    _tie("visit_measures", "measure_id", "measures")
    _tie("visit_projects", "project_id", "leading_projects")


def _position() -> sa.Column[int]:
    return sa.Column("position", sa.Integer(), nullable=False)


def _tie(name: str, key: str, other: str, *columns: sa.Column[int]) -> None:
    op.create_table(
        name,
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column(key, sa.Uuid(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint([key], [f"{other}.id"], name=op.f(f"fk_{name}_{key}")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f(f"fk_{name}_visit_id")),
        sa.PrimaryKeyConstraint("visit_id", key, name=op.f(f"pk_{name}")),
    )
    op.create_index(f"ix_{name}_{key}", name, [key], unique=False)
