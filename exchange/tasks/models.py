"""The table of tasks."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.accounts.models import User
from exchange.core.database import Base, DemoMarked, Editable, bytewise, enum_column
from exchange.tasks.enums import TaskState


class Task(Editable, DemoMarked, Base):
    """Something to be done."""

    __tablename__ = "tasks"

    title: Mapped[str] = mapped_column(bytewise(200))
    #: The folded title, for the search box.
    search_key: Mapped[str] = mapped_column(bytewise(400))
    note: Mapped[str | None]
    due: Mapped[date | None]
    #: The due day, or the last day there is: lists sort by it.
    sort_day: Mapped[date]
    assignee_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    #: Who added it; None for a command.
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    #: What it is about: a kind (`visit`) and its key; it may live in a higher room.
    subject_kind: Mapped[str | None] = mapped_column(bytewise(40))
    subject_id: Mapped[UUID | None]
    state: Mapped[TaskState] = mapped_column(enum_column(TaskState), default=TaskState.OPEN)

    assignee: Mapped[User | None] = relationship(foreign_keys=[assignee_id])

    __table_args__ = (
        CheckConstraint("(subject_kind IS NULL) = (subject_id IS NULL)", name="subject_whole"),
        Index("ix_tasks_state_sort_day", "state", "sort_day", "id"),
        Index("ix_tasks_assignee_id_state", "assignee_id", "state", "sort_day"),
        Index("ix_tasks_subject", "subject_kind", "subject_id"),
    )
