"""Create activities, and what they are tied to."""

import sqlalchemy as sa
from alembic import op

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def chosen(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:  # long: a schema is read table by table
    shapes = " OR ".join(f"held LIKE '{shape}'" for shape in ("____", "____-__", "____-__-__"))
    kind = chosen("activitykind", "promotion", "seminar", "course", "other")
    organiser = chosen("activityorganiser", "city", "joint", "other")
    op.create_table(
        "activities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", kind, nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("held", bytewise(10), nullable=False),
        sa.Column("sort_day", sa.Date(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("calendar_year", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("organiser", organiser, nullable=False),
        sa.Column("organiser_name", bytewise(200), nullable=False),
        sa.Column("audience", bytewise(200), nullable=False),
        sa.Column("audience_number", sa.Integer(), nullable=True),
        sa.Column("section", bytewise(200), nullable=False),
        sa.Column("evidence", bytewise(500), nullable=False),
        sa.Column("link", bytewise(500), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("search_key", bytewise(2000), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", bytewise(500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(shapes, name=op.f("ck_activities_held_shape")),
        sa.CheckConstraint("times > 0", name=op.f("ck_activities_times_positive")),
        sa.CheckConstraint("audience_number >= 0", name=op.f("ck_activities_audience_counted")),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_reason = '')",
            name=op.f("ck_activities_withdrawn_with_reason"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
    )
    op.create_index("ix_activities_sort_day", "activities", ["sort_day", "id"])
    op.create_index("ix_activities_fiscal_year", "activities", ["fiscal_year", "kind"])
    op.create_index("ix_activities_calendar_year", "activities", ["calendar_year", "kind"])
    op.create_index("ix_activities_section", "activities", ["section"])
    for table, column, other in (
        ("activity_partners", "partner_id", "partners"),
        ("activity_measures", "measure_id", "measures"),
        ("activity_projects", "project_id", "leading_projects"),
    ):
        op.create_table(
            table,
            sa.Column("activity_id", sa.Uuid(), nullable=False),
            sa.Column(column, sa.Uuid(), nullable=False),
            sa.ForeignKeyConstraint(
                ["activity_id"], ["activities.id"], name=op.f(f"fk_{table}_activity_id")
            ),
            sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}")),
            sa.PrimaryKeyConstraint("activity_id", column, name=op.f(f"pk_{table}")),
        )
        op.create_index(f"ix_{table}_{column}", table, [column])
