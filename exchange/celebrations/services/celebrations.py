"""Create a celebration, revise what is known of it, and say what belongs to it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from exchange.agreements.queries import basis_by_slug
from exchange.agreements.rules import Anniversary
from exchange.audit.services import Changes, created, record
from exchange.celebrations.enums import CelebrationState
from exchange.celebrations.models import (
    Celebration,
    CelebrationEdition,
    CelebrationVisit,
    title_key,
)
from exchange.celebrations.queries import (
    anniversary_at,
    anniversary_of,
    locked_celebration,
)
from exchange.celebrations.rules import ensure_days, ensure_near, ensure_still_whole
from exchange.celebrations.services.moving import move_steps
from exchange.celebrations.services.notices import expect_notice, standing_of
from exchange.core import clock
from exchange.core.database import (
    Base,
    Localized,
    add_once,
    expect_version,
    flush,
    raise_version,
    uuid7,
)
from exchange.core.errors import DomainError, StaleRowError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.revisions import touch

#: The revision topic of everything a calendar shows of celebrations.
TOPIC: Final = "celebrations"


@dataclass(frozen=True, slots=True, kw_only=True)
class CelebrationPlan:
    """What a person states about a celebration; days that are not fixed are a window."""

    title: Localized
    theme: str = ""
    starts: date | None = None
    ends: date | None = None
    days_fixed: bool = False
    #: That days years away from the anniversary are no mistake; an answer, not kept.
    far_meant: bool = False


@dataclass(frozen=True, slots=True)
class Occasion:
    """Which anniversary is celebrated: the slug of its basis, and which one it is."""

    basis: str
    ordinal: int


def create_celebration(
    session: Session,
    *,
    actor: Actor,
    occasion: Occasion,
    plan: CelebrationPlan,
    key: UUID | None = None,
    is_demo: bool = False,
) -> Celebration:
    """Note an idea for an anniversary; the same `key` twice is the same celebration."""
    basis = basis_by_slug(session, occasion.basis)
    if occasion.ordinal < 1:
        raise DomainError(message("celebrations.error.ordinal"), field="occasion")
    ensure_days(plan.starts, plan.ends, fixed=plan.days_fixed)
    _ensure_near(plan, anniversary_at(basis, occasion.ordinal))
    celebration = Celebration(
        id=key or uuid7(),
        basis_id=basis.id,
        ordinal=occasion.ordinal,
        state=CelebrationState.IDEA,
        owner_id=actor.user_id,
        is_demo=is_demo,
    )
    _take(celebration, plan)
    celebration, new = add_once(session, celebration)
    if new:
        values = {**stated(plan), "basis": basis.slug, "ordinal": occasion.ordinal}
        given = created({name: value for name, value in values.items() if value not in ("", False)})
        note(session, celebration, given, actor=actor, act="celebrations.create")
    return celebration


def revise_celebration(
    session: Session, *, actor: Actor, key: UUID, version: int, plan: CelebrationPlan
) -> Celebration:
    """Change what is stated; steps that hang on the day move along, open tasks with them.

    Raises StaleRowError with what it says now.
    """
    celebration = locked_celebration(session, key)
    before = stated(plan_of(celebration))
    if celebration.version != version:
        raise StaleRowError(theirs=before, version=celebration.version)
    ensure_days(plan.starts, plan.ends, fixed=plan.days_fixed)
    ensure_still_whole(
        celebration.state,
        starts=plan.starts,
        ends=plan.ends,
        fixed=plan.days_fixed,
        today=clock.today(),
    )
    if (plan.starts, plan.ends) != (celebration.starts, celebration.ends):
        _ensure_near(plan, anniversary_of(celebration))
    after = stated(plan)
    changes = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
    if not changes:
        return celebration
    standing = standing_of(celebration)
    _take(celebration, plan)
    note(session, celebration, changes, actor=actor, act="celebrations.revise")
    expect_notice(session, celebration, standing, actor=actor)
    flush(session)
    move_steps(session, actor=actor, celebration=celebration)
    return celebration


def link_celebration(
    session: Session,
    *,
    actor: Actor,
    key: UUID,
    version: int,
    visits: Collection[UUID],
    editions: Collection[UUID],
) -> Celebration:
    """Say which visits and youth editions belong to a celebration."""
    celebration = locked_celebration(session, key)
    expect_version(celebration, version)
    _ensure_known(session, "visits", visits)
    _ensure_known(session, "editions", editions)
    before = _links(celebration)
    celebration.visits = [
        CelebrationVisit(celebration_id=key, visit_id=each)
        if each not in before["visits"]
        else next(link for link in celebration.visits if link.visit_id == each)
        for each in dict.fromkeys(visits)
    ]
    celebration.editions = [
        CelebrationEdition(celebration_id=key, edition_id=each)
        if each not in before["editions"]
        else next(link for link in celebration.editions if link.edition_id == each)
        for each in dict.fromkeys(editions)
    ]
    after = _links(celebration)
    changes: Changes = {
        name: (sorted(map(str, before[name])), sorted(map(str, after[name])))
        for name in after
        if before[name] != after[name]
    }
    if changes:
        raise_version(celebration)
        note(session, celebration, changes, actor=actor, act="celebrations.link")
        flush(session)
        _outdate_visits(session, before["visits"] ^ after["visits"])
    return celebration


def note(
    session: Session, celebration: Celebration, changes: Changes, *, actor: Actor, act: str
) -> None:
    """Record an act on a celebration and tell the calendar."""
    record(session, actor=actor, act=act, subject=subject_of(celebration), changes=changes)
    touch(session, TOPIC)


def subject_of(celebration: Celebration) -> Subject:
    """Name a celebration to audit, tasks and panels."""
    return Subject("celebration", celebration.id)


def plan_of(celebration: Celebration) -> CelebrationPlan:
    """Return what is stated about a celebration."""
    return CelebrationPlan(
        title=celebration.title,
        theme=celebration.theme,
        starts=celebration.starts,
        ends=celebration.ends,
        days_fixed=celebration.days_fixed,
    )


def stated(plan: CelebrationPlan) -> Mapping[str, object]:
    """Return a plan by the names of the form's fields."""
    return {
        "title": plan.title.get("ja", ""),
        "title_en": plan.title.get("en", ""),
        "title_zh_hant": plan.title.get("zh-Hant", ""),
        "theme": plan.theme,
        "starts": plan.starts,
        "ends": plan.ends,
        "days_fixed": plan.days_fixed,
    }


