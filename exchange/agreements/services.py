"""Verbs on claims and bases: adopt a date, open a basis to everyone."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.agreements.models import Basis, DateClaim
from exchange.agreements.queries import claims_by_id
from exchange.audit.services import record
from exchange.core.database import expect_version, flush
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.revisions import touch

#: The revision topic of agreements, claims and bases.
TOPIC = "agreements"


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


def publish_basis(session: Session, *, actor: Actor, basis: Basis, version: int) -> None:
    """Show the anniversaries of a basis to everyone, in pages, feeds and open data."""
    _set_public(session, actor, basis, version, is_public=True)


def withdraw_basis(session: Session, *, actor: Actor, basis: Basis, version: int) -> None:
    """Keep the anniversaries of a basis to staff from now on."""
    _set_public(session, actor, basis, version, is_public=False)


def _set_public(
    session: Session, actor: Actor, basis: Basis, version: int, *, is_public: bool
) -> None:
    expect_version(basis, version)
    before, basis.is_public = basis.is_public, is_public
    flush(session)
    touch(session, TOPIC)
    record(
        session,
        actor=actor,
        act="agreements.publish_basis" if is_public else "agreements.withdraw_basis",
        subject=Subject("basis", basis.id),
        changes={"is_public": (before, is_public)},
    )
