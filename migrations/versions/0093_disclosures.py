"""Keep copies of what is kept about a pupil until whoever ordered them has taken them."""

import sqlalchemy as sa
from alembic import op

revision = "0093"
down_revision = "0092"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)
_STATES = ("waiting", "ready", "taken", "dropped", "failed")


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "disclosures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pupil_id", sa.Uuid(), nullable=False),
        sa.Column("asker", bytewise(200), nullable=False),
        sa.Column("checked", bytewise(200), nullable=False),
        sa.Column("purpose", bytewise(500), nullable=False),
        sa.Column("state", choice("disclosurestate", *_STATES), nullable=False),
        sa.Column("ordered_by", bytewise(200), nullable=False),
        sa.Column("ordered_by_id", sa.Uuid(), nullable=True),
        sa.Column("ordered_at", _INSTANT, nullable=False),
        sa.Column("kept_until", _INSTANT, nullable=True),
        sa.Column("taken_at", _INSTANT, nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(state = 'ready') = (body IS NOT NULL)", name=op.f("ck_disclosures_body_while_ready")
        ),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupils.id"], name=op.f("fk_disclosures_pupil_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosures")),
    )
    op.create_index("ix_disclosures_ordered_at", "disclosures", ["ordered_at", "id"])
    op.create_index(op.f("ix_disclosures_pupil_id"), "disclosures", ["pupil_id"])


def downgrade() -> None:
    op.drop_table("disclosures")
