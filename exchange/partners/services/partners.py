"""Create a partner, revise what is stated of it, and end a partnership; nothing is deleted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import Changes, created, record
from exchange.core.database import (
    Localized,
    expect_version,
    flush,
    restate,
    stated,
    uuid7,
)
from exchange.core.dates import PartialDate
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.revisions import touch
from exchange.partners.enums import PartnerKind
from exchange.partners.models import Partner, Source, search_key_of
from exchange.partners.queries import last_number, locked_partner
from exchange.partners.rules import ensure_over, ensure_parent, ensure_slug, ensure_zone

#: The revision topic of partners: their names and relations are in every feed.
TOPIC: Final = "partners"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerDetails:
    """What a person states of a partner; slug and number are not among it."""

    kind: PartnerKind
    names: Localized
    kana: str
    native_name: str
    native_language: str
    place: Localized
    country_code: str
    zone: str
    latitude: float
    longitude: float
    languages: Sequence[str]
    currency: str
    relation: Localized
    parent: Localized | None = None
    signed_wording: Localized | None = None
    owner_section: Localized | None = None
    site: str | None = None


def create_partner(
    session: Session,
    *,
    actor: Actor,
    slug: str,
    details: PartnerDetails,
    citation: str,
    key: UUID | None = None,
) -> Partner:
    """Create a partner at the end of the list; `citation` is "KM-SA" or "seed-ja L233".

    With the `key` of a form that was sent before, return the earlier one.
    """
    ensure_slug(slug)
    _ensure(details)
    earlier = session.get(Partner, key) if key else None
    if earlier is not None:
        return earlier
    values = stated(details)
    partner = Partner(
        id=key or uuid7(),
        slug=slug,
        number=last_number(session) + 1,
        search_key=search_key_of(details.names, details.kana, details.native_name),
        worded_here=[],
        citations={name: [citation] for name, value in values.items() if value},
        **values,
    )
    session.add(partner)
    flush(session)
    changes = created({"slug": slug, "number": partner.number, **values})
    _noted(session, actor, partner, changes, act="partners.create")
    return partner


def revise_partner(
    session: Session,
    *,
    actor: Actor,
    slug: str,
    version: int,
    details: PartnerDetails,
    citation: str,
) -> Partner:
    """Change what is stated of a partner; what changed cites `citation` from now on."""
    partner = locked_partner(session, slug)
    expect_version(partner, version)
    _ensure(details)
    changes = restate(partner, stated(details))
    if not changes:
        return partner
    partner.search_key = search_key_of(partner.names, partner.kana, partner.native_name)
    partner.citations = _cited(partner, changes, citation)
    flush(session)
    _noted(session, actor, partner, changes, act="partners.revise")
    return partner


def end_partnership(
    session: Session,
    *,
    actor: Actor,
    slug: str,
    version: int,
    ended_on: PartialDate,
    source: Source,
    note: str | None,
    today: date,
) -> Partner:
    """Say that a partnership is over: its page, its history and its number stay."""
    partner = locked_partner(session, slug)
    expect_version(partner, version)
    if partner.ended_on is not None:
        raise DomainError(message("partners.error.ended_already"))
    ensure_over(ended_on, today=today)
    changes = restate(
        partner, {"ended_on": ended_on, "ended_source_id": source.id, "end_note": note or None}
    )
    flush(session)
    _noted(session, actor, partner, changes, act="partners.end")
    return partner


def resume_partnership(session: Session, *, actor: Actor, slug: str, version: int) -> Partner:
    """Take back that a partnership is over."""
    partner = locked_partner(session, slug)
    expect_version(partner, version)
    changes = restate(partner, {"ended_on": None, "ended_source_id": None, "end_note": None})
    if changes:
        flush(session)
        _noted(session, actor, partner, changes, act="partners.resume")
    return partner


def _ensure(details: PartnerDetails) -> None:
    ensure_zone(details.zone)
    ensure_parent(details.kind, has_parent=details.parent is not None)


def _cited(partner: Partner, changed: Collection[str], citation: str) -> dict[str, list[str]]:
    """Return the citations with the new one for every attribute that changed."""
    names = {"latitude": "coordinates", "longitude": "coordinates"}
    return {**partner.citations, **{names.get(name, name): [citation] for name in changed}}


def _noted(
    session: Session,
    actor: Actor,
    partner: Partner,
    changes: Changes,
    *,
    act: str,
) -> None:
    touch(session, TOPIC)
    record(session, actor=actor, act=act, subject=Subject("partner", partner.id), changes=changes)
