"""Hold lotteries that anyone can re-run."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("registrations") as batch:
        batch.add_column(sa.Column("blind_number", sa.Integer(), nullable=True))
        batch.create_unique_constraint(
            op.f("uq_registrations_edition_id_blind_number"), ["edition_id", "blind_number"]
        )
    op.create_table(
        "lotteries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("seed", bytewise(200), nullable=False),
        sa.Column("seed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("list_text", sa.Text(), nullable=True),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(listed_at IS NULL) = (list_text IS NULL)",
            name=op.f("ck_lotteries_list_has_its_time"),
        ),
        sa.CheckConstraint(
            "drawn_at IS NULL OR listed_at IS NOT NULL",
            name=op.f("ck_lotteries_drawn_after_listing"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_lotteries_edition_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lotteries")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_lotteries_edition_id")),
    )
