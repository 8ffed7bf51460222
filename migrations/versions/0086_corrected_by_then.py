"""Keep with a closed year's total what corrections of earlier years had changed by then."""

import sqlalchemy as sa
from alembic import op

revision = "0086"
down_revision = "0085"
branch_labels = None
depends_on = None

_CHANGED = """
SELECT COALESCE(SUM(corrections.person_times), 0) FROM corrections, closed_years
WHERE closed_years.fiscal_year = sealed_totals.fiscal_year
AND corrections.state = 'approved' AND corrections.fiscal_year < sealed_totals.fiscal_year
AND corrections.decided_at <= closed_years.closed_at
AND (sealed_totals.with_demo OR NOT corrections.is_demo)
AND corrections.fiscal_year >= COALESCE((SELECT MIN(first_year) FROM counting_rules), 2024)
"""


def upgrade() -> None:
    with op.batch_alter_table("sealed_totals") as batch:
        batch.add_column(sa.Column("corrected_since", sa.Integer(), nullable=True))
    if op.get_bind().dialect.name == "postgresql":  # SQLite lost it; both get it back afterwards
        op.execute("DROP TRIGGER tr_sealed_totals_refuse_update ON sealed_totals")
    op.execute(f"UPDATE sealed_totals SET corrected_since = ({_CHANGED})")
    with op.batch_alter_table("sealed_totals") as batch:
        batch.alter_column("corrected_since", existing_type=sa.Integer(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("sealed_totals") as batch:
        batch.drop_column("corrected_since")
