"""Keep the titles of task templates and their steps by language; what there is, is Japanese."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("task_templates", "task_steps"):
        _by_language(name)
    _as_loaded()


def _by_language(name: str) -> None:
    with op.batch_alter_table(name) as table:
        table.add_column(sa.Column("titles", sa.JSON(), nullable=True))
    rows = sa.table(
        name, sa.column("id", sa.Uuid()), sa.column("title"), sa.column("titles", sa.JSON())
    )
    connection = op.get_bind()
    for key, title in connection.execute(sa.select(rows.c.id, rows.c.title)).all():
        connection.execute(rows.update().where(rows.c.id == key).values(titles={"ja": title}))
    with op.batch_alter_table(name) as table:
        table.drop_column("title")
    with op.batch_alter_table(name) as table:
        table.alter_column(
            "titles", new_column_name="title", existing_type=sa.JSON(), nullable=False
        )


def _as_loaded() -> None:
    """Let the data files add their languages: no person has edited what is only kept otherwise."""
    rows = sa.table(
        "reference_rows",
        sa.column("row_id", sa.Uuid()),
        sa.column("kind", sa.String()),
        sa.column("loaded", sa.JSON()),
    )
    connection = op.get_bind()
    supplied = sa.select(rows.c.row_id, rows.c.loaded).where(
        rows.c.kind.in_(["task_template", "task_step"])
    )
    found: list[Any] = list(connection.execute(supplied))
    for key, loaded in found:
        values = dict[str, Any](loaded)
        values["title"] = {"ja": values["title"]}
        connection.execute(rows.update().where(rows.c.row_id == key).values(loaded=values))
