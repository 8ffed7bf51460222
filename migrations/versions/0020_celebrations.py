"""Create celebrations, what belongs to them, and the steps of their runways."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:  # long: a schema is read table by table
    op.create_table(
        "celebrations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("basis_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("search_key", bytewise(1000), nullable=False),
        sa.Column("theme", bytewise(300), nullable=False),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("days_fixed", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            choice(
                "celebrationstate", "idea", "planned", "confirmed", "held", "postponed", "cancelled"
            ),
            nullable=False,
        ),
        sa.Column("reason", bytewise(500), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("runway_since", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("ordinal > 0", name=op.f("ck_celebrations_ordinal_positive")),
        sa.CheckConstraint(
            "(starts IS NULL) = (ends IS NULL)", name=op.f("ck_celebrations_both_days_or_none")
        ),
        sa.CheckConstraint("ends >= starts", name=op.f("ck_celebrations_ends_after_starts")),
        sa.CheckConstraint(
            "NOT days_fixed OR starts IS NOT NULL", name=op.f("ck_celebrations_fixed_days_given")
        ),
        sa.CheckConstraint(
            "state NOT IN ('confirmed', 'held') OR days_fixed",
            name=op.f("ck_celebrations_confirmed_with_days"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('postponed', 'cancelled') OR reason <> ''",
            name=op.f("ck_celebrations_stopped_with_reason"),
        ),
        sa.CheckConstraint(
            "published_at IS NULL OR state NOT IN ('idea', 'planned')",
            name=op.f("ck_celebrations_published_when_settled"),
        ),
        sa.ForeignKeyConstraint(["basis_id"], ["bases.id"], name=op.f("fk_celebrations_basis_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_celebrations_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_celebrations")),
    )
    op.create_index("ix_celebrations_basis_id_ordinal", "celebrations", ["basis_id", "ordinal"])
    op.create_index("ix_celebrations_starts", "celebrations", ["starts", "id"])
    op.create_index(op.f("ix_celebrations_owner_id"), "celebrations", ["owner_id"])
    op.create_table(
        "celebration_visits",
        sa.Column("celebration_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["celebration_id"],
            ["celebrations.id"],
            name=op.f("fk_celebration_visits_celebration_id"),
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits.id"], name=op.f("fk_celebration_visits_visit_id")
        ),
        sa.PrimaryKeyConstraint("celebration_id", "visit_id", name=op.f("pk_celebration_visits")),
    )
    op.create_index(op.f("ix_celebration_visits_visit_id"), "celebration_visits", ["visit_id"])
    op.create_table(
        "celebration_editions",
        sa.Column("celebration_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["celebration_id"],
            ["celebrations.id"],
            name=op.f("fk_celebration_editions_celebration_id"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_celebration_editions_edition_id")
        ),
        sa.PrimaryKeyConstraint(
            "celebration_id", "edition_id", name=op.f("pk_celebration_editions")
        ),
    )
    op.create_index(
        op.f("ix_celebration_editions_edition_id"), "celebration_editions", ["edition_id"]
    )
    op.create_table(
        "runway_steps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("celebration_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("anchor", choice("stepanchor", "celebration", "budget", "fixed"), nullable=False),
        sa.Column("months_before", sa.Integer(), nullable=True),
        sa.Column("budget_day", bytewise(5), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(anchor = 'celebration') = (months_before IS NOT NULL)",
            name=op.f("ck_runway_steps_months"),
        ),
        sa.CheckConstraint(
            "(anchor = 'budget') = (budget_day IS NOT NULL)",
            name=op.f("ck_runway_steps_budget_day_set"),
        ),
        sa.ForeignKeyConstraint(
            ["celebration_id"], ["celebrations.id"], name=op.f("fk_runway_steps_celebration_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_runway_steps_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runway_steps")),
        sa.UniqueConstraint("task_id", name=op.f("uq_runway_steps_task_id")),
    )
    op.create_index("ix_runway_steps_celebration_id_due", "runway_steps", ["celebration_id", "due"])
    op.create_index("ix_runway_steps_due", "runway_steps", ["due", "id"])
