"""Guests of an edition, and with whom they stay and stayed."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from exchange.core.database import unseal
from exchange.core.errors import NotFoundError
from exchange.core.keys import Keyring
from exchange.core.permissions import Actor
from exchange.hosting.enums import Avoidance
from exchange.hosting.models import Guest, HostFamily, Placement
from exchange.youth.models import Edition
from exchange.youth.queries.programmes import edition_for


def guests_of(session: Session, edition: Edition) -> Sequence[Guest]:
    """Return the guests of an edition by name."""
    found = select(Guest).where(Guest.edition_id == edition.id)
    return session.scalars(found.order_by(Guest.sort_key, Guest.id)).all()


def guest_for(session: Session, actor: Actor, key: UUID) -> Guest:
    """Return a guest of an edition the actor works with, read anew; raises NotFoundError."""
    found = session.scalar(
        select(Guest).where(Guest.id == key).execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError
    edition_for(session, actor, found.edition_id)
    return found


def avoidances_of(guest: Guest, *, ring: Keyring) -> Collection[Avoidance]:
    """Return what a guest must not be near; whoever uses it has logged that it was read."""
    opened = unseal(guest, "avoids", ring=ring) or ""
    return [Avoidance(each) for each in opened.split(",") if each]


def current_placements(session: Session, edition: Edition) -> Sequence[Placement]:
    """Return the stays of an edition that stand, with guest and family, by the guest's name."""
    found = _placements().where(Guest.edition_id == edition.id, Placement.ended_at.is_(None))
    return session.scalars(found.order_by(Guest.sort_key, Guest.id)).all()


def current_of(session: Session, guest: Guest) -> Placement | None:
    """Return the stay of a guest that stands."""
    found = _placements().where(Placement.guest_id == guest.id, Placement.ended_at.is_(None))
    return session.scalar(found)


def history_of_guest(session: Session, guest: Guest) -> Sequence[Placement]:
    """Return every stay of a guest, the latest first."""
    found = _placements().where(Placement.guest_id == guest.id)
    return session.scalars(found.order_by(Placement.placed_at.desc(), Placement.id.desc())).all()


def history_of_family(session: Session, family: HostFamily) -> Sequence[Placement]:
    """Return every stay with a family, the latest first."""
    found = _placements().where(Placement.family_id == family.id)
    return session.scalars(found.order_by(Placement.placed_at.desc(), Placement.id.desc())).all()


def placement_for(session: Session, actor: Actor, key: UUID) -> Placement:
    """Return a stay in an edition the actor works with, read anew; raises NotFoundError."""
    found = session.scalar(
        _placements().where(Placement.id == key).execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError
    edition_for(session, actor, found.guest.edition_id)
    return found


def _placements() -> Select[Placement]:
    return (
        select(Placement)
        .join(Placement.guest)
        .options(joinedload(Placement.guest), joinedload(Placement.family))
    )
