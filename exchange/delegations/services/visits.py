"""Create a visit and revise what is known of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.agreements.models import AgreementParty
from exchange.audit.services import created, record
from exchange.celebrations.services.visits import tie_visit
from exchange.core.database import (
    Localized,
    add_once,
    expect_version,
    flush,
    localized_fields,
    raise_version,
    uuid7,
)
from exchange.core.errors import DomainError, StaleRowError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.revisions import touch
from exchange.delegations.enums import Direction, Level, VisitState
from exchange.delegations.models import Visit, VisitHost, VisitPartner, title_key
from exchange.delegations.queries import locked_visit, partners_by_slug
from exchange.delegations.queries.wholes import locked_whole_visit
from exchange.delegations.rules import ensure_dates, ensure_fallback, ensure_fallback_open
from exchange.delegations.services.ties import ensure_celebrations, hosts_named
from exchange.partners.models import Partner
from exchange.strategy.models import LeadingProject, Measure
from exchange.strategy.serving import strategy_named
from exchange.tasks.rules import Span

#: The revision topic of everything a calendar shows of visits.
TOPIC = "visits"


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPlan:
    """What a person states about a visit; the first partner is the one named first.

    Measures and leading projects are named by slug.
    """

    direction: Direction
    level: Level
    title: Localized
    starts: date
    ends: date
    partners: Sequence[str]
    purpose: str = ""
    #: Hosts that are party to an agreement, and others as they are printed.
    parties: Sequence[UUID] = ()
    hosts: str = ""
    fallback_starts: date | None = None
    fallback_ends: date | None = None
    celebrations: Sequence[UUID] = ()
    measures: Sequence[str] = ()
    projects: Sequence[str] = ()


def create_visit(
    session: Session,
    *,
    actor: Actor,
    plan: VisitPlan,
    key: UUID | None = None,
    is_demo: bool = False,
) -> Visit:
    """Create a visit as a draft; with the `key` of a form sent before, return the earlier one."""
    ties = _checked(session, plan)
    visit = Visit(id=key or uuid7(), owner_id=actor.user_id, is_demo=is_demo, legs=[])
    visit.state = VisitState.DRAFT
    _take(visit, plan, ties)
    visit, new = add_once(session, visit)
    if new:
        tie_visit(session, actor=actor, visit_id=visit.id, celebrations=plan.celebrations)
        values = {**stated(plan), "state": visit.state}
        record(
            session,
            actor=actor,
            act="visits.create",
            subject=subject_of(visit),
            changes=created(
                {name: value for name, value in values.items() if value not in ("", [])}
            ),
        )
        touch(session, TOPIC)
    return visit


def revise_visit(
    session: Session, *, actor: Actor, key: UUID, version: int, plan: VisitPlan
) -> Visit:
    """Change what is stated about a visit but its days, which `move_visit` alone changes.

    Raises StaleRowError with what it says now.
    """
    visit = locked_whole_visit(session, key)
    before = stated(plan_of(visit))
    if visit.version != version:
        theirs = {**before, "other_partners": [partner.slug for partner in visit.partners[1:]]}
        raise StaleRowError(theirs=theirs, version=visit.version)
    plan = replace(plan, starts=visit.starts, ends=visit.ends)
    ties = _checked(session, plan, visit)
    after = stated(plan)
    changes = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
    if not changes:
        return visit
    _take(visit, plan, ties)
    raise_version(visit)
    tie_visit(session, actor=actor, visit_id=visit.id, celebrations=plan.celebrations)
    session.expire(visit, ["celebrations"])
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


def fallback_of(visit: Visit) -> Span | None:
    """Return the days a visit would be held on instead; None without any."""
    if visit.fallback_starts is None or visit.fallback_ends is None:
        return None
    return Span(visit.fallback_starts, visit.fallback_ends)


def plan_of(visit: Visit) -> VisitPlan:
    """Return what is stated about a visit that is loaded whole."""
    return VisitPlan(
        direction=visit.direction,
        level=visit.level,
        title=visit.title,
        starts=visit.starts,
        ends=visit.ends,
        partners=[partner.slug for partner in visit.partners],
        purpose=visit.purpose,
        parties=[party.id for party in visit.parties],
        hosts=visit.hosts,
        fallback_starts=visit.fallback_starts,
        fallback_ends=visit.fallback_ends,
        celebrations=[celebration.id for celebration in visit.celebrations],
        measures=[measure.slug for measure in visit.measures],
        projects=[project.slug for project in visit.projects],
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
        "parties": [str(key) for key in plan.parties],
        "hosts": plan.hosts,
        "fallback_starts": plan.fallback_starts,
        "fallback_ends": plan.fallback_ends,
        "celebrations": [str(key) for key in plan.celebrations],
        "measures": list(plan.measures),
        "projects": list(plan.projects),
    }


@dataclass(frozen=True, slots=True)
class _Ties:
    """The rows a plan names."""

    partners: Sequence[Partner]
    parties: Sequence[AgreementParty]
    measures: Sequence[Measure]
    projects: Sequence[LeadingProject]


def _checked(session: Session, plan: VisitPlan, visit: Visit | None = None) -> _Ties:
    """Return what a plan names, for a new visit or one that is there; raises DomainError."""
    ensure_dates(plan.starts, plan.ends)
    fallback = (plan.fallback_starts, plan.fallback_ends)
    ensure_fallback(fallback, (plan.starts, plan.ends))
    present = (visit.fallback_starts, visit.fallback_ends) if visit else None
    if visit is not None and fallback not in {present, (None, None)}:
        ensure_fallback_open(visit.state)
    partners = _partners_named(session, plan.partners)
    slugs = [partner.slug for partner in partners]
    ensure_celebrations(session, plan.celebrations, partners=slugs, visit=visit)
    parties = hosts_named(session, plan.parties, partners=slugs, day=plan.starts, visit=visit)
    served = strategy_named(session, plan.measures, plan.projects, kept=visit)
    return _Ties(partners, parties, *served)


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


def _take(visit: Visit, plan: VisitPlan, ties: _Ties) -> None:
    visit.direction, visit.level = plan.direction, plan.level
    visit.title, visit.search_key = plan.title, title_key(plan.title)
    visit.starts, visit.ends = plan.starts, plan.ends
    visit.fallback_starts, visit.fallback_ends = plan.fallback_starts, plan.fallback_ends
    visit.purpose, visit.hosts = plan.purpose, plan.hosts
    visit.measures, visit.projects = list(ties.measures), list(ties.projects)
    known = {link.partner_id: link for link in visit.links}
    visit.links = [
        known.get(partner.id) or VisitPartner(partner=partner) for partner in ties.partners
    ]
    hosting = {link.party_id: link for link in visit.host_links}
    visit.host_links = [hosting.get(party.id) or VisitHost(party=party) for party in ties.parties]
    for position, link in enumerate(visit.links, start=1):
        link.position = position
    for position, host in enumerate(visit.host_links, start=1):
        host.position = position
