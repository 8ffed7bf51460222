"""Keep in plain whether a passport is valid until the return day it was held against."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("passports") as batch:
        batch.add_column(sa.Column("covers_return", sa.Boolean(), nullable=True))
        batch.add_column(sa.Column("return_day", sa.Date(), nullable=True))
        batch.create_check_constraint(
            op.f("ck_passports_return_day_known"),
            "(covers_return IS NULL) = (return_day IS NULL)",
        )


def downgrade() -> None:
    with op.batch_alter_table("passports") as batch:
        batch.drop_constraint(op.f("ck_passports_return_day_known"), type_="check")
        batch.drop_column("return_day")
        batch.drop_column("covers_return")
