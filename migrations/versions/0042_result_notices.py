"""Create the notices of a selection's results."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_RESULTS = ("selected", "waitlisted", "not_selected")


def upgrade() -> None:
    result = sa.Enum(
        *_RESULTS, name="selectionresult", native_enum=False, create_constraint=True, length=40
    )
    op.create_table(
        "result_notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("result", result, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_result_notices_registration_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_notices")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_result_notices_registration_id")),
    )
