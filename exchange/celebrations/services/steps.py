"""The runway: back-plan it, change its steps, finish them, hand them over as tasks."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import Changes, created
from exchange.celebrations.enums import CelebrationState, StepAnchor
from exchange.celebrations.models import Celebration, RunwayStep
from exchange.celebrations.queries import days_off_before, locked_celebration, step_by_id
from exchange.celebrations.runway import back_planned, in_all_languages
from exchange.celebrations.services.celebrations import note, subject_of
from exchange.celebrations.services.moving import anchor_day, follow
from exchange.core import clock
from exchange.core.database import Localized, expect_version, flush, uuid7
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.permissions import Actor
from exchange.core.printing import anniversary_ordinal
from exchange.core.translate import translate
from exchange.tasks.services import TaskDetails, add_task

_TASK_TITLE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPlan:
    """What a person says of a step, in Japanese; a changed title is in no other language."""

    title: str
    due: date


def start_runway(session: Session, *, actor: Actor, key: UUID, version: int) -> Celebration:
    """Back-plan the usual steps from the celebration's day, or from the anniversary's."""
    celebration = _opened(session, key, version)
    if celebration.runway_since is not None:
        raise DomainError(message("celebrations.error.runway_started"))
    day = anchor_day(celebration)
    if day is None:
        raise DomainError(message("celebrations.error.no_date"))
    celebration.runway_since = clock.today()
    for planned in back_planned(day, days_off_before(session, day)):
        step = planned.template
        session.add(
            RunwayStep(
                celebration_id=celebration.id,
                title=Localized(in_all_languages(step.title)),
                due=planned.due,
                anchor=step.anchor,
                months_before=step.months_before,
                budget_day=step.budget_day,
                is_demo=celebration.is_demo,
            )
        )
    changes: Changes = {"runway_since": (None, celebration.runway_since)}
    note(session, celebration, changes, actor=actor, act="celebrations.start_runway")
    flush(session)
    return celebration


def add_step(
    session: Session, *, actor: Actor, key: UUID, plan: StepPlan, step_key: UUID | None = None
) -> RunwayStep:
    """Add a step on a day of its own; the same key twice is the same step."""
    celebration = _live(locked_celebration(session, key))
    if celebration.runway_since is None:
        raise DomainError(message("celebrations.error.no_runway"))
    known = session.get(RunwayStep, step_key) if step_key else None
    if known is not None:
        return known
    step = RunwayStep(
        id=step_key or uuid7(),
        celebration_id=celebration.id,
        title=Localized({"ja": plan.title}),
        due=plan.due,
        anchor=StepAnchor.FIXED,
        is_demo=celebration.is_demo,
    )
    session.add(step)
    changes = created({"step": plan.title, "due": plan.due})
    note(session, celebration, changes, actor=actor, act="celebrations.add_step")
    flush(session)
    return step


def change_step(
    session: Session, *, actor: Actor, key: UUID, step_key: UUID, version: int, plan: StepPlan
) -> RunwayStep:
    """Change a step; one whose day a person sets stays there when the celebration moves."""
    celebration, step = _step(session, key, step_key, version)
    changes: dict[str, tuple[object, object]] = {}
    if plan.title != step.title["ja"]:
        changes["step"] = (step.title["ja"], plan.title)
        step.title = Localized({"ja": plan.title})
    if plan.due != step.due:
        changes["due"] = (step.due, plan.due)
        step.due, step.anchor = plan.due, StepAnchor.FIXED
        step.months_before = step.budget_day = None
        if step.task is not None:
            follow(session, actor=actor, task=step.task, due=plan.due)
    if changes:
        note(session, celebration, changes, actor=actor, act="celebrations.change_step")
        flush(session)
    return step


def end_step(
    session: Session, *, actor: Actor, key: UUID, step_key: UUID, version: int
) -> RunwayStep:
    """Take a step off the runway; a task it has become stays a task."""
    celebration, step = _step(session, key, step_key, version)
    step.ended_at = clock.now()
    changes: Changes = {"step": (step.title["ja"], None)}
    note(session, celebration, changes, actor=actor, act="celebrations.end_step")
    flush(session)
    return step


def finish_step(
    session: Session, *, actor: Actor, key: UUID, step_key: UUID, version: int, done: bool
) -> RunwayStep:
    """Say that a step is done, or not yet; one that is a task is finished there."""
    celebration, step = _step(session, key, step_key, version)
    if step.task_id is not None:
        raise DomainError(message("celebrations.error.is_task"))
    wanted = clock.today() if done else None
    if (step.done_on is None) == (wanted is None):
        return step
    changes: Changes = {"done_on": (step.done_on, wanted), "step": (None, step.title["ja"])}
    step.done_on = wanted
    note(session, celebration, changes, actor=actor, act="celebrations.finish_step")
    flush(session)
    return step


def hand_over_step(
    session: Session, *, actor: Actor, key: UUID, step_key: UUID, version: int
) -> RunwayStep:
    """Make a task of a step, due on its day and given to who asks; it keeps the step's key."""
    celebration, step = _step(session, key, step_key, version)
    _live(celebration)
    if step.task_id is not None or step.done_on is not None:
        raise DomainError(message("celebrations.error.is_task"))
    said = message(
        "celebrations.step.task",
        partner=celebration.partner.names["ja"],
        ordinal=anniversary_ordinal(celebration.ordinal, "ja"),
        step=step.title["ja"],
    )
    step.task = add_task(
        session,
        actor=actor,
        details=TaskDetails(
            title=translate(said, "ja")[:_TASK_TITLE], due=step.due, assignee_id=actor.user_id
        ),
        subject=subject_of(celebration),
        key=step.id,
        is_demo=step.is_demo,
    )
    changes: Changes = {"task": (None, str(step.id)), "step": (None, step.title["ja"])}
    note(session, celebration, changes, actor=actor, act="celebrations.hand_over_step")
    flush(session)
    return step


def _opened(session: Session, key: UUID, version: int) -> Celebration:
    celebration = locked_celebration(session, key)
    expect_version(celebration, version)
    return _live(celebration)


def _live(celebration: Celebration) -> Celebration:
    """Refuse what is over or called off."""
    if celebration.state in {CelebrationState.HELD, CelebrationState.CANCELLED}:
        raise DomainError(message("celebrations.error.over"))
    return celebration


def _step(
    session: Session, key: UUID, step_key: UUID, version: int
) -> tuple[Celebration, RunwayStep]:
    """Return a step with its celebration, whose row is locked."""
    celebration = locked_celebration(session, key)
    step = step_by_id(session, key, step_key)
    expect_version(step, version)
    return celebration, step
