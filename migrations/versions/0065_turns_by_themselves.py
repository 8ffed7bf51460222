"""Let a visit that is closed settle the turn of a cycle by itself; say why one was taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("visit_cycles") as table:
        table.add_column(sa.Column("tolerance", sa.Integer(), nullable=True))
    op.execute("UPDATE visit_cycles SET tolerance = CASE WHEN years > 2 THEN 1 ELSE 0 END")
    with op.batch_alter_table("visit_cycles") as table:
        table.alter_column("tolerance", existing_type=sa.Integer(), nullable=False)
        table.create_check_constraint(
            op.f("ck_visit_cycles_tolerance_range"), "tolerance >= 0 AND 2 * tolerance < years"
        )
    with op.batch_alter_table("cycle_turns") as table:
        table.add_column(sa.Column("by_itself", sa.Boolean(), nullable=True))
        table.add_column(sa.Column("reopened_because", bytewise(500), nullable=True))
    turns = sa.table("cycle_turns", sa.column("by_itself"), sa.column("reopened_because"))
    op.execute(turns.update().values(by_itself=sa.false(), reopened_because=""))
    with op.batch_alter_table("cycle_turns") as table:
        table.alter_column("by_itself", existing_type=sa.Boolean(), nullable=False)
        table.alter_column("reopened_because", existing_type=bytewise(500), nullable=False)
