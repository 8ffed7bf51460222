"""Create a visit and revise what is known of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import created, record
from exchange.core.database import (
    Localized,
    add_once,
    expect_version,
    flush,
    localized_fields,
    uuid7,
)
from exchange.core.errors import DomainError, StaleRowError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.revisions import touch
from exchange.delegations.enums import Direction, Level, VisitState
from exchange.delegations.models import Visit, VisitPartner, title_key
from exchange.delegations.queries import locked_visit, partners_by_slug
from exchange.delegations.rules import ensure_dates
from exchange.partners.models import Partner
from exchange.tasks.rules import Span

#: The revision topic of everything a calendar shows of visits.
TOPIC = "visits"


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPlan:
    """What a person states about a visit; the first partner is the one named first."""

    direction: Direction
    level: Level
    title: Localized
    starts: date
    ends: date
    partners: Sequence[str]
    purpose: str = ""
    hosts: str = ""


def create_visit(
    session: Session,
    *,
    actor: Actor,
    plan: VisitPlan,
    key: UUID | None = None,
    is_demo: bool = False,
) -> Visit:
    """Create a visit as a draft; with the `key` of a form sent before, return the earlier one."""
    ensure_dates(plan.starts, plan.ends)
    partners = _partners_named(session, plan.partners)
    visit = Visit(id=key or uuid7(), owner_id=actor.user_id, is_demo=is_demo)
    visit.state = VisitState.DRAFT
    _take(visit, plan, partners)
    visit, new = add_once(session, visit)
    if new:
        values = {**stated(plan), "state": visit.state}
        record(
            session,
            actor=actor,
            act="visits.create",
            subject=subject_of(visit),
            changes=created({name: value for name, value in values.items() if value != ""}),
        )
        touch(session, TOPIC)
    return visit


def revise_visit(
    session: Session, *, actor: Actor, key: UUID, version: int, plan: VisitPlan
) -> Visit:
    """Change what is stated about a visit but its days, which `move_visit` alone changes.

    Raises StaleRowError with what it says now.
    """
    visit = locked_visit(session, key)
    before = stated(plan_of(visit))
    if visit.version != version:
        theirs = {**before, "other_partners": [partner.slug for partner in visit.partners[1:]]}
        raise StaleRowError(theirs=theirs, version=visit.version)
    plan = replace(plan, starts=visit.starts, ends=visit.ends)
    partners = _partners_named(session, plan.partners)
    after = stated(plan)
    changes = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
    if not changes:
        return visit
    _take(visit, plan, partners)
    record(session, actor=actor, act="visits.revise", subject=subject_of(visit), changes=changes)
    touch(session, TOPIC)
    flush(session)
    return visit


def link_edition(
    session: Session, *, actor: Actor, key: UUID, version: int, edition_id: UUID | None
) -> Visit:
    """Say that a visit is the journey of a youth edition, or of none."""
    visit = locked_visit(session, key)
    expect_version(visit, version)
    if visit.edition_id == edition_id:
        return visit
    changes = {"edition_id": (visit.edition_id, edition_id)}
    visit.edition_id = edition_id
    record(session, actor=actor, act="visits.link", subject=subject_of(visit), changes=changes)
    touch(session, TOPIC)
    flush(session)
    return visit


def subject_of(visit: Visit) -> Subject:
    """Name a visit to audit, tasks and links."""
    return Subject("visit", visit.id)


def span_of(visit: Visit) -> Span:
    """Return the days that a visit's steps are counted from."""
    return Span(visit.starts, visit.ends)


def plan_of(visit: Visit) -> VisitPlan:
    """Return what is stated about a visit."""
    return VisitPlan(
        direction=visit.direction,
        level=visit.level,
        title=visit.title,
        starts=visit.starts,
        ends=visit.ends,
        partners=[partner.slug for partner in visit.partners],
        purpose=visit.purpose,
        hosts=visit.hosts,
    )


def stated(plan: VisitPlan) -> Mapping[str, object]:
    """Return a plan by the names of the form's fields."""
    return {
        "direction": plan.direction,
        "level": plan.level,
        **localized_fields("title", plan.title),
        "starts": plan.starts,
        "ends": plan.ends,
        "partner": plan.partners[0],
        "other_partners": ", ".join(plan.partners[1:]),
        "purpose": plan.purpose,
        "hosts": plan.hosts,
    }


def _partners_named(session: Session, slugs: Sequence[str]) -> Sequence[Partner]:
    """Return the partners in the order given; raises DomainError for none or an unknown one."""
    if not slugs:
        raise DomainError(message("delegations.error.no_partner"), field="partner")
    found = partners_by_slug(session, slugs)
    for slug in slugs:
        if slug not in found:
            sentence = message("delegations.error.unknown_partner", slug=slug)
            raise DomainError(sentence, field="partner")
    return [found[slug] for slug in dict.fromkeys(slugs)]


def _take(visit: Visit, plan: VisitPlan, partners: Sequence[Partner]) -> None:
    visit.direction, visit.level = plan.direction, plan.level
    visit.title, visit.search_key = plan.title, title_key(plan.title)
    visit.starts, visit.ends = plan.starts, plan.ends
    visit.purpose, visit.hosts = plan.purpose, plan.hosts
    known = {link.partner_id: link for link in visit.links}
    visit.links = [known.get(partner.id) or VisitPartner(partner=partner) for partner in partners]
    for position, link in enumerate(visit.links, start=1):
        link.position = position
