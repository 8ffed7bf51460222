"""Tasks, and the templates of steps they are made from."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.accounts.models import User
from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    Localized,
    LocalizedType,
    UTCDateTime,
    bytewise,
    enum_column,
)
from exchange.tasks.enums import Reminder, StepAnchor, TaskState, TemplateUse, WaitingFor


class TaskTemplate(Editable, DemoMarked, Base):
    """The usual steps of a kind of visit."""

    __tablename__ = "task_templates"

    title: Mapped[Localized] = mapped_column(LocalizedType)
    use: Mapped[TemplateUse] = mapped_column(enum_column(TemplateUse))
    note: Mapped[str] = mapped_column(bytewise(500), default="")
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class TaskStep(Editable, DemoMarked, Base):
    """A step of a template, and when it is due."""

    __tablename__ = "task_steps"
    __table_args__ = (
        CheckConstraint("days BETWEEN -365 AND 180", name="days_near"),
        Index("ix_task_steps_template_id", "template_id"),
    )

    template_id: Mapped[UUID] = mapped_column(ForeignKey("task_templates.id"))
    title: Mapped[Localized] = mapped_column(LocalizedType)
    anchor: Mapped[StepAnchor] = mapped_column(enum_column(StepAnchor))
    #: Days from the anchor, less than 0 before it.
    days: Mapped[int]
    #: Whether its day stays when the visit moves.
    fixed: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(bytewise(500), default="")
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


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

    #: The step of a template it was made from.
    step_id: Mapped[UUID | None] = mapped_column(ForeignKey("task_steps.id"), index=True)
    #: What its day is counted from, as the step said then; None is a day by hand.
    anchor: Mapped[StepAnchor | None] = mapped_column(enum_column(StepAnchor))
    offset_days: Mapped[int | None]
    #: Whether its day stays when its subject moves.
    fixed: Mapped[bool] = mapped_column(default=False)
    #: Whether its subject moved since and somebody is to look at its day.
    to_check: Mapped[bool] = mapped_column(default=False)
    waiting_for: Mapped[WaitingFor | None] = mapped_column(enum_column(WaitingFor))
    #: Who that is, by name of the body.
    waiting_name: Mapped[str] = mapped_column(bytewise(100), default="")
    waiting_since: Mapped[date | None]
    #: What its assignee was last reminded of, for the day it has now.
    reminded: Mapped[Reminder | None] = mapped_column(enum_column(Reminder))

    assignee: Mapped[User | None] = relationship(foreign_keys=[assignee_id])

    __table_args__ = (
        CheckConstraint("(subject_kind IS NULL) = (subject_id IS NULL)", name="subject_whole"),
        CheckConstraint("(anchor IS NULL) = (offset_days IS NULL)", name="anchor_whole"),
        CheckConstraint(
            "(waiting_for IS NULL) = (waiting_since IS NULL)", name="waiting_since_a_day"
        ),
        Index("uq_tasks_subject_id_step_id", "subject_id", "step_id", unique=True),
        Index("ix_tasks_state_sort_day", "state", "sort_day", "id"),
        Index("ix_tasks_assignee_id_state", "assignee_id", "state", "sort_day"),
        Index("ix_tasks_subject", "subject_kind", "subject_id"),
    )
