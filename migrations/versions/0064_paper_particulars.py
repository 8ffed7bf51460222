"""Create what is stated for a visit's visa papers and emergency cards."""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, bytewise(length), nullable=False)


def upgrade() -> None:  # long: a schema is read table by table
    op.create_table(
        "emergency_contacts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("city", sa.JSON(), nullable=True),
        text("city_phone", 60),
        sa.Column("host", sa.JSON(), nullable=True),
        text("host_phone", 60),
        sa.Column("lodging", sa.JSON(), nullable=True),
        text("lodging_phone", 60),
        sa.Column("hospital", sa.JSON(), nullable=True),
        text("hospital_phone", 60),
        sa.Column("mission", sa.JSON(), nullable=True),
        text("mission_phone", 60),
        sa.Column("insurance", sa.JSON(), nullable=True),
        text("insurance_phone", 60),
        text("insurance_number", 60),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits.id"], name=op.f("fk_emergency_contacts_visit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergency_contacts")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_emergency_contacts_visit_id")),
    )
    op.create_table(
        "visa_particulars",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        text("mission", 120),
        sa.Column("issued_on", sa.Date(), nullable=True),
        text("inviter_address", 200),
        text("inviter_post", 100),
        text("inviter_name", 100),
        text("inviter_phone", 60),
        text("contact_section", 120),
        text("contact_name", 100),
        text("contact_phone", 60),
        sa.Column("background", sa.Text(), nullable=False),
        text("relation", 300),
        sa.Column("same_guarantor", sa.Boolean(), nullable=False),
        text("guarantor_address", 200),
        text("guarantor_post", 100),
        text("guarantor_name", 100),
        text("guarantor_phone", 60),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits.id"], name=op.f("fk_visa_particulars_visit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visa_particulars")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_visa_particulars_visit_id")),
    )
