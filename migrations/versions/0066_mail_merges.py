"""Create merges of letters and whom they go to; keep how a person is to be written to."""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    care = choice("personcare", "none", "care", "deceased")
    with op.batch_alter_table("people") as table:
        table.add_column(sa.Column("care", care, nullable=True))
    op.execute("UPDATE people SET care = 'none'")
    with op.batch_alter_table("people") as table:
        table.alter_column("care", existing_type=care, nullable=False)
    _create_merges()
    _create_recipients()


def _create_merges() -> None:
    kinds = (
        *("invitation", "thanks", "congratulation", "sympathy"),
        *("condolence", "new_year", "enquiry", "other"),
    )
    op.create_table(
        "mail_merges",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", choice("letterkind", *kinds), nullable=False),
        sa.Column("channel", choice("mergechannel", "paper", "mail", "both"), nullable=False),
        sa.Column("number", bytewise(50), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("sender", sa.JSON(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", bytewise(200), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by = '')",
            name=op.f("ck_mail_merges_confirmed_by_somebody"),
        ),
        sa.CheckConstraint(
            "confirmed_at IS NULL OR ended_at IS NULL", name=op.f("ck_mail_merges_sent_or_dropped")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_mail_merges_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_merges")),
    )
    op.create_index("ix_mail_merges_visit_id", "mail_merges", ["visit_id"])
    op.create_index("ix_mail_merges_created_at", "mail_merges", ["created_at", "id"])
    op.create_index("ix_mail_merges_kind_confirmed_at", "mail_merges", ["kind", "confirmed_at"])


def _create_recipients() -> None:  # long: a schema is read table by table
    op.create_table(
        "merge_recipients",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merge_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("language", bytewise(12), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("address", bytewise(1500), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=True),
        sa.Column("mail_id", sa.Uuid(), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (organisation_id IS NULL)",
            name=op.f("ck_merge_recipients_one_addressee"),
        ),
        sa.CheckConstraint(
            "(letter_id IS NULL) = (place IS NULL)",
            name=op.f("ck_merge_recipients_placed_once_sent"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_merge_recipients_{column}")
            )
            for column, table in (
                ("letter_id", "letters"),
                ("mail_id", "mails"),
                ("member_id", "visit_members"),
                ("merge_id", "mail_merges"),
                ("organisation_id", "organisations"),
                ("partner_id", "partners"),
                ("person_id", "people"),
                ("post_id", "posts"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge_recipients")),
        sa.UniqueConstraint("letter_id", name=op.f("uq_merge_recipients_letter_id")),
        sa.UniqueConstraint("mail_id", name=op.f("uq_merge_recipients_mail_id")),
        sa.UniqueConstraint(
            "merge_id", "person_id", name=op.f("uq_merge_recipients_merge_id_person_id")
        ),
        sa.UniqueConstraint(
            "merge_id",
            "organisation_id",
            name=op.f("uq_merge_recipients_merge_id_organisation_id"),
        ),
    )
    for column in ("member_id", "organisation_id", "partner_id", "person_id", "post_id"):
        op.create_index(f"ix_merge_recipients_{column}", "merge_recipients", [column])
    op.create_index(
        "ix_merge_recipients_merge_id_rank", "merge_recipients", ["merge_id", "rank", "id"]
    )
