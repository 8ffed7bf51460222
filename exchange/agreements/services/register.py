"""Put an agreement on the register, change what is stated of it, bring it to its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.agreements.enums import AgreementKind, Criterion, PartyRole, TermKind
from exchange.agreements.models import Agreement, AgreementParty
from exchange.agreements.queries import agreements_of, locked_agreement
from exchange.agreements.rules import adopted_date, ensure_end, ensure_line, ensure_term
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
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.revisions import touch
from exchange.partners.models import Partner

#: The city itself, a party to everything it signs.
_CITY: Final = Localized({"ja": "熊本市", "en": "Kumamoto City", "zh-Hant": "熊本市"})
#: Of a key's end, in a slug: enough to tell a partner's agreements apart for ever.
_MARK: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementDetails:
    """What a person states of an agreement, by column."""

    kind: AgreementKind
    title: Localized
    place: Localized | None = None
    predecessor_id: UUID | None = None
    term_kind: TermKind = TermKind.UNKNOWN
    term_years: int | None = None
    fields: Sequence[str] = ()
    text_languages: Sequence[str] = ()
    document_number: str | None = None
    signing: Sequence[str] | None = None
    ceremony_on: PartialDate | None = None
    clair_heads_sign: Criterion = Criterion.UNKNOWN
    clair_not_one_field: Criterion = Criterion.UNKNOWN
    clair_council: Criterion = Criterion.UNKNOWN


def create_agreement(
    session: Session,
    *,
    actor: Actor,
    partner: Partner,
    details: AgreementDetails,
    key: UUID | None = None,
) -> Agreement:
    """Put an agreement of the city and a partner on the register; its dates are claims of sources.

    Its slug is made here and never changes.
    """
    _ensure(session, partner.id, None, details)
    key = key or uuid7()
    agreement = Agreement(
        id=key,
        slug=f"{partner.slug}-{key.hex[-_MARK:]}",
        partner_id=partner.id,
        **_values(details),
    )
    agreement.parties = [
        AgreementParty(position=1, names=_CITY, role=PartyRole.SIGNATORY),
        AgreementParty(
            position=2, names=partner.names, role=PartyRole.SIGNATORY, partner_id=partner.id
        ),
    ]
    agreement, new = add_once(session, agreement)
    if new:
        changes = created({"partner": partner.slug, **_values(details)})
        _noted(session, actor, agreement, changes, act="agreements.create")
    return agreement


def revise_agreement(
    session: Session, *, actor: Actor, key: UUID, version: int, details: AgreementDetails
) -> Agreement:
    """Change what is stated of an agreement; raises StaleRowError."""
    agreement = locked_agreement(session, key)
    expect_version(agreement, version)
    _ensure(session, agreement.partner_id, agreement.id, details)
    values = _values(details)
    if values["fields"] != agreement.fields:
        values["fields_source_id"] = None  # it named other fields
    if changes := restate(agreement, values):
        flush(session)
        _noted(session, actor, agreement, changes, act="agreements.revise")
    return agreement


def end_agreement(
    session: Session,
    *,
    actor: Actor,
    key: UUID,
    version: int,
    ended_on: PartialDate,
    reason: str,
) -> Agreement:
    """Bring an agreement to its end: its last day, as far as known, and why; it stays on record."""
    agreement = locked_agreement(session, key)
    expect_version(agreement, version)
    if not reason:
        raise DomainError(message("agreements.error.no_end_reason"), field="reason")
    ensure_end(adopted_date(agreement.claims), ended_on)
    changes = restate(agreement, {"ended_on": ended_on, "end_reason": reason})
    if changes:
        flush(session)
        _noted(session, actor, agreement, changes, act="agreements.end")
    return agreement


def _ensure(
    session: Session, partner_id: UUID, own: UUID | None, details: AgreementDetails
) -> None:
    ensure_term(details.term_kind, details.term_years)
    line = {one.id: one.predecessor_id for one in agreements_of(session, partner_id)}
    ensure_line(line, own, details.predecessor_id)


def _values(details: AgreementDetails) -> dict[str, object]:
    return {
        **stated(details),
        "fields": list(details.fields),
        "text_languages": list(details.text_languages),
        "signing": None if details.signing is None else list(details.signing),
    }


def _noted(
    session: Session, actor: Actor, agreement: Agreement, changes: Changes, *, act: str
) -> None:
    touch(session, TOPIC)
    subject = Subject("agreement", agreement.id)
    record(session, actor=actor, act=act, subject=subject, changes=changes)
