"""Let guardians register by a link of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None

_PURPOSES = (
    *("invitation", "password_reset", "feed", "consent", "partner_list", "assessor"),
    "application",
)
_STATES = (
    *("draft", "submitted", "returned", "withdrawn", "not_selected", "waitlisted", "offered"),
    *("declined", "selected", "confirmed", "absent", "completed", "cancelled_by_programme"),
)


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:  # long: a schema is read table by table
    listed = ", ".join(f"'{purpose}'" for purpose in _PURPOSES)
    with op.batch_alter_table("links") as batch:
        batch.drop_constraint(op.f("ck_links_linkpurpose"), type_="check")
        batch.create_check_constraint(
            op.f("ck_links_linkpurpose"), sa.text(f"purpose IN ({listed})")
        )
    with op.batch_alter_table("registrations") as batch:
        batch.add_column(sa.Column("by_guardian", sa.Boolean(), nullable=True))
    op.execute("UPDATE registrations SET by_guardian = false")
    with op.batch_alter_table("registrations") as batch:
        batch.alter_column("by_guardian", existing_type=sa.Boolean(), nullable=False)
    told = sa.Enum(*_STATES, name="told", native_enum=False, create_constraint=True, length=40)
    answer = sa.Enum(
        *("joined", "taken", "refused"),
        name="applicationanswer",
        native_enum=False,
        create_constraint=True,
        length=40,
    )
    op.create_table(
        "applications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("mail", bytewise(254), nullable=False),
        sa.Column("language", bytewise(12), nullable=False),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=True),
        sa.Column("emptied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("told", told, nullable=True),
        sa.Column("registration_id", sa.Uuid(), nullable=True),
        sa.Column("beside_id", sa.Uuid(), nullable=True),
        sa.Column("answer", answer, nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", bytewise(200), nullable=True),
        sa.Column("reason", bytewise(500), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_applications_tries_counted")),
        sa.CheckConstraint(
            "answers IS NULL OR sent_at IS NOT NULL",
            name=op.f("ck_applications_answers_were_sent"),
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answer IS NULL)",
            name=op.f("ck_applications_answered_with_answer"),
        ),
        sa.CheckConstraint(
            "emptied_at IS NULL OR (answers IS NULL AND mail = '')",
            name=op.f("ck_applications_emptied_is_empty"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_applications_edition_id")
        ),
        sa.ForeignKeyConstraint(["link_id"], ["links.id"], name=op.f("fk_applications_link_id")),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_applications_school_id")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_applications_registration_id"),
        ),
        sa.ForeignKeyConstraint(
            ["beside_id"], ["registrations.id"], name=op.f("fk_applications_beside_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
        sa.UniqueConstraint("link_id", name=op.f("uq_applications_link_id")),
    )
    op.create_index("ix_applications_edition_id_mail", "applications", ["edition_id", "mail"])
    op.create_index("ix_applications_edition_id_sent_at", "applications", ["edition_id", "sent_at"])
    op.create_index("ix_applications_registration_id", "applications", ["registration_id"])
    op.create_index("ix_applications_beside_id", "applications", ["beside_id"])
