"""Create host families, their guests, and pairs that last over years."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:  # long: a schema is read table by table
    op.create_table(
        "hosting_plans",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("suggests", sa.Boolean(), nullable=False),
        sa.Column("purged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_hosting_plans_edition_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hosting_plans")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_hosting_plans_edition_id")),
    )
    op.create_table(
        "host_families",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", bytewise(200), nullable=False),
        sa.Column("kana", bytewise(200), nullable=False),
        sa.Column("sort_key", bytewise(500), nullable=False),
        sa.Column("match_key", bytewise(450), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("mail", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("hobbies", sa.JSON(), nullable=False),
        sa.Column("animals", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("pets", bytewise(300), nullable=False),
        sa.Column(
            "smoking", choice("smoking", "unknown", "none", "outside", "inside"), nullable=False
        ),
        sa.Column("meals", bytewise(500), nullable=False),
        sa.Column("preference", choice("preference", "any", "female", "male"), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("free_from", sa.Date(), nullable=True),
        sa.Column("free_until", sa.Date(), nullable=True),
        sa.Column("registration_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", bytewise(500), nullable=False),
        sa.Column("purged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(free_from IS NULL) = (free_until IS NULL)",
            name=op.f("ck_host_families_free_both_or_none"),
        ),
        sa.CheckConstraint("free_until >= free_from", name=op.f("ck_host_families_free_in_order")),
        sa.CheckConstraint("places >= 1", name=op.f("ck_host_families_places_positive")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_host_families_edition_id")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_host_families_registration_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_families")),
        sa.UniqueConstraint(
            "edition_id", "number", name=op.f("uq_host_families_edition_id_number")
        ),
    )
    op.create_index(
        op.f("ix_host_families_registration_id"), "host_families", ["registration_id"], unique=False
    )
    op.create_index(
        op.f("uq_host_families_edition_id_match_key"),
        "host_families",
        ["edition_id", "match_key"],
        unique=True,
    )
    op.create_table(
        "host_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", bytewise(200), nullable=False),
        sa.Column("relation", bytewise(60), nullable=False),
        sa.Column(
            "age",
            choice(
                "ageband", "small", "child", "teen", "young", "middle", "senior", "adult", "minor"
            ),
            nullable=False,
        ),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["family_id"], ["host_families.id"], name=op.f("fk_host_members_family_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_members")),
    )
    op.create_index(
        op.f("ix_host_members_family_id_position"),
        "host_members",
        ["family_id", "position"],
        unique=False,
    )
    op.create_table(
        "host_checks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            choice("checkkind", "papers", "interview", "visit", "identity", "pledge"),
            nullable=False,
        ),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("result", choice("checkresult", "passed", "failed"), nullable=False),
        sa.Column("checked_by", bytewise(200), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", bytewise(200), nullable=False),
        sa.CheckConstraint(
            "expires_on >= checked_on", name=op.f("ck_host_checks_expires_after_check")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["host_members.id"], name=op.f("fk_host_checks_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_checks")),
    )
    op.create_index(
        op.f("ix_host_checks_member_id_checked_on"),
        "host_checks",
        ["member_id", "checked_on"],
        unique=False,
    )
    op.create_table(
        "guests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("sex", choice("sex", "female", "male", "unstated"), nullable=False),
        sa.Column("age", sa.Integer(), nullable=False),
        sa.Column("school", bytewise(200), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("hobbies", sa.JSON(), nullable=False),
        sa.Column("stays_from", sa.Date(), nullable=True),
        sa.Column("stays_until", sa.Date(), nullable=True),
        sa.Column("avoids", sa.Text(), nullable=True),
        sa.Column("needs", sa.Text(), nullable=True),
        sa.Column("consent_on", sa.Date(), nullable=True),
        sa.Column("consent_paper", bytewise(300), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawal_reason", bytewise(500), nullable=False),
        sa.Column("purged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("family_name", bytewise(100), nullable=False),
        sa.Column("given_name", bytewise(100), nullable=False),
        sa.Column("family_kana", bytewise(100), nullable=False),
        sa.Column("given_kana", bytewise(100), nullable=False),
        sa.Column("family_romaji", bytewise(100), nullable=False),
        sa.Column("given_romaji", bytewise(100), nullable=False),
        sa.Column("native_name", bytewise(200), nullable=False),
        sa.Column("passport_name", bytewise(200), nullable=False),
        sa.Column("honorifics", sa.JSON(), nullable=False),
        sa.Column("search_key", bytewise(1200), nullable=False),
        sa.Column("sort_key", bytewise(500), nullable=False),
        sa.CheckConstraint("age BETWEEN 6 AND 30", name=op.f("ck_guests_age_range")),
        sa.CheckConstraint(
            "(stays_from IS NULL) = (stays_until IS NULL)", name=op.f("ck_guests_stay_both_or_none")
        ),
        sa.CheckConstraint("stays_until >= stays_from", name=op.f("ck_guests_stay_in_order")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_guests_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guests")),
    )
    op.create_index(
        op.f("ix_guests_edition_id_sort_key"), "guests", ["edition_id", "sort_key"], unique=False
    )
    op.create_index(op.f("ix_guests_sort_key"), "guests", ["sort_key"], unique=False)
    op.create_table(
        "placements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("guest_id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", bytewise(200), nullable=False),
        sa.Column("reason", bytewise(500), nullable=False),
        sa.Column("accepted", sa.JSON(), nullable=False),
        sa.Column("suggested", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", bytewise(200), nullable=False),
        sa.Column("end_reason", bytewise(500), nullable=False),
        sa.Column("was_begun", sa.Boolean(), nullable=False),
        sa.CheckConstraint("until >= starts", name=op.f("ck_placements_days_in_order")),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (end_reason = '')", name=op.f("ck_placements_ended_with_reason")
        ),
        sa.ForeignKeyConstraint(
            ["family_id"], ["host_families.id"], name=op.f("fk_placements_family_id")
        ),
        sa.ForeignKeyConstraint(["guest_id"], ["guests.id"], name=op.f("fk_placements_guest_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placements")),
    )
    op.create_index(op.f("ix_placements_family_id"), "placements", ["family_id"], unique=False)
    op.create_index(
        op.f("ix_placements_guest_id_placed_at"),
        "placements",
        ["guest_id", "placed_at"],
        unique=False,
    )
    op.create_table(
        "youth_pairs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("pupil_id", sa.Uuid(), nullable=False),
        sa.Column("guest_id", sa.Uuid(), nullable=False),
        sa.Column("carried_to_id", sa.Uuid(), nullable=True),
        sa.Column("carried_guest_id", sa.Uuid(), nullable=True),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("made_by", bytewise(200), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", bytewise(200), nullable=False),
        sa.Column("end_reason", bytewise(500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "carried_guest_id IS NULL OR carried_to_id IS NOT NULL",
            name=op.f("ck_youth_pairs_carried_whole"),
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (end_reason = '')", name=op.f("ck_youth_pairs_ended_with_reason")
        ),
        sa.ForeignKeyConstraint(
            ["carried_guest_id"], ["guests.id"], name=op.f("fk_youth_pairs_carried_guest_id")
        ),
        sa.ForeignKeyConstraint(
            ["carried_to_id"], ["editions.id"], name=op.f("fk_youth_pairs_carried_to_id")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_youth_pairs_edition_id")
        ),
        sa.ForeignKeyConstraint(["guest_id"], ["guests.id"], name=op.f("fk_youth_pairs_guest_id")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupils.id"], name=op.f("fk_youth_pairs_pupil_id")),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["youth_pairs.id"], name=op.f("fk_youth_pairs_replaces_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_youth_pairs")),
    )
    op.create_index(
        op.f("ix_youth_pairs_carried_guest_id"), "youth_pairs", ["carried_guest_id"], unique=False
    )
    op.create_index(
        op.f("ix_youth_pairs_carried_to_id"), "youth_pairs", ["carried_to_id"], unique=False
    )
    op.create_index(op.f("ix_youth_pairs_edition_id"), "youth_pairs", ["edition_id"], unique=False)
    op.create_index(op.f("ix_youth_pairs_pupil_id"), "youth_pairs", ["pupil_id"], unique=False)
    op.create_index(
        op.f("ix_youth_pairs_replaces_id"), "youth_pairs", ["replaces_id"], unique=False
    )
    op.create_index(
        op.f("uq_youth_pairs_guest_id"),
        "youth_pairs",
        ["guest_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
