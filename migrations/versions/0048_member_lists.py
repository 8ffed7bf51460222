"""Keep partners' lists of members, approved titles, orders of precedence, who replaced whom."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def editable() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
    ]


def upgrade() -> None:
    _members()
    _event_orders()
    _lists()
    _titles()


def _members() -> None:  # long: a table is changed column by column
    with op.batch_alter_table("visits") as batch:
        batch.add_column(sa.Column("order_reason", bytewise(500), nullable=True))
    op.execute("UPDATE visits SET order_reason = ''")
    with op.batch_alter_table("visits") as batch:
        batch.alter_column("order_reason", existing_type=bytewise(500), nullable=False)
    with op.batch_alter_table("visit_members") as batch:
        batch.add_column(sa.Column("title_as_sent", bytewise(200), nullable=True))
        batch.add_column(sa.Column("mobility", bytewise(200), nullable=True))
        batch.add_column(sa.Column("companion_of_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("replaced_by_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("changed_at", _INSTANT, nullable=True))
    op.execute(
        "UPDATE visit_members SET title_as_sent = '', mobility = '', changed_at = updated_at"
    )
    # Of several heads of one delegation the first in the order stays it.
    op.execute(
        "UPDATE visit_members SET role = 'deputy_leader' WHERE role = 'leader'"
        " AND ended_at IS NULL AND EXISTS (SELECT 1 FROM visit_members AS better"
        " WHERE better.visit_id = visit_members.visit_id AND better.role = 'leader'"
        " AND better.ended_at IS NULL AND better.precedence < visit_members.precedence)"
    )
    with op.batch_alter_table("visit_members") as batch:
        batch.alter_column("title_as_sent", existing_type=bytewise(200), nullable=False)
        batch.alter_column("mobility", existing_type=bytewise(200), nullable=False)
        batch.alter_column("changed_at", existing_type=_INSTANT, nullable=False)
        for column in ("companion_of_id", "replaced_by_id"):
            key = op.f(f"fk_visit_members_{column}")
            batch.create_foreign_key(key, "visit_members", [column], ["id"])
            batch.create_index(op.f(f"ix_visit_members_{column}"), [column])
        batch.create_check_constraint(
            op.f("ck_visit_members_replaced_once_ended"),
            "replaced_by_id IS NULL OR ended_at IS NOT NULL",
        )
        batch.create_check_constraint(
            op.f("ck_visit_members_companion_of_another"), "companion_of_id <> id"
        )
        batch.create_index(
            "uq_visit_members_visit_id_role",
            ["visit_id", "role"],
            unique=True,
            sqlite_where=sa.text("role = 'leader' AND ended_at IS NULL"),
            postgresql_where=sa.text("role = 'leader' AND ended_at IS NULL"),
        )


def _event_orders() -> None:
    op.create_table(
        "event_orders",
        *editable(),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("name", bytewise(200), nullable=False),
        sa.Column("reason", bytewise(500), nullable=False),
        sa.Column("ended_at", _INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_event_orders_visit_id")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["itinerary_items.id"], name=op.f("fk_event_orders_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_orders")),
    )
    op.create_index(op.f("ix_event_orders_visit_id"), "event_orders", ["visit_id"])
    op.create_index(
        "uq_event_orders_item_id",
        "event_orders",
        ["item_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "event_ranks",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["event_orders.id"], name=op.f("fk_event_ranks_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["visit_members.id"], name=op.f("fk_event_ranks_member_id")
        ),
        sa.PrimaryKeyConstraint("order_id", "member_id", name=op.f("pk_event_ranks")),
        sa.UniqueConstraint("order_id", "rank", name=op.f("uq_event_ranks_order_id_rank")),
    )
    op.create_index(op.f("ix_event_ranks_member_id"), "event_ranks", ["member_id"])


def _lists() -> None:  # long: a schema is read table by table
    op.create_table(
        "member_lists",
        *editable(),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("source", choice("listsource", "office", "partner"), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=True),
        sa.Column("file_name", bytewise(200), nullable=False),
        sa.Column("sent_by", bytewise(200), nullable=False),
        sa.Column("state", choice("liststate", "waiting", "confirmed", "dropped"), nullable=False),
        sa.Column("kept", sa.Text(), nullable=True),
        sa.Column("kept_until", _INSTANT, nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=True),
        sa.Column("confirmed_at", _INSTANT, nullable=True),
        sa.CheckConstraint(
            "(state = 'waiting') = (kept IS NOT NULL)",
            name=op.f("ck_member_lists_kept_while_waiting"),
        ),
        sa.CheckConstraint(
            "(state = 'confirmed') = (confirmed_at IS NOT NULL)",
            name=op.f("ck_member_lists_confirmed_at_its_time"),
        ),
        sa.CheckConstraint(
            "(source = 'partner') = (link_id IS NOT NULL)",
            name=op.f("ck_member_lists_partner_by_link"),
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_member_lists_visit_id")),
        sa.ForeignKeyConstraint(["link_id"], ["links.id"], name=op.f("fk_member_lists_link_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_lists")),
    )
    op.create_index(
        "ix_member_lists_visit_id_created_at", "member_lists", ["visit_id", "created_at"]
    )
    op.create_index(op.f("ix_member_lists_link_id"), "member_lists", ["link_id"])
    op.create_table(
        "member_list_habits",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("meanings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.id"], name=op.f("fk_member_list_habits_partner_id")
        ),
        sa.PrimaryKeyConstraint("partner_id", name=op.f("pk_member_list_habits")),
    )


def _titles() -> None:
    op.create_table(
        "title_terms",
        *editable(),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("language", bytewise(20), nullable=False),
        sa.Column("term", bytewise(200), nullable=False),
        sa.Column("term_key", bytewise(200), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("approved_by", bytewise(200), nullable=False),
        sa.Column("approved_at", _INSTANT, nullable=False),
        sa.Column("ended_at", _INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.id"], name=op.f("fk_title_terms_partner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_title_terms")),
    )
    op.create_index(
        "uq_title_terms_partner_id_language_term_key",
        "title_terms",
        ["partner_id", "language", "term_key"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
