"""Create templates of steps; let tasks know their step, and whom they wait for."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def bytewise(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def kept() -> list[sa.Column[object]]:
    return [
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
    ]


def upgrade() -> None:  # long: a schema is read table by table
    op.create_table(
        "task_templates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", bytewise(200), nullable=False),
        sa.Column("use", choice("templateuse", "receiving", "sending"), nullable=False),
        sa.Column("note", bytewise(500), nullable=False),
        *kept(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_templates")),
    )
    op.create_table(
        "task_steps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("title", bytewise(200), nullable=False),
        sa.Column("anchor", choice("stepanchor", "first_day", "last_day"), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("fixed", sa.Boolean(), nullable=False),
        sa.Column("note", bytewise(500), nullable=False),
        *kept(),
        sa.CheckConstraint("days BETWEEN -365 AND 180", name=op.f("ck_task_steps_days_near")),
        sa.ForeignKeyConstraint(
            ["template_id"], ["task_templates.id"], name=op.f("fk_task_steps_template_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_steps")),
    )
    op.create_index("ix_task_steps_template_id", "task_steps", ["template_id"], unique=False)
    with op.batch_alter_table("tasks") as table:
        table.add_column(sa.Column("step_id", sa.Uuid(), nullable=True))
        table.add_column(
            sa.Column("anchor", choice("stepanchor", "first_day", "last_day"), nullable=True)
        )
        table.add_column(sa.Column("offset_days", sa.Integer(), nullable=True))
        table.add_column(sa.Column("fixed", sa.Boolean(), nullable=True))
        table.add_column(sa.Column("to_check", sa.Boolean(), nullable=True))
        table.add_column(
            sa.Column(
                "waiting_for", choice("waitingfor", "partner", "school", "other"), nullable=True
            )
        )
        table.add_column(sa.Column("waiting_name", bytewise(100), nullable=True))
        table.add_column(sa.Column("waiting_since", sa.Date(), nullable=True))
        table.add_column(sa.Column("reminded", choice("reminder", "soon", "late"), nullable=True))
    op.execute("UPDATE tasks SET fixed = false, to_check = false, waiting_name = ''")
    with op.batch_alter_table("tasks") as table:
        for name in ("fixed", "to_check"):
            table.alter_column(name, existing_type=sa.Boolean(), nullable=False)
        table.alter_column("waiting_name", existing_type=bytewise(100), nullable=False)
        table.create_foreign_key(op.f("fk_tasks_step_id"), "task_steps", ["step_id"], ["id"])
        table.create_check_constraint(
            op.f("ck_tasks_anchor_whole"), "(anchor IS NULL) = (offset_days IS NULL)"
        )
        table.create_check_constraint(
            op.f("ck_tasks_waiting_since_a_day"),
            "(waiting_for IS NULL) = (waiting_since IS NULL)",
        )
        table.create_index("ix_tasks_step_id", ["step_id"], unique=False)
        table.create_index("uq_tasks_subject_id_step_id", ["subject_id", "step_id"], unique=True)
