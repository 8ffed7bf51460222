"""Keep whether it was the guardian who said that a report may be published, or not.

Of reports that are there a guardian's no stands: it is taken for said by the guardian.
"""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("pupil_reports") as batch:
        batch.add_column(sa.Column("guardian_said", sa.Boolean(), nullable=True))
    op.execute("UPDATE pupil_reports SET guardian_said = (source = 'guardian')")
    with op.batch_alter_table("pupil_reports") as batch:
        batch.alter_column("guardian_said", existing_type=sa.Boolean(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("pupil_reports") as batch:
        batch.drop_column("guardian_said")
