"""Say of an edition who registers for it; until now schools alone did."""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None


def upgrade() -> None:
    registering = sa.Enum(
        *("school", "guardian", "both"),
        name="registering",
        native_enum=False,
        create_constraint=True,
        length=40,
    )
    with op.batch_alter_table("editions") as batch:
        batch.add_column(sa.Column("registering", registering, nullable=True))
    op.execute("UPDATE editions SET registering = 'school'")
    with op.batch_alter_table("editions") as batch:
        batch.alter_column("registering", existing_type=sa.String(length=40), nullable=False)
