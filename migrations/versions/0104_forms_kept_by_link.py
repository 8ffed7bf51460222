"""Keep what came too late by a secret link too: there the link says whose it is."""

import sqlalchemy as sa
from alembic import op

revision = "0104"
down_revision = "0103"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("kept_forms") as batch:
        batch.alter_column("user_id", existing_type=sa.Uuid(), nullable=True)
        batch.add_column(sa.Column("link_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_kept_forms_link_id"), "links", ["link_id"], ["id"])
        batch.create_unique_constraint(op.f("uq_kept_forms_link_id"), ["link_id"])
        batch.create_check_constraint(
            op.f("ck_kept_forms_one_holder"), "(user_id IS NULL) <> (link_id IS NULL)"
        )


def downgrade() -> None:
    op.execute("DELETE FROM kept_forms WHERE user_id IS NULL")
    with op.batch_alter_table("kept_forms") as batch:
        batch.drop_constraint(op.f("ck_kept_forms_one_holder"), type_="check")
        batch.drop_constraint(op.f("uq_kept_forms_link_id"), type_="unique")
        batch.drop_constraint(op.f("fk_kept_forms_link_id"), type_="foreignkey")
        batch.drop_column("link_id")
        batch.alter_column("user_id", existing_type=sa.Uuid(), nullable=False)
