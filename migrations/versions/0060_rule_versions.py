"""Say from which fiscal year a version of a counting rule decides, and who settled it."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    with op.batch_alter_table("counting_rules") as batch:
        batch.add_column(sa.Column("since_year", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("reason", bytewise(1000), nullable=True))
        batch.add_column(sa.Column("drafted_by", bytewise(200), nullable=True))
    op.execute("UPDATE counting_rules SET since_year = first_year, reason = '', drafted_by = ''")
    with op.batch_alter_table("counting_rules") as batch:
        batch.alter_column("since_year", existing_type=sa.Integer(), nullable=False)
        batch.alter_column("reason", existing_type=bytewise(1000), nullable=False)
        batch.alter_column("drafted_by", existing_type=bytewise(200), nullable=False)
    op.create_table(
        "rule_decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rule_id", sa.Uuid(), nullable=False),
        sa.Column(
            "step",
            choice("rulestep", "drafted", "revised", "locked", "unlocked"),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", bytewise(200), nullable=False),
        sa.Column("reason", bytewise(1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_rule_decisions_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["counting_rules.id"], name=op.f("fk_rule_decisions_rule_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_decisions")),
    )
    op.create_index(op.f("ix_rule_decisions_rule_id"), "rule_decisions", ["rule_id"], unique=False)
