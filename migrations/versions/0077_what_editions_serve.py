"""Say which measures and leading projects of the strategy an edition of youth exchange serves."""

import sqlalchemy as sa
from alembic import op

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _tie("edition_measures", "measure_id", "measures")
    _tie("edition_projects", "project_id", "leading_projects")


def downgrade() -> None:
    op.drop_table("edition_projects")
    op.drop_table("edition_measures")


def _tie(name: str, key: str, other: str) -> None:
    op.create_table(
        name,
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column(key, sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f(f"fk_{name}_edition_id")
        ),
        sa.ForeignKeyConstraint([key], [f"{other}.id"], name=op.f(f"fk_{name}_{key}")),
        sa.PrimaryKeyConstraint("edition_id", key, name=op.f(f"pk_{name}")),
    )
    op.create_index(f"ix_{name}_{key}", name, [key], unique=False)
