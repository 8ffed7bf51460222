"""Answer pupils' reports: accepted or returned, and published with consent alone."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

STATES = ("handed_in", "accepted", "returned")


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def listed(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    with op.batch_alter_table("pupil_reports") as batch:
        batch.add_column(sa.Column("state", listed("reportstate", *STATES), nullable=True))
        batch.add_column(sa.Column("answer", bytewise(500), nullable=True))
        batch.add_column(sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("answered_by", bytewise(200), nullable=True))
        batch.add_column(sa.Column("may_publish", sa.Boolean(), nullable=True))
        batch.add_column(sa.Column("publish_said_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("is_public", sa.Boolean(), nullable=True))
    op.execute(
        "UPDATE pupil_reports"
        " SET state = 'handed_in', answer = '', may_publish = false, is_public = false"
    )
    with op.batch_alter_table("pupil_reports") as batch:
        batch.alter_column("state", existing_type=sa.String(length=40), nullable=False)
        batch.alter_column("answer", existing_type=bytewise(500), nullable=False)
        batch.alter_column("may_publish", existing_type=sa.Boolean(), nullable=False)
        batch.alter_column("is_public", existing_type=sa.Boolean(), nullable=False)
        batch.create_check_constraint(
            op.f("ck_pupil_reports_public_with_consent"),
            "NOT is_public OR (may_publish AND state = 'accepted')",
        )


def downgrade() -> None:
    with op.batch_alter_table("pupil_reports") as batch:
        batch.drop_constraint(op.f("ck_pupil_reports_public_with_consent"), type_="check")
        for name in (
            "is_public",
            "publish_said_at",
            "may_publish",
            "answered_by",
            "answered_at",
            "answer",
            "state",
        ):
            batch.drop_column(name)
