"""Count the seats a school holds in an edition by an index that knows the state too."""

from alembic import op

revision = "0101"
down_revision = "0100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_registrations_edition_id_school_id", table_name="registrations")
    op.create_index(
        "ix_registrations_edition_id_school_id_state",
        "registrations",
        ["edition_id", "school_id", "state"],
    )
