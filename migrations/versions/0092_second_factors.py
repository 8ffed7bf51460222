"""Keep second factors: an app, or a sheet of codes; and which sessions began with one."""

import sqlalchemy as sa
from alembic import op

revision = "0092"
down_revision = "0091"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "code_apps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=True),
        sa.Column("pending", sa.Text(), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_code_apps_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_apps")),
        sa.UniqueConstraint("user_id", name=op.f("uq_code_apps_user_id")),
    )
    op.create_table(
        "printed_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code_hash", bytewise(200), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_printed_codes_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed_codes")),
        sa.UniqueConstraint("user_id", "number", name=op.f("uq_printed_codes_user_id_number")),
    )
    with op.batch_alter_table("user_sessions") as batch:
        batch.add_column(
            sa.Column("is_strong", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    with op.batch_alter_table("user_sessions") as batch:
        batch.alter_column("is_strong", existing_type=sa.Boolean(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("user_sessions") as batch:
        batch.drop_column("is_strong")
    op.drop_table("printed_codes")
    op.drop_table("code_apps")
