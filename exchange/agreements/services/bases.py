"""Count anniversaries from an agreement, and open them to everyone."""

from sqlalchemy.orm import Session

from exchange.agreements.models import Agreement, Basis
from exchange.agreements.services.topic import TOPIC
from exchange.audit.services import created, record
from exchange.core.database import expect_version, flush
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.revisions import touch


def count_from(session: Session, *, actor: Actor, agreement: Agreement) -> Basis:
    """Count anniversaries from an agreement, for staff until they are published.

    The basis takes the agreement's slug: calendars will hold it for ever.
    """
    basis = Basis(slug=agreement.slug, agreement_id=agreement.id, is_public=False)
    session.add(basis)
    flush(session)
    touch(session, TOPIC)
    record(
        session,
        actor=actor,
        act="agreements.count_from",
        subject=Subject("basis", basis.id),
        changes=created({"slug": basis.slug, "agreement_id": agreement.id}),
    )
    return basis


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
