"""Keep results told by a printed letter beside those told by mail."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

_BEFORE = "uq_result_notices_registration_id"
_AFTER = "uq_result_notices_registration_id_way"


def _way() -> sa.Enum:
    return sa.Enum(
        "mailed",
        "printed",
        name="noticeway",
        native_enum=False,
        create_constraint=True,
        length=40,
    )


def upgrade() -> None:
    with op.batch_alter_table("result_notices") as batch:
        batch.add_column(sa.Column("way", _way(), nullable=True))
    op.execute("UPDATE result_notices SET way = 'mailed'")
    with op.batch_alter_table("result_notices") as batch:
        batch.alter_column("way", existing_type=sa.String(length=40), nullable=False)
        batch.drop_constraint(op.f(_BEFORE), type_="unique")
        batch.create_unique_constraint(op.f(_AFTER), ["registration_id", "way"])


def downgrade() -> None:
    op.execute("DELETE FROM result_notices WHERE way = 'printed'")
    with op.batch_alter_table("result_notices") as batch:
        batch.drop_constraint(op.f(_AFTER), type_="unique")
        batch.create_unique_constraint(op.f(_BEFORE), ["registration_id"])
        batch.drop_column("way")
