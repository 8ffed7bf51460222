"""Write down what a source says about a date, and adopt one of several."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.agreements.models import DateClaim
from exchange.agreements.queries import claims_by_id, locked_agreement
from exchange.agreements.services.topic import TOPIC
from exchange.audit.services import created, record
from exchange.core import clock
from exchange.core.database import Localized, add_once, flush, stated, uuid7
from exchange.core.dates import PartialDate, ensure_happened
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.revisions import touch
from exchange.partners.services import SourceDetails, add_source


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSource:
    """A source nobody has cited yet, under its short name."""

    slug: str
    details: SourceDetails


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDetails:
    """What a source says about a date, and where in it."""

    date: PartialDate
    source: UUID | NewSource
    locator: str = ""
    note: Localized | None = None


def adopt_claims(
    session: Session, *, actor: Actor, keys: Sequence[UUID], reason: str
) -> Sequence[DateClaim]:
    """Adopt claims, one an agreement, for one reason; feeds and pages follow.

    Raises DomainError without a reason or a choice, or for two claims of one agreement.
    """
    if not keys:
        raise DomainError(message("agreements.error.no_claim"), field="claims")
    if not reason:
        raise DomainError(message("agreements.error.no_reason"), field="reason")
    claims = claims_by_id(session, keys)
    if len({claim.agreement_id for claim in claims}) < len(claims):
        raise DomainError(message("agreements.error.two_of_one"), field="claims")
    for claim in claims:
        _adopt(session, actor, claim, reason)
    touch(session, TOPIC)
    return claims


def _adopt(session: Session, actor: Actor, claim: DateClaim, reason: str) -> None:
    before = next((other for other in claim.agreement.claims if other.adopted), None)
    if before is claim:
        return
    if before is not None:
        before.adopted = False
        flush(session)  # the database holds at most one adopted claim at every moment
    claim.adopted = True
    flush(session)
    record(
        session,
        actor=actor,
        act="agreements.adopt_claim",
        subject=Subject("agreement", claim.agreement_id),
        changes={
            "adopted_date": (before.date if before else None, claim.date),
            "reason": (None, reason),
        },
    )


def add_claim(
    session: Session,
    *,
    actor: Actor,
    agreement_id: UUID,
    details: ClaimDetails,
    key: UUID | None = None,
) -> DateClaim:
    """Write down what a source says about an agreement's date; it waits until it is adopted.

    `details.source` may be a source nobody has cited before. Raises DomainError for a date ahead
    and for what the same place of the source is already known to say.
    """
    ensure_happened(details.date, today=clock.today(), field="date")
    agreement = locked_agreement(session, agreement_id)
    source_id = _source(session, actor, details.source)
    claim = DateClaim(
        id=key or uuid7(),
        agreement_id=agreement.id,
        date=details.date,
        source_id=source_id,
        locator=details.locator,
        note=details.note,
    )
    claim, new = add_once(session, claim)
    if new:
        touch(session, TOPIC)
        record(
            session,
            actor=actor,
            act="agreements.add_claim",
            subject=Subject("agreement", agreement.id),
            changes=created({**stated(details), "source": source_id}),
        )
    return claim


def set_claim_aside(session: Session, *, actor: Actor, key: UUID, reason: str) -> DateClaim:
    """Take a claim off the pages, mistyped or mistaken; its row and the reason stay on record.

    Raises DomainError without a reason, and for the adopted claim: another must take its place.
    """
    claim = claims_by_id(session, [key])[0]
    if not reason:
        raise DomainError(message("agreements.error.no_reason"), field="reason")
    if claim.adopted:
        raise DomainError(message("agreements.error.adopted_stays"), field="reason")
    claim.ended_at = clock.now()
    flush(session)
    touch(session, TOPIC)
    record(
        session,
        actor=actor,
        act="agreements.set_claim_aside",
        subject=Subject("agreement", claim.agreement_id),
        changes={"date": (claim.date, None), "reason": (None, reason)},
    )
    return claim


def _source(session: Session, actor: Actor, source: UUID | NewSource) -> UUID:
    if isinstance(source, UUID):
        return source
    return add_source(session, actor=actor, slug=source.slug, details=source.details).id
