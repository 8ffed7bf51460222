"""Keep who ordered which report, and how far the job is that makes it."""

import sqlalchemy as sa
from alembic import op

revision = "0079"
down_revision = "0078"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "report_orders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", choice("reportkind", "fiscal-year", "mid-term"), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("language", bytewise(20), nullable=False),
        sa.Column(
            "state",
            choice("orderstate", "waiting", "running", "done", "failed", "dropped"),
            nullable=False,
        ),
        sa.Column("steps_done", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("ordered_by", bytewise(200), nullable=False),
        sa.Column("ordered_by_id", sa.Uuid(), nullable=True),
        sa.Column("ordered_at", _INSTANT, nullable=False),
        sa.Column("finished_at", _INSTANT, nullable=True),
        sa.Column("kept_until", _INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.CheckConstraint(
            "fiscal_year BETWEEN 1945 AND 2100", name=op.f("ck_report_orders_fiscal_year_range")
        ),
        sa.CheckConstraint(
            "steps >= 0 AND steps_done >= 0", name=op.f("ck_report_orders_steps_not_negative")
        ),
        sa.CheckConstraint(
            "(state IN ('done', 'dropped')) = (kept_until IS NOT NULL)",
            name=op.f("ck_report_orders_kept_until_a_day"),
        ),
        sa.ForeignKeyConstraint(
            ["ordered_by_id"], ["users.id"], name=op.f("fk_report_orders_ordered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_orders")),
    )
    op.create_index("ix_report_orders_created_at", "report_orders", ["created_at", "id"])


def downgrade() -> None:
    op.drop_table("report_orders")
