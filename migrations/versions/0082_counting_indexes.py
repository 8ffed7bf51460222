"""Let the indexes of the ledger hold all that a recount of it asks."""

from alembic import op

revision = "0082"
down_revision = "0081"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_participations_fiscal_year_counts", table_name="participations")
    op.drop_index("ix_participations_person_digest", table_name="participations")
    op.create_index(
        "ix_participations_fiscal_year_person_digest",
        "participations",
        ["fiscal_year", "person_digest", "counts", "is_demo"],
    )
    op.create_index(
        "ix_participations_person_digest_fiscal_year",
        "participations",
        ["person_digest", "fiscal_year", "counts", "is_demo"],
    )