def _ensure_near(plan: CelebrationPlan, occasion: Anniversary | None) -> None:
    ensure_near(plan.starts, plan.ends, occasion.date if occasion else None, meant=plan.far_meant)


def _take(celebration: Celebration, plan: CelebrationPlan) -> None:
    celebration.title, celebration.search_key = plan.title, title_key(plan.title)
    celebration.theme = plan.theme
    celebration.starts, celebration.ends = plan.starts, plan.ends
    celebration.days_fixed = plan.days_fixed


def _links(celebration: Celebration) -> Mapping[str, set[UUID]]:
    return {
        "visits": {link.visit_id for link in celebration.visits},
        "editions": {link.edition_id for link in celebration.editions},
    }


def _outdate_visits(session: Session, keys: Collection[UUID]) -> None:
    """Raise the version of visits: their own form states the celebrations, and is old by now."""
    visits = Base.metadata.tables["visits"]
    raised = {"version": visits.c.version + 1, "updated_at": clock.now()}
    session.execute(update(visits).where(visits.c.id.in_(keys)).values(raised))


def _ensure_known(session: Session, table: str, keys: Collection[UUID]) -> None:
    """Refuse what is not there; visits and editions live in higher rooms, in their tables."""
    known = Base.metadata.tables[table].c.id
    found: set[UUID] = set(session.scalars(select(known).where(known.in_(keys))))
    if set(keys) - found:
        raise DomainError(message("celebrations.error.unknown_link"), field=table)
