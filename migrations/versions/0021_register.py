"""Let agreements end, say how they were signed and what is known of them; date the parties."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def shape(column: str) -> str:
    return " OR ".join(f"{column} LIKE '{shape}'" for shape in ("____", "____-__", "____-__-__"))


def upgrade() -> None:
    with op.batch_alter_table("agreements") as batch:
        batch.add_column(sa.Column("signing", sa.JSON(none_as_null=True), nullable=True))
        batch.add_column(sa.Column("ceremony_on", bytewise(10), nullable=True))
        batch.add_column(sa.Column("ended_on", bytewise(10), nullable=True))
        batch.add_column(sa.Column("end_reason", bytewise(500), nullable=True))
        batch.create_check_constraint(
            op.f("ck_agreements_ended_with_reason"), "(ended_on IS NULL) = (end_reason IS NULL)"
        )
        for column in ("ceremony_on", "ended_on"):
            batch.create_check_constraint(op.f(f"ck_agreements_{column}_shape"), shape(column))
    with op.batch_alter_table("agreement_parties") as batch:
        batch.add_column(sa.Column("since", bytewise(10), nullable=True))
        batch.create_check_constraint(op.f("ck_agreement_parties_since_shape"), shape("since"))
    _create_facts()


def _create_facts() -> None:  # long: a schema is read table by table
    kinds = ("background", "signing", "heads-sign", "not-one-field", "council")
    op.create_table(
        "agreement_facts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                *kinds,
                name="agreementfactkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("locator", bytewise(60), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "source_id IS NOT NULL OR document_id IS NOT NULL",
            name=op.f("ck_agreement_facts_evidenced"),
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_agreement_facts_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_agreement_facts_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_agreement_facts_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_facts")),
        sa.UniqueConstraint(
            "agreement_id", "kind", name=op.f("uq_agreement_facts_agreement_id_kind")
        ),
    )
    for column in ("source_id", "document_id"):
        op.create_index(op.f(f"ix_agreement_facts_{column}"), "agreement_facts", [column])
