"""Create who accounts are in the city's directory, and the answers that were taken once."""

import sqlalchemy as sa
from alembic import op

revision = "0088"
down_revision = "0087"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "directory_identities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", bytewise(500), nullable=False),
        sa.Column("subject", bytewise(255), nullable=False),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_directory_identities_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_identities")),
    )
    for columns in (("issuer", "subject"), ("user_id", "issuer")):
        op.create_index(
            f"uq_directory_identities_{'_'.join(columns)}",
            "directory_identities",
            list(columns),
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
    op.create_table(
        "spent_challenges",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("digest", bytewise(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spent_challenges")),
        sa.UniqueConstraint("digest", name=op.f("uq_spent_challenges_digest")),
    )
    op.create_index("ix_spent_challenges_at", "spent_challenges", ["at"])
