"""Programmes and editions: create, change, announce."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import created, record
from exchange.core import clock
from exchange.core.database import Localized, add_once, expect_version, flush, uuid7
from exchange.core.dates import FiscalYear
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, Role
from exchange.core.revisions import touch
from exchange.core.text import fold, sort_key
from exchange.youth.enums import (
    EDITION_STEPS,
    EditionState,
    Organiser,
    ProgrammePattern,
    Registering,
    Selection,
    YouthDirection,
)
from exchange.youth.models import Edition, Programme
from exchange.youth.queries.lotteries import lottery_of
from exchange.youth.queries.programmes import locked_edition, locked_programme, programme_for
from exchange.youth.queries.registrations import any_registration
from exchange.youth.queries.seats import seats_of
from exchange.youth.rules.editions import Plan, ensure_may_count, ensure_plan, ensure_selection_open
from exchange.youth.rules.lotteries import ensure_promised
from exchange.youth.rules.registrations import ensure_changeable
from exchange.youth.services.offering import fill_seats
from exchange.youth.services.steps import expect_seen

#: Topic of `revisions` that rises when what calendars show of editions changes.
TOPIC = "youth"


@dataclass(frozen=True, slots=True)
class ProgrammeDetails:
    """What is known of a programme."""

    names: Localized
    section: str
    organiser: Organiser
    counts: bool
    counts_reason: str
    pattern: ProgrammePattern = ProgrammePattern.VARIED
    partner_id: UUID | None = None
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class EditionDetails:
    """What is known of an edition."""

    title: Localized
    direction: YouthDirection
    plan: Plan
    #: None: as the programme.
    counts: bool | None = None
    counts_reason: str = ""
    selection: Selection = Selection.FIRST_COME
    registering: Registering = Registering.SCHOOL


def create_programme(
    session: Session, *, actor: Actor, details: ProgrammeDetails, key: UUID | None = None
) -> Programme:
    """Create a programme; a section officer's is always of the own section."""
    ensure_may_count(details.organiser, details.counts)
    values = _programme_values(actor, details)
    programme = Programme(
        id=key or uuid7(),
        sort_key=sort_key(details.names["ja"]),
        search_key=_search_key(details.names),
        is_demo=details.is_demo,
        **values,
    )
    programme, new = add_once(session, programme)
    if not new:
        return programme_for(session, actor, programme.id)
    record(
        session,
        actor=actor,
        act="programmes.create",
        subject=Subject("programme", programme.id),
        changes=created(values),
    )
    return programme


def change_programme(
    session: Session, *, actor: Actor, programme_id: UUID, details: ProgrammeDetails, version: int
) -> Programme:
    """Change what is known of a programme; its editions keep what they were created with."""
    programme = locked_programme(session, actor, programme_id)
    expect_version(programme, version)
    ensure_may_count(details.organiser, details.counts)
    values = _programme_values(actor, details)
    changes = {
        name: (getattr(programme, name), value)
        for name, value in values.items()
        if getattr(programme, name) != value
    }
    if not changes:
        return programme
    for name, (_, value) in changes.items():
        setattr(programme, name, value)
    programme.sort_key = sort_key(details.names["ja"])
    programme.search_key = _search_key(details.names)
    flush(session)
    touch(session, TOPIC)
    subject = Subject("programme", programme.id)
    record(session, actor=actor, act="programmes.change", subject=subject, changes=changes)
    return programme


def create_edition(
    session: Session,
    *,
    actor: Actor,
    programme_id: UUID,
    details: EditionDetails,
    key: UUID | None = None,
) -> Edition:
    """Create a draft edition in the fiscal year of its first day; sent twice it is one."""
    programme = programme_for(session, actor, programme_id)
    edition = Edition(id=key or uuid7(), programme=programme, is_demo=programme.is_demo)
    values = _values(programme, details)
    edition.search_key = _search_key(details.title)
    for name, value in values.items():
        setattr(edition, name, value)
    edition, new = add_once(session, edition)
    if not new:
        return _of_programme(edition, programme)
    record(
        session,
        actor=actor,
        act="editions.create",
        subject=Subject("edition", edition.id),
        changes=created(values),
    )
    return edition


