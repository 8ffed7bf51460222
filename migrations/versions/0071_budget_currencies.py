"""Keep what a commitment and a payment were reckoned from, where that was another currency."""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("budget_lines") as table:
        for of in ("committed_", "spent_"):
            table.add_column(sa.Column(f"{of}foreign_minor", sa.BigInteger(), nullable=True))
            table.add_column(sa.Column(f"{of}foreign_currency", bytewise(3), nullable=True))
            table.add_column(sa.Column(f"{of}rate", sa.Numeric(14, 6), nullable=True))
            table.add_column(sa.Column(f"{of}rate_on", sa.Date(), nullable=True))
            table.create_check_constraint(
                op.f(f"ck_budget_lines_{of}rate_with_its_day"),
                f"({of}foreign_minor IS NULL) = ({of}rate IS NULL)"
                f" AND ({of}rate IS NULL) = ({of}rate_on IS NULL)",
            )
            table.create_check_constraint(
                op.f(f"ck_budget_lines_{of}rate_positive"), f"{of}rate > 0"
            )
