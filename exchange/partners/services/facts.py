"""Add a fact or an entry of history, correct it, show it first, take it off the pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import Changes, created, record
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
from exchange.core.dates import PartialDate, ensure_happened
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.partners.enums import FactKind
from exchange.partners.models import Partner, PartnerFact
from exchange.partners.queries import locked_partner, position_bounds
from exchange.partners.rules import ensure_content

#: The data files number a partner's facts from 1; what people add stands beyond them.
_FIRST_ADDED: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class FactDetails:
    """What a person states: a text, a figure or fields, as of when, from where."""

    source_id: UUID
    locator: str = ""
    text: Localized | None = None
    figure: Decimal | None = None
    approximate: bool = False
    scope: Localized | None = None
    fields: Sequence[str] = ()
    date: PartialDate | None = None
    organiser: Localized | None = None


def add_fact(
    session: Session,
    *,
    actor: Actor,
    slug: str,
    kind: FactKind,
    details: FactDetails,
    key: UUID | None = None,
) -> PartnerFact:
    """Add a fact behind those of its kind; `key` is that of the form, sent twice it is one fact."""
    _ensure(kind, details)
    partner = locked_partner(session, slug)
    _, last = position_bounds(session, partner.id, kind)
    position = max(last + 1, _FIRST_ADDED)
    fact = PartnerFact(
        id=key or uuid7(),
        partner_id=partner.id,
        kind=kind,
        position=position,
        **_values(details),
    )
    fact, new = add_once(session, fact)
    if new:
        changes = created({"kind": kind, **stated(details)})
        _noted(session, actor, fact, changes, act="partners.add_fact")
    return fact


def correct_fact(
    session: Session, *, actor: Actor, fact: PartnerFact, version: int, details: FactDetails
) -> PartnerFact:
    """Change what a fact says; raises StaleRowError."""
    expect_version(fact, version)
    _ensure(fact.kind, details)
    if changes := restate(fact, _values(details)):
        flush(session)
        _noted(session, actor, fact, changes, act="partners.correct_fact")
    return fact


def put_first(session: Session, *, actor: Actor, partner: Partner, fact: PartnerFact) -> None:
    """Show a fact to everyone in the place of the one of its kind that was shown until now."""
    locked_partner(session, partner.slug)
    first, _ = position_bounds(session, partner.id, fact.kind)
    if fact.position == first:
        return
    changes = restate(fact, {"position": first - 1})
    flush(session)
    _noted(session, actor, fact, changes, act="partners.put_fact_first")


def end_fact(session: Session, *, actor: Actor, fact: PartnerFact, version: int) -> None:
    """Take a fact off the pages; its row stays, and who took it off is on record."""
    expect_version(fact, version)
    if fact.ended_at is not None:
        return
    changes = restate(fact, {"ended_at": clock.now()})
    flush(session)
    _noted(session, actor, fact, changes, act="partners.end_fact")


def _ensure(kind: FactKind, details: FactDetails) -> None:
    ensure_content(kind, details)
    ensure_happened(details.date, today=clock.today(), field="date")


def _values(details: FactDetails) -> dict[str, object]:
    return {**stated(details), "fields": list(details.fields)}


def _noted(
    session: Session,
    actor: Actor,
    fact: PartnerFact,
    changes: Changes,
    *,
    act: str,
) -> None:
    record(session, actor=actor, act=act, subject=Subject("partner_fact", fact.id), changes=changes)