def change_edition(
    session: Session, *, actor: Actor, edition_id: UUID, details: EditionDetails, version: int
) -> Edition:
    """Change dates, quotas and words; never below the seats taken, or what a lottery promised."""
    edition = locked_edition(session, actor, edition_id)
    expect_version(edition, version)
    ensure_changeable(edition.state)
    values = _values(edition.programme, details)
    if details.selection is not edition.selection:
        ensure_selection_open(any_registration(session, edition))
    taken = seats_of(session, [edition])[edition.id].taken
    if details.plan.quota < taken:
        raise DomainError(message("youth.error.quota_below_taken", count=taken), field="quota")
    changes = {
        name: (getattr(edition, name), value)
        for name, value in values.items()
        if getattr(edition, name) != value
    }
    ensure_promised(lottery_of(session, edition.id), changes)
    for name, (_, value) in changes.items():
        setattr(edition, name, value)
    edition.search_key = _search_key(edition.title)
    flush(session)
    fill_seats(session, edition=edition)
    touch(session, TOPIC)
    subject = Subject("edition", edition.id)
    record(session, actor=actor, act="editions.change", subject=subject, changes=changes)
    return edition


def announce(
    session: Session, *, actor: Actor, edition_id: UUID, version: int | None = None
) -> Edition:
    """Show a draft edition to schools and the public; its window decides when they register."""
    edition = locked_edition(session, actor, edition_id)
    expect_seen(edition, version)
    EDITION_STEPS.ensure(edition.state, EditionState.ANNOUNCED)
    changes = {"state": (edition.state, EditionState.ANNOUNCED)}
    edition.state = EditionState.ANNOUNCED
    edition.announced_at = clock.now()
    flush(session)
    touch(session, TOPIC)
    subject = Subject("edition", edition.id)
    record(session, actor=actor, act="editions.announce", subject=subject, changes=changes)
    return edition


def _of_programme(edition: Edition, programme: Programme) -> Edition:
    if edition.programme_id != programme.id:
        raise NotFoundError
    return edition


def _search_key(texts: Localized) -> str:
    return "|".join(dict.fromkeys(fold(text) for text in texts.values()))


def _section_of(actor: Actor, section: str) -> str:
    if actor.role is not Role.SECTION:
        return section
    if not actor.section:
        raise DomainError(message("youth.error.no_section"), field="section")
    return actor.section


def _programme_values(actor: Actor, details: ProgrammeDetails) -> dict[str, object]:
    """Return the columns of a programme; a section officer's is always of the own section."""
    return {
        "names": details.names,
        "section": _section_of(actor, details.section),
        "organiser": details.organiser,
        "pattern": details.pattern,
        "counts": details.counts,
        "counts_reason": details.counts_reason,
        "partner_id": details.partner_id,
    }


def _values(programme: Programme, details: EditionDetails) -> dict[str, object]:
    """Return the columns of an edition; counting is the programme's unless said otherwise."""
    plan = details.plan
    ensure_plan(plan)
    counts = programme.counts if details.counts is None else details.counts
    ensure_may_count(programme.organiser, counts)
    return {
        "title": details.title,
        "direction": details.direction,
        "fiscal_year": FiscalYear.of(plan.starts).start,
        "starts": plan.starts,
        "ends": plan.ends,
        "opens_at": plan.opens_at,
        "closes_at": plan.closes_at,
        "registering": details.registering,
        "selection": details.selection,
        "quota": plan.quota,
        "school_quota": plan.school_quota,
        "minimum": plan.minimum,
        "waitlist_limit": plan.waitlist_limit,
        "female_quota": plan.female_quota,
        "male_quota": plan.male_quota,
        "offer_days": plan.offer_days,
        "counts": counts,
        "counts_reason": details.counts_reason or programme.counts_reason,
    }
