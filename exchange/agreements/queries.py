"""Agreements, claims and bases, as panels, feeds and open data need them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from exchange.agreements.models import Agreement, Basis, DateClaim
from exchange.agreements.rules import WeighedClaim, weigh
from exchange.core.errors import NotFoundError
from exchange.partners.models import Partner


def agreements_of(session: Session, partner_id: UUID) -> Sequence[Agreement]:
    """Return a partner's agreements with their parties, claims and sources."""
    statement = (
        select(Agreement)
        .where(Agreement.partner_id == partner_id)
        .options(_with_claims(), joinedload(Agreement.parties))
        .order_by(Agreement.slug)
    )
    return session.scalars(statement).unique().all()


def agreement_by_id(session: Session, key: UUID) -> Agreement:
    """Return an agreement with its partner; raises NotFoundError."""
    statement = select(Agreement).where(Agreement.id == key)
    found = session.scalar(statement.options(joinedload(Agreement.partner)))
    if found is None:
        raise NotFoundError
    return found


def bases(
    session: Session, *, public_only: bool, partners: frozenset[str] = frozenset()
) -> Sequence[Basis]:
    """Return the bases, in the partners' order, with agreement, claims and partner."""
    statement = (
        select(Basis)
        .join(Basis.agreement)
        .join(Agreement.partner)
        .options(
            joinedload(Basis.agreement).options(
                joinedload(Agreement.partner),
                selectinload(Agreement.claims).joinedload(DateClaim.source),
            )
        )
        .order_by(Partner.number, Basis.slug)
    )
    if public_only:
        statement = statement.where(Basis.is_public)
    if partners:
        statement = statement.where(Partner.slug.in_(sorted(partners)))
    return session.scalars(statement).all()


def bases_of(session: Session, agreements: Sequence[UUID], *, public_only: bool) -> Sequence[Basis]:
    """Return the bases of agreements that are loaded already."""
    statement = (
        select(Basis)
        .where(Basis.agreement_id.in_(agreements))
        .options(joinedload(Basis.agreement).joinedload(Agreement.partner))
        .order_by(Basis.slug)
    )
    if public_only:
        statement = statement.where(Basis.is_public)
    return session.scalars(statement).all()


def basis_by_slug(session: Session, slug: str) -> Basis:
    """Return a basis with its agreement and partner; raises NotFoundError."""
    statement = select(Basis).where(Basis.slug == slug)
    found = session.scalar(
        statement.options(joinedload(Basis.agreement).joinedload(Agreement.partner))
    )
    if found is None:
        raise NotFoundError
    return found


def waiting_claims(session: Session) -> Sequence[WeighedClaim]:
    """Return the claims a person has to decide about, partner by partner."""
    statement = (
        select(Agreement)
        .join(Agreement.partner)
        .options(_with_claims(), joinedload(Agreement.partner))
        .order_by(Partner.number, Agreement.slug)
    )
    return [
        weighed
        for agreement in session.scalars(statement)
        for weighed in weigh(agreement)
        if weighed.standing.waits
    ]


def claims_by_id(session: Session, keys: Sequence[UUID]) -> Sequence[DateClaim]:
    """Return claims with their agreement and its other claims; raises NotFoundError for any lost.

    The order is that of the keys.
    """
    statement = (
        select(DateClaim)
        .where(DateClaim.id.in_(keys))
        .options(joinedload(DateClaim.agreement).selectinload(Agreement.claims))
    )
    found = {claim.id: claim for claim in session.scalars(statement)}
    if set(keys) - found.keys():
        raise NotFoundError
    return [found[key] for key in keys]


def _with_claims() -> ExecutableOption:
    return selectinload(Agreement.claims).joinedload(DateClaim.source)
