"""Who is bound by an agreement: add a party, correct it, say who took its place."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.agreements.enums import PartyRole
from exchange.agreements.models import Agreement, AgreementParty
from exchange.agreements.queries import agreement_with_parties
from exchange.agreements.rules import ensure_party
from exchange.agreements.services.topic import TOPIC
from exchange.audit.services import Changes, created, record
from exchange.core.database import (
    Localized,
    add_once,
    expect_version,
    flush,
    restate,
    stated,
    uuid7,
)
from exchange.core.dates import PartialDate
from exchange.core.errors import NotFoundError
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.revisions import touch


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyDetails:
    """What a person states of a party, by column."""

    names: Localized
    role: PartyRole
    since: PartialDate | None = None
    until: PartialDate | None = None
    #: Who takes its place after `until`: another party of the agreement.
    successor_id: UUID | None = None
    #: Where the end is said.
    source_id: UUID | None = None


def add_party(
    session: Session,
    *,
    actor: Actor,
    agreement_id: UUID,
    details: PartyDetails,
    key: UUID | None = None,
) -> AgreementParty:
    """Add a party behind the others of an agreement."""
    agreement = agreement_with_parties(session, agreement_id)
    _ensure(agreement, None, details)
    party = AgreementParty(
        id=key or uuid7(),
        agreement_id=agreement.id,
        position=max((party.position for party in agreement.parties), default=0) + 1,
        **stated(details),
    )
    party, new = add_once(session, party)
    if new:
        _noted(session, actor, agreement, created(stated(details)), act="agreements.add_party")
    return party


def correct_party(
    session: Session,
    *,
    actor: Actor,
    agreement_id: UUID,
    key: UUID,
    version: int,
    details: PartyDetails,
) -> AgreementParty:
    """Change what is stated of a party; raises StaleRowError, or NotFoundError for a stranger."""
    agreement = agreement_with_parties(session, agreement_id)
    party = next((party for party in agreement.parties if party.id == key), None)
    if party is None:
        raise NotFoundError
    expect_version(party, version)
    _ensure(agreement, key, details)
    if changes := restate(party, stated(details)):
        flush(session)
        _noted(session, actor, agreement, changes, act="agreements.correct_party")
    return party


def _ensure(agreement: Agreement, own: UUID | None, details: PartyDetails) -> None:
    others = {party.id for party in agreement.parties if party.id != own}
    ensure_party(details.since, details.until, details.successor_id, others)


def _noted(
    session: Session, actor: Actor, agreement: Agreement, changes: Changes, *, act: str
) -> None:
    touch(session, TOPIC)
    subject = Subject("agreement", agreement.id)
    record(session, actor=actor, act=act, subject=subject, changes=changes)
