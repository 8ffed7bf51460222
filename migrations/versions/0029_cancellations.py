"""Keep what a cancelling cost, and who returned early."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_REASON = "ck_participations_countreason"
_REASONS = (
    *("counted", "guest", "chaperone", "prefecture", "other_organiser"),
    *("edition", "hosting", "online", "early_return"),
)


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    _create_cancellations()
    with op.batch_alter_table("registrations") as batch:
        batch.add_column(sa.Column("left_early_on", sa.Date(), nullable=True))
    with op.batch_alter_table("participations") as batch:
        batch.add_column(sa.Column("left_early", sa.Boolean(), nullable=True))
        batch.drop_constraint(op.f(_REASON), type_="check")
        listed = ", ".join(f"'{reason}'" for reason in _REASONS)
        batch.create_check_constraint(op.f(_REASON), sa.text(f"reason IN ({listed})"))
    op.execute("UPDATE participations SET left_early = false")
    with op.batch_alter_table("participations") as batch:
        batch.alter_column("left_early", existing_type=sa.Boolean(), nullable=False)


def _create_cancellations() -> None:
    op.create_table(
        "cancellations",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("fee", sa.Integer(), nullable=True),
        sa.Column("refund", sa.Integer(), nullable=True),
        sa.Column("charges", sa.Integer(), nullable=True),
        sa.Column("charges_note", bytewise(500), nullable=False),
        sa.Column("guardians_told", sa.Integer(), nullable=False),
        sa.Column("accounts_told", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("fee >= 0", name=op.f("ck_cancellations_fee_positive")),
        sa.CheckConstraint(
            "refund >= 0 AND refund <= fee", name=op.f("ck_cancellations_refund_within_fee")
        ),
        sa.CheckConstraint("charges >= 0", name=op.f("ck_cancellations_charges_positive")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_cancellations_edition_id")
        ),
        sa.PrimaryKeyConstraint("edition_id", name=op.f("pk_cancellations")),
    )
