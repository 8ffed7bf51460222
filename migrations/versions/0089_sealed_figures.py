"""Seal with a fiscal year what every other indicator read, and what they are counted from."""

import sqlalchemy as sa
from alembic import op

revision = "0089"
down_revision = "0088"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sealed_figures",
        sa.Column("fiscal_year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("with_demo", sa.Boolean(), nullable=False),
        sa.Column("value", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.ForeignKeyConstraint(
            ["fiscal_year"],
            ["closed_years.fiscal_year"],
            name=op.f("fk_sealed_figures_fiscal_year"),
        ),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicators.id"], name=op.f("fk_sealed_figures_indicator_id")
        ),
        sa.PrimaryKeyConstraint(
            "fiscal_year", "indicator_id", "with_demo", name=op.f("pk_sealed_figures")
        ),
    )


def downgrade() -> None:
    op.drop_table("sealed_figures")
