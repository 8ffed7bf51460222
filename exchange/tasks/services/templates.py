"""Verbs on templates and their steps: the lists that the division keeps."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import created, record
from exchange.core import clock
from exchange.core.database import (
    Localized,
    add_once,
    expect_version,
    flush,
    restate,
    stated,
    uuid7,
)
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.tasks.enums import StepAnchor, TemplateUse
from exchange.tasks.models import TaskStep, TaskTemplate
from exchange.tasks.queries import step_by_id, template_by_id
from exchange.tasks.rules import ensure_offset


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplatePlan:
    """What a person states of a template."""

    title: Localized
    use: TemplateUse
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPlan:
    """What a person states of a step: its day is so many `days` from the anchor."""

    title: Localized
    anchor: StepAnchor
    days: int
    fixed: bool = False
    note: str = ""


def add_template(
    session: Session, *, actor: Actor, plan: TemplatePlan, key: UUID | None = None
) -> TaskTemplate:
    """Begin a template; the same `key` twice is the same one."""
    row, new = add_once(session, TaskTemplate(id=key or uuid7(), **stated(plan)))
    if new:
        subject, changes = Subject("task_template", row.id), created(stated(plan))
        record(session, actor=actor, act="tasks.add_template", subject=subject, changes=changes)
    return row


def change_template(
    session: Session, *, actor: Actor, key: UUID, version: int, plan: TemplatePlan
) -> TaskTemplate:
    """Change what is said of a template; tasks made from it stay as they are."""
    row = template_by_id(session, key)
    expect_version(row, version)
    changes = restate(row, stated(plan))
    if changes:
        subject = Subject("task_template", row.id)
        record(session, actor=actor, act="tasks.change_template", subject=subject, changes=changes)
        flush(session)
    return row


def end_template(session: Session, *, actor: Actor, key: UUID, version: int) -> TaskTemplate:
    """Offer a template no more; tasks made from it stay."""
    row = template_by_id(session, key)
    expect_version(row, version)
    changes = restate(row, {"ended_at": clock.now()})
    subject = Subject("task_template", row.id)
    record(session, actor=actor, act="tasks.end_template", subject=subject, changes=changes)
    flush(session)
    return row


def add_step(
    session: Session, *, actor: Actor, template_id: UUID, plan: StepPlan, key: UUID | None = None
) -> TaskStep:
    """Add a step to a template; the same `key` twice is the same step."""
    ensure_offset(plan.days)
    template = template_by_id(session, template_id)
    step = TaskStep(id=key or uuid7(), template_id=template.id, **stated(plan))
    step, new = add_once(session, step)
    if new:
        subject, changes = Subject("task_step", step.id), created(stated(plan))
        record(session, actor=actor, act="tasks.add_step", subject=subject, changes=changes)
    return step


def change_step(
    session: Session, *, actor: Actor, template_id: UUID, key: UUID, version: int, plan: StepPlan
) -> TaskStep:
    """Change a step; tasks made from it keep the day they were counted to."""
    ensure_offset(plan.days)
    step = step_by_id(session, template_id, key)
    expect_version(step, version)
    changes = restate(step, stated(plan))
    if changes:
        subject = Subject("task_step", step.id)
        record(session, actor=actor, act="tasks.change_step", subject=subject, changes=changes)
        flush(session)
    return step


def end_step(
    session: Session, *, actor: Actor, template_id: UUID, key: UUID, version: int
) -> TaskStep:
    """Take a step off a template; tasks made from it stay."""
    step = step_by_id(session, template_id, key)
    expect_version(step, version)
    changes = restate(step, {"ended_at": clock.now()})
    subject = Subject("task_step", step.id)
    record(session, actor=actor, act="tasks.end_step", subject=subject, changes=changes)
    flush(session)
    return step
