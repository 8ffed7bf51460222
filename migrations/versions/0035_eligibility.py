"""Say who may take part in an edition, and which earlier one it answers."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_KINDS = (
    *("grade", "age", "pupil_resides", "guardian_resides"),
    *("first_time", "all_training", "hosts_in_return", "passport"),
)


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def choice(name: str) -> sa.Enum:
    return sa.Enum(*_KINDS, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:  # long: a schema is read table by table
    with op.batch_alter_table("editions") as batch:
        batch.add_column(sa.Column("reference_day", sa.Date(), nullable=True))
        batch.add_column(sa.Column("follows_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_editions_follows_id"), "editions", ["follows_id"], ["id"])
        batch.create_check_constraint(op.f("ck_editions_follows_another"), "follows_id <> id")
        batch.create_index(op.f("ix_editions_follows_id"), ["follows_id"])
    op.create_table(
        "eligibility_rules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("kind", choice("requirement"), nullable=False),
        sa.Column("lowest", sa.Integer(), nullable=True),
        sa.Column("highest", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind IN ('grade', 'age')) = (lowest IS NOT NULL AND highest IS NOT NULL)",
            name=op.f("ck_eligibility_rules_limits_of_grade_and_age"),
        ),
        sa.CheckConstraint("highest >= lowest", name=op.f("ck_eligibility_rules_limits_in_order")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_eligibility_rules_edition_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligibility_rules")),
        sa.UniqueConstraint(
            "edition_id", "kind", name=op.f("uq_eligibility_rules_edition_id_kind")
        ),
    )
    op.create_table(
        "eligibility_checks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("kind", choice("check_kind"), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("reason", bytewise(500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_name", bytewise(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_eligibility_checks_registration_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligibility_checks")),
        sa.UniqueConstraint(
            "registration_id", "kind", name=op.f("uq_eligibility_checks_registration_id_kind")
        ),
    )
