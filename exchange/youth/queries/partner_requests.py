"""What editions asked their partners for."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager

from exchange.core.database import Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.core.permissions import Actor
from exchange.youth.models import Edition, PartnerRequest
from exchange.youth.queries.programmes import edition_for, readable_editions
from exchange.youth.rules.partner_requests import ASKING


def requests_page(
    session: Session, edition_id: UUID, *, cursor: str | None = None
) -> Page[PartnerRequest]:
    """Return a page of what an edition asked for, the newest first."""
    statement = select(PartnerRequest).where(PartnerRequest.edition_id == edition_id)
    order = Order(PartnerRequest.asked_on, PartnerRequest.id, descending=True)
    return paginate(session, statement, order, cursor=cursor)


def request_for(session: Session, actor: Actor, key: UUID) -> PartnerRequest:
    """Return a request of an edition the actor works with, and the edition; NotFoundError."""
    statement = _with_edition().where(PartnerRequest.id == key)
    found = session.scalar(statement)
    if found is None:
        raise NotFoundError
    edition_for(session, actor, found.edition_id)
    return found


def waiting_requests(session: Session, actor: Actor) -> Sequence[PartnerRequest]:
    """Return what the actor's editions wait for, drafts too: partners are asked early."""
    own = Edition.id.in_(readable_editions(actor))
    return session.scalars(_waiting().where(own)).all()


def waiting_requests_of(session: Session, edition_id: UUID) -> Sequence[PartnerRequest]:
    """Return what one edition waits for."""
    return session.scalars(_waiting().where(Edition.id == edition_id)).all()


def _waiting() -> Select[PartnerRequest]:
    return (
        _with_edition()
        .where(
            Edition.state.in_(ASKING),
            PartnerRequest.answered_on.is_(None),
            PartnerRequest.taken_back_on.is_(None),
        )
        .order_by(PartnerRequest.asked_on, PartnerRequest.id)
    )


def _with_edition() -> Select[PartnerRequest]:
    return (
        select(PartnerRequest)
        .join(PartnerRequest.edition)
        .options(contains_eager(PartnerRequest.edition))
    )
