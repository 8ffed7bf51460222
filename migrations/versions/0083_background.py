"""Create what stands behind the strategy: its history, and statistics with their ranking."""

import sqlalchemy as sa
from alembic import op

revision = "0083"
down_revision = "0082"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    kind = sa.Enum(
        *("history", "statistic"),
        name="background",
        native_enum=False,
        create_constraint=True,
        length=40,
    )
    shapes = " OR ".join(f"dated LIKE '{shape}'" for shape in ("____", "____-__", "____-__-__"))
    op.create_table(
        "background_facts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", kind, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slug", bytewise(80), nullable=False),
        sa.Column("dated", bytewise(10), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("figure", bytewise(60), nullable=True),
        sa.Column("ranks", sa.JSON(), nullable=False),
        sa.Column("draft_only", sa.Boolean(), nullable=False),
        sa.Column("citations", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(shapes, name=op.f("ck_background_facts_dated_shape")),
        sa.CheckConstraint(
            "(kind = 'statistic') = (figure IS NOT NULL)",
            name=op.f("ck_background_facts_figure_of_statistic"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_background_facts")),
        sa.UniqueConstraint("kind", "position", name=op.f("uq_background_facts_kind_position")),
        sa.UniqueConstraint("slug", name=op.f("uq_background_facts_slug")),
    )
