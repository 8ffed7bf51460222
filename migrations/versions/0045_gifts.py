"""Create gifts, the stock of the city's own, what is better not given, and the limits."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:  # long: a schema is read table by table
    op.create_table(
        "gift_limits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "line",
            sa.Enum(
                "rewards",
                "entertainment",
                "none",
                name="giftline",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("most", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("note", bytewise(300), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("line <> 'none'", name=op.f("ck_gift_limits_line_is_charged")),
        sa.CheckConstraint("most > 0", name=op.f("ck_gift_limits_most_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gift_limits")),
    )
    op.create_table(
        "gift_stock_items",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("maker", bytewise(200), nullable=False),
        sa.Column("unit_value_minor", sa.BigInteger(), nullable=False),
        sa.Column("unit_value_currency", bytewise(3), nullable=False),
        sa.Column("kept_at", bytewise(200), nullable=False),
        sa.Column("sort_key", bytewise(500), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "unit_value_minor >= 0", name=op.f("ck_gift_stock_items_unit_value_not_negative")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gift_stock_items")),
    )
    op.create_index("ix_gift_stock_items_sort_key", "gift_stock_items", ["sort_key"], unique=False)
    op.create_table(
        "gift_taboos",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "manners",
                "import",
                name="tabookind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", bytewise(500), nullable=False),
        sa.Column("partners", sa.JSON(), nullable=False),
        sa.Column("note", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("source", bytewise(300), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("words <> ''", name=op.f("ck_gift_taboos_with_words")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gift_taboos")),
    )
    op.create_table(
        "gifts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "direction",
            sa.Enum(
                "given",
                "received",
                name="giftdirection",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("itinerary_item_id", sa.Uuid(), nullable=True),
        sa.Column("giver_id", sa.Uuid(), nullable=True),
        sa.Column("giver", bytewise(200), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=True),
        sa.Column("recipient", bytewise(200), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("search_key", bytewise(2000), nullable=False),
        sa.Column("stock_item_id", sa.Uuid(), nullable=True),
        sa.Column("maker", bytewise(200), nullable=False),
        sa.Column("unit_price_minor", sa.BigInteger(), nullable=True),
        sa.Column("unit_price_currency", bytewise(3), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("value_minor", sa.BigInteger(), nullable=True),
        sa.Column("value_currency", bytewise(3), nullable=True),
        sa.Column(
            "line",
            sa.Enum(
                "rewards",
                "entertainment",
                "none",
                name="giftline",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("document_number", bytewise(60), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column(
            "decided_by",
            sa.Enum(
                "mayor",
                "deputy_mayor",
                "bureau",
                "department",
                "section",
                name="approvalclass",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("kept_at", bytewise(200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("repeat_reason", bytewise(300), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "giver_id IS NOT NULL OR giver <> ''", name=op.f("ck_gifts_giver_named")
        ),
        sa.CheckConstraint(
            "line = 'none' OR (direction = 'given' AND value_currency = 'JPY')",
            name=op.f("ck_gifts_charged_in_yen"),
        ),
        sa.CheckConstraint(
            "recipient_id IS NOT NULL OR recipient <> ''", name=op.f("ck_gifts_recipient_named")
        ),
        sa.CheckConstraint(
            "stock_item_id IS NULL OR direction = 'given'", name=op.f("ck_gifts_stock_is_given")
        ),
        sa.CheckConstraint(
            "(approved_on IS NULL) = (decided_by IS NULL)",
            name=op.f("ck_gifts_approval_with_class"),
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_gifts_quantity_positive")),
        sa.CheckConstraint("unit_price_minor >= 0", name=op.f("ck_gifts_unit_price_not_negative")),
        sa.CheckConstraint("value_minor >= 0", name=op.f("ck_gifts_value_not_negative")),
        sa.ForeignKeyConstraint(["giver_id"], ["people.id"], name=op.f("fk_gifts_giver_id")),
        sa.ForeignKeyConstraint(
            ["itinerary_item_id"], ["itinerary_items.id"], name=op.f("fk_gifts_itinerary_item_id")
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_gifts_partner_id")),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["people.id"], name=op.f("fk_gifts_recipient_id")
        ),
        sa.ForeignKeyConstraint(
            ["stock_item_id"], ["gift_stock_items.id"], name=op.f("fk_gifts_stock_item_id")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_gifts_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gifts")),
    )
    op.create_index("ix_gifts_day", "gifts", ["day", "id"], unique=False)
    op.create_index("ix_gifts_giver_id", "gifts", ["giver_id"], unique=False)
    op.create_index("ix_gifts_itinerary_item_id", "gifts", ["itinerary_item_id"], unique=False)
    op.create_index("ix_gifts_partner_id_day", "gifts", ["partner_id", "day"], unique=False)
    op.create_index("ix_gifts_recipient_id", "gifts", ["recipient_id"], unique=False)
    op.create_index("ix_gifts_stock_item_id", "gifts", ["stock_item_id"], unique=False)
    op.create_index("ix_gifts_visit_id", "gifts", ["visit_id"], unique=False)
    op.create_table(
        "gift_stock_movements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "bought",
                "used",
                "counted",
                "given",
                "returned",
                name="movementkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("gift_id", sa.Uuid(), nullable=True),
        sa.Column("note", bytewise(300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", bytewise(200), nullable=False),
        sa.CheckConstraint(
            "(kind IN ('given', 'returned')) = (gift_id IS NOT NULL)",
            name=op.f("ck_gift_stock_movements_gift_of_a_movement"),
        ),
        sa.CheckConstraint("quantity <> 0", name=op.f("ck_gift_stock_movements_quantity_moves")),
        sa.ForeignKeyConstraint(
            ["gift_id"], ["gifts.id"], name=op.f("fk_gift_stock_movements_gift_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["gift_stock_items.id"], name=op.f("fk_gift_stock_movements_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gift_stock_movements")),
    )
    op.create_index(
        "ix_gift_stock_movements_gift_id", "gift_stock_movements", ["gift_id"], unique=False
    )
    op.create_index(
        "ix_gift_stock_movements_item_id_at",
        "gift_stock_movements",
        ["item_id", "at"],
        unique=False,
    )
