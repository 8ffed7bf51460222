"""Verbs on activities: log, correct, withdraw."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.attachments.contents import Contents
from exchange.attachments.enums import DocumentKind
from exchange.attachments.rules import Label
from exchange.attachments.services import add_document
from exchange.audit.services import Changes, created, record
from exchange.core import clock
from exchange.core.database import Localized, add_once, expect_version, flush, raise_version, uuid7
from exchange.core.dates import FiscalYear, PartialDate
from exchange.core.errors import DomainError
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, Role
from exchange.core.revisions import touch
from exchange.core.text import fold
from exchange.partners.models import Partner
from exchange.partners.queries import all_partners
from exchange.strategy.enums import ActivityKind, ActivityOrganiser
from exchange.strategy.models import Activity, search_key_of
from exchange.strategy.queries.activities import is_sealed, locked_activity
from exchange.strategy.rules import ensure_dated, ensure_stands, ensure_unsealed, years_of
from exchange.strategy.serving import strategy_named

#: The revision topic of the strategy.
TOPIC: Final = "strategy"
#: What follows from what is stated; the audit need not say it again.
_DERIVED: Final = {"sort_day", "fiscal_year", "calendar_year", "search_key"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityPlan:
    """What a person states about an activity; what it is tied to is named by slug."""

    kind: ActivityKind
    title: Localized
    held: PartialDate
    organiser: ActivityOrganiser
    section: str
    evidence: str
    times: int = 1
    organiser_name: str = ""
    audience: str = ""
    audience_number: int | None = None
    link: str = ""
    note: str = ""
    partners: Sequence[str] = ()
    measures: Sequence[str] = ()
    projects: Sequence[str] = ()


def log_activity(
    session: Session,
    *,
    actor: Actor,
    plan: ActivityPlan,
    key: UUID | None = None,
    file: Contents | None = None,
    is_demo: bool = False,
) -> Activity:
    """Write down what was done; a form sent twice logs one. A section officer's is the section's.

    The file of its evidence is kept among its documents.

    Raises DomainError for a day that cannot be counted, and for ties nobody knows.
    """
    ensure_dated(plan.held, today=clock.today())
    activity = Activity(id=key or uuid7(), is_demo=is_demo)
    values = _values(session, plan, actor, before=None)
    _ensure_unsealed(session, [plan.kind], FiscalYear.of(plan.held).start)
    for name, value in values.items():
        setattr(activity, name, value)
    activity, new = add_once(session, activity)
    if new:
        stated = {name: _plain(each) for name, each in values.items() if name not in _DERIVED}
        changes = created({name: each for name, each in stated.items() if each not in ("", [])})
        _noted(session, activity, changes, actor=actor, act="activities.log")
        _keep(session, activity, file, actor=actor)
    return activity


def correct_activity(
    session: Session,
    *,
    actor: Actor,
    key: UUID,
    version: int,
    plan: ActivityPlan,
    file: Contents | None = None,
) -> Activity:
    """Change what is stated about an activity, or keep one more file of its evidence.

    Raises StaleRowError, DomainError.
    """
    activity = locked_activity(session, actor, key)
    expect_version(activity, version)
    ensure_stands(activity)
    ensure_dated(plan.held, today=clock.today())
    changes: dict[str, tuple[object, object]] = {}
    if _counted_as(activity) != _counted_as(plan):
        kinds, years = [activity.kind, plan.kind], (activity.fiscal_year, years_of(plan.held)[0])
        _ensure_unsealed(session, kinds, *years)
    for name, value in _values(session, plan, actor, before=activity).items():
        if (current := getattr(activity, name)) != value:
            setattr(activity, name, value)
            if name not in _DERIVED:
                changes[name] = (_plain(current), _plain(value))
    if changes or file:
        raise_version(activity)
        flush(session)
    if changes:
        _noted(session, activity, changes, actor=actor, act="activities.correct")
    _keep(session, activity, file, actor=actor)
    return activity


def withdraw_activity(
    session: Session, *, actor: Actor, key: UUID, version: int, reason: str
) -> Activity:
    """Take an activity out of every figure and trail, with the reason; the row stays."""
    activity = locked_activity(session, actor, key)
    expect_version(activity, version)
    ensure_stands(activity)
    if not reason:
        raise DomainError(message("strategy.activity.error.no_reason"), field="reason")
    _ensure_unsealed(session, [activity.kind], activity.fiscal_year)
    activity.withdrawn_at, activity.withdrawn_reason = clock.now(), reason
    flush(session)
    changes: Changes = {
        "withdrawn_at": (None, activity.withdrawn_at),
        "withdrawn_reason": ("", reason),
    }
    _noted(session, activity, changes, actor=actor, act="activities.withdraw")
    return activity


def _counted_as(stated: Activity | ActivityPlan) -> tuple[object, ...]:
    """Return what decides how figures count an activity."""
    return (stated.kind, stated.held, stated.times, stated.organiser)


def _ensure_unsealed(session: Session, kinds: Sequence[ActivityKind], *years: int) -> None:
    sealed = next((year for year in years if is_sealed(session, year)), None)
    ensure_unsealed(kinds, None if sealed is None else FiscalYear(sealed))


def _values(
    session: Session, plan: ActivityPlan, actor: Actor, *, before: Activity | None
) -> dict[str, object]:
    """Return the columns and ties of what is stated, and what is derived from it."""
    fiscal_year, calendar_year = years_of(plan.held)
    measures, projects = strategy_named(session, plan.measures, plan.projects, kept=before)
    words = fold("\n".join((plan.audience, plan.organiser_name, plan.section)))
    return {
        "kind": plan.kind,
        "title": plan.title,
        "held": plan.held,
        "sort_day": plan.held.earliest,
        "fiscal_year": fiscal_year,
        "calendar_year": calendar_year,
        "times": plan.times,
        "organiser": plan.organiser,
        "organiser_name": plan.organiser_name,
        "audience": plan.audience,
        "audience_number": plan.audience_number,
        "section": (actor.section or "") if actor.role is Role.SECTION else plan.section,
        "evidence": plan.evidence,
        "link": plan.link,
        "note": plan.note,
        "search_key": f"{search_key_of(plan.title)}\n{words}"[:2000],
        "partners": _partners(session, plan.partners),
        "measures": measures,
        "projects": projects,
    }


def _keep(session: Session, activity: Activity, file: Contents | None, *, actor: Actor) -> None:
    """Keep the file of the evidence under the name the activity gives it."""
    if file is None:
        return
    label = Label(kind=DocumentKind.EVIDENCE, title=Localized({Language.JA: activity.evidence}))
    subject = Subject("activity", activity.id)
    add_document(
        session, actor=actor, subject=subject, label=label, contents=file, is_demo=activity.is_demo
    )


def _partners(session: Session, slugs: Sequence[str]) -> list[Partner]:
    found = {row.slug: row for row in all_partners(session)}
    if set(slugs) - found.keys():
        raise DomainError(message("strategy.activity.error.unknown"), field="partners")
    return [row for slug, row in found.items() if slug in slugs]


def _plain(value: object) -> object:
    """Return ties by their slugs, for the audit."""
    return [row.slug for row in value] if isinstance(value, list) else value


def _noted(
    session: Session, activity: Activity, changes: Changes, *, actor: Actor, act: str
) -> None:
    subject = Subject("activity", activity.id)
    record(session, actor=actor, act=act, subject=subject, changes=changes)
    touch(session, TOPIC)
