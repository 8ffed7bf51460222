"""Create reported values, whose rows are only added, and inquiries to sections."""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None

_PURPOSES = (
    *("invitation", "password_reset", "feed", "consent", "partner_list", "assessor"),
    *("application", "inquiry"),
)
_LIVE = sa.text("state IN ('asked', 'answered', 'returned')")


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def chosen(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:  # long: a schema is read table by table
    listed = ", ".join(f"'{purpose}'" for purpose in _PURPOSES)
    with op.batch_alter_table("links") as batch:
        batch.drop_constraint(op.f("ck_links_linkpurpose"), type_="check")
        batch.create_check_constraint(
            op.f("ck_links_linkpurpose"), sa.text(f"purpose IN ({listed})")
        )
    step = chosen("valuestep", "entered", "returned", "accepted", "corrected")
    op.create_table(
        "indicator_values",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("step", step, nullable=False),
        sa.Column("value", sa.Numeric(14, 2), nullable=False),
        sa.Column("source", bytewise(500), nullable=False),
        sa.Column("note", bytewise(2000), nullable=False),
        sa.Column("section", bytewise(200), nullable=False),
        sa.Column("reason", bytewise(1000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", bytewise(200), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_indicator_values_number_positive")),
        sa.CheckConstraint("value >= 0", name=op.f("ck_indicator_values_value_not_negative")),
        sa.CheckConstraint("source <> ''", name=op.f("ck_indicator_values_with_source")),
        sa.CheckConstraint(
            "step NOT IN ('returned', 'corrected') OR reason <> ''",
            name=op.f("ck_indicator_values_step_with_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicators.id"], name=op.f("fk_indicator_values_indicator_id")
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_indicator_values_actor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_values")),
        sa.UniqueConstraint(
            "indicator_id",
            "year",
            "number",
            name=op.f("uq_indicator_values_indicator_id_year_number"),
        ),
    )
    state = chosen("inquirystate", "asked", "answered", "returned", "accepted", "withdrawn")
    op.create_table(
        "inquiries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("section", bytewise(200), nullable=False),
        sa.Column("way", chosen("way", "link", "account", "paper"), nullable=False),
        sa.Column("mail", bytewise(254), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=True),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("words", bytewise(1000), nullable=False),
        sa.Column("state", state, nullable=False),
        sa.Column("reason", bytewise(1000), nullable=False),
        sa.Column("reminded_of", sa.Date(), nullable=True),
        sa.Column("asked_by", bytewise(200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(way = 'link') = (mail <> '')", name=op.f("ck_inquiries_link_with_mail")
        ),
        sa.CheckConstraint(
            "(way = 'link') = (link_id IS NOT NULL)", name=op.f("ck_inquiries_link_made")
        ),
        sa.CheckConstraint(
            "state <> 'returned' OR reason <> ''", name=op.f("ck_inquiries_returned_with_reason")
        ),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicators.id"], name=op.f("fk_inquiries_indicator_id")
        ),
        sa.ForeignKeyConstraint(["link_id"], ["links.id"], name=op.f("fk_inquiries_link_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiries")),
        sa.UniqueConstraint("link_id", name=op.f("uq_inquiries_link_id")),
    )
    op.create_index("ix_inquiries_due", "inquiries", ["due", "id"])
    op.create_index("ix_inquiries_section", "inquiries", ["section", "state"])
    op.create_index(
        "uq_inquiries_live",
        "inquiries",
        ["indicator_id", "year"],
        unique=True,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    )
