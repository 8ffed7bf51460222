"""Create visits, members and itineraries."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:  # long: a schema is read table by table
    op.create_table(
        "visits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "direction",
            sa.Enum(
                "out", "in", name="direction", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "level",
            sa.Enum(
                "mayor",
                "deputy_mayor",
                "council",
                "director",
                "officials",
                "business",
                "citizens",
                "youth",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("search_key", bytewise(1000), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("hosts", bytewise(500), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "planned",
                "approved",
                "confirmed",
                "under_way",
                "closed",
                "postponed",
                "cancelled",
                name="visitstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", bytewise(500), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("edition_id", sa.Uuid(), nullable=True),
        sa.Column("document_number", bytewise(60), nullable=False),
        sa.Column("drafted_on", sa.Date(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column(
            "approval_class",
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
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "published_at IS NULL OR state NOT IN ('draft', 'planned', 'approved')",
            name=op.f("ck_visits_published_when_settled"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'confirmed', 'under_way', 'closed') OR (approved_on IS NOT NULL AND approval_class IS NOT NULL)",
            name=op.f("ck_visits_approval_recorded"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('postponed', 'cancelled') OR reason <> ''",
            name=op.f("ck_visits_stopped_with_reason"),
        ),
        sa.CheckConstraint(
            "approved_on >= drafted_on", name=op.f("ck_visits_approved_after_draft")
        ),
        sa.CheckConstraint("ends >= starts", name=op.f("ck_visits_ends_after_starts")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_visits_edition_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_visits_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
    )
    op.create_index(op.f("ix_visits_edition_id"), "visits", ["edition_id"], unique=False)
    op.create_index("ix_visits_ends", "visits", ["ends", "id"], unique=False)
    op.create_index(op.f("ix_visits_owner_id"), "visits", ["owner_id"], unique=False)
    op.create_index("ix_visits_starts", "visits", ["starts", "id"], unique=False)
    op.create_table(
        "itinerary_items",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("track", bytewise(60), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("place", bytewise(200), nullable=False),
        sa.Column("start_day", sa.Date(), nullable=False),
        sa.Column("start_clock", sa.Time(), nullable=False),
        sa.Column("start_zone", bytewise(64), nullable=False),
        sa.Column("start_fold", sa.Integer(), nullable=False),
        sa.Column("end_day", sa.Date(), nullable=False),
        sa.Column("end_clock", sa.Time(), nullable=False),
        sa.Column("end_zone", bytewise(64), nullable=False),
        sa.Column("end_fold", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "ends_at >= starts_at", name=op.f("ck_itinerary_items_ends_after_starts")
        ),
        sa.CheckConstraint(
            "start_fold IN (0, 1) AND end_fold IN (0, 1)", name=op.f("ck_itinerary_items_folds")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits.id"], name=op.f("fk_itinerary_items_visit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_itinerary_items")),
    )
    op.create_index("ix_itinerary_items_starts_at", "itinerary_items", ["starts_at"], unique=False)
    op.create_index(
        "ix_itinerary_items_visit_id_starts_at",
        "itinerary_items",
        ["visit_id", "starts_at"],
        unique=False,
    )
    op.create_table(
        "visit_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "leader",
                "deputy_leader",
                "member",
                "attendant",
                "interpreter",
                name="memberrole",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("precedence", sa.Integer(), nullable=True),
        sa.Column("diet", bytewise(200), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (precedence IS NOT NULL)",
            name=op.f("ck_visit_members_ranked_until_ended"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_visit_members_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits.id"], name=op.f("fk_visit_members_visit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_members")),
        sa.UniqueConstraint(
            "visit_id", "precedence", name=op.f("uq_visit_members_visit_id_precedence")
        ),
    )
    op.create_index(
        op.f("ix_visit_members_person_id"), "visit_members", ["person_id"], unique=False
    )
    op.create_index(
        "uq_visit_members_visit_id_person_id",
        "visit_members",
        ["visit_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "visit_partners",
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.id"], name=op.f("fk_visit_partners_partner_id")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits.id"], name=op.f("fk_visit_partners_visit_id")
        ),
        sa.PrimaryKeyConstraint("visit_id", "partner_id", name=op.f("pk_visit_partners")),
    )
    op.create_index(
        op.f("ix_visit_partners_partner_id"), "visit_partners", ["partner_id"], unique=False
    )
