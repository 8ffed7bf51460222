"""Create the memory of what the data files last gave."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:  # long: a schema is read table by table
    op.create_table(
        "reference_rows",
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("kind", bytewise(40), nullable=False),
        sa.Column("slug", bytewise(200), nullable=False),
        sa.Column("loaded", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_reference_rows")),
    )
