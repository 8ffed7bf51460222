"""Agreements, claims and bases, as panels, feeds and open data need them."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from exchange.agreements.enums import AgreementFactKind, TermKind
from exchange.agreements.models import Agreement, AgreementFact, Basis, DateClaim
from exchange.agreements.rules import WeighedClaim, weigh
from exchange.audit.models import AuditLine
from exchange.core.database.facts import all_given, read_given
from exchange.core.dates import PartialDate
from exchange.core.errors import NotFoundError
from exchange.core.text import fold
from exchange.partners.models import Partner, Source

#: Bases as the driver gives them: a row a claim.
BasisFacts = tuple[tuple[Hashable, ...], ...]


def agreements_of(session: Session, partner_id: UUID) -> Sequence[Agreement]:
    """Return a partner's agreements with their parties, claims, facts and sources."""
    statement = (
        select(Agreement)
        .where(Agreement.partner_id == partner_id)
        .options(
            _with_claims(),
            joinedload(Agreement.parties),
            joinedload(Agreement.facts).joinedload(AgreementFact.source),
        )
        .order_by(Agreement.slug)
    )
    return session.scalars(statement).unique().all()


def register(session: Session) -> Sequence[Agreement]:
    """Return every agreement with partner, parties, claims, facts and sources, in their order."""
    statement = select(Agreement).join(Agreement.partner).options(*_with_all())
    return session.scalars(statement.order_by(Partner.number, Agreement.slug)).all()


def agreements_with_terms(
    session: Session, partners: frozenset[str] = frozenset()
) -> Sequence[Agreement]:
    """Return the agreements that run out, with partner and claims, by partner."""
    statement = (
        select(Agreement)
        .join(Agreement.partner)
        .where(Agreement.term_kind == TermKind.FIXED)
        .options(_with_claims(), joinedload(Agreement.partner))
        .order_by(Partner.number, Agreement.slug)
    )
    if partners:
        statement = statement.where(Partner.slug.in_(sorted(partners)))
    return session.scalars(statement).all()


def agreements_matching(session: Session, text: str) -> Sequence[Agreement]:
    """Return the agreements whose title or document number contains `text` in any spelling."""
    wanted = fold(text)
    if not wanted:
        return ()
    statement = select(Agreement).join(Agreement.partner).options(joinedload(Agreement.partner))
    return [
        agreement
        for agreement in session.scalars(statement.order_by(Partner.number, Agreement.slug))
        if any(
            wanted in fold(said)
            for said in (*agreement.title.values(), agreement.document_number or "")
        )
    ]


def agreement_by_id(session: Session, key: UUID) -> Agreement:
    """Return an agreement with its partner; raises NotFoundError."""
    statement = select(Agreement).where(Agreement.id == key)
    return _found(session.scalar(statement.options(joinedload(Agreement.partner))))


def agreement_by_slug(session: Session, slug: str) -> Agreement:
    """Return an agreement with partner, parties, claims, facts and sources; NotFoundError."""
    statement = select(Agreement).where(Agreement.slug == slug).options(*_with_all())
    return _found(session.scalar(statement.execution_options(populate_existing=True)))


def locked_agreement(session: Session, key: UUID) -> Agreement:
    """Return an agreement with its row locked and its claims; raises NotFoundError."""
    statement = select(Agreement).where(Agreement.id == key).options(_with_claims())
    return _found(session.scalar(_locked(statement)))


def agreement_with_parties(session: Session, key: UUID) -> Agreement:
    """Return an agreement with its row locked and its parties; raises NotFoundError."""
    statement = select(Agreement).where(Agreement.id == key)
    return _found(session.scalar(_locked(statement.options(selectinload(Agreement.parties)))))


def fact_of(session: Session, agreement_id: UUID, kind: AgreementFactKind) -> AgreementFact | None:
    """Return what is stated of a kind about an agreement."""
    statement = select(AgreementFact).where(AgreementFact.agreement_id == agreement_id)
    return session.scalar(statement.where(AgreementFact.kind == kind))


@dataclass(frozen=True, slots=True)
class Adoption:
    """Who adopted which date of an agreement, in the place of which, and why."""

    at: datetime
    by: str
    before: PartialDate | None
    after: PartialDate | None
    reason: str | None


def adoptions_of(session: Session, agreement_id: UUID) -> Sequence[Adoption]:
    """Return the adoptions of an agreement's dates, the latest first."""
    lines = session.scalars(
        select(AuditLine)
        .where(
            AuditLine.subject_kind == "agreement",
            AuditLine.subject_id == agreement_id,
            AuditLine.act == "agreements.adopt_claim",
        )
        .options(selectinload(AuditLine.values))
        .order_by(AuditLine.at.desc(), AuditLine.id.desc())
    )
    return [_adoption(line) for line in lines]


def _adoption(line: AuditLine) -> Adoption:
    changed = {value.field: (value.old, value.new) for value in line.values}
    before, after = (
        PartialDate.parse(text) if text else None
        for text in changed.get("adopted_date", (None, None))
    )
    return Adoption(
        at=line.at,
        by=line.actor_name,
        before=before,
        after=after,
        reason=changed.get("reason", (None, None))[1],
    )


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


def facts_of_bases(
    session: Session, *, public_only: bool, partners: frozenset[str] = frozenset()
) -> BasisFacts:
    """Return all that the anniversaries of bases are made of, as the driver gives it.

    With the versions of the rows, which only rise: what has changed never comes again.
    """
    return tuple(read_given(session, _facts(public_only, partners)))


@lru_cache(maxsize=16)
def _facts(public_only: bool, partners: frozenset[str]) -> Select[*tuple[Any, ...]]:
    tables = (Basis, Agreement, Partner, DateClaim, Source)
    statement = (
        select(*(column for table in tables for column in all_given(table)))
        .join(Basis.agreement)
        .join(Agreement.partner)
        .outerjoin(DateClaim, DateClaim.agreement_id == Agreement.id)
        .outerjoin(Source, Source.id == DateClaim.source_id)
        .order_by(Basis.id, DateClaim.id)
    )
    if public_only:
        statement = statement.where(Basis.is_public)
    return statement.where(Partner.slug.in_(sorted(partners))) if partners else statement


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
    """Return a basis with its agreement, the claims and the partner; raises NotFoundError."""
    agreement = joinedload(Basis.agreement)
    statement = select(Basis).where(Basis.slug == slug)
    found = session.scalar(
        statement.options(
            agreement.joinedload(Agreement.partner), agreement.selectinload(Agreement.claims)
        )
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

    One that was set aside is lost.

    The order is that of the keys.
    """
    statement = (
        select(DateClaim)
        .where(DateClaim.id.in_(keys), DateClaim.ended_at.is_(None))
        .options(joinedload(DateClaim.agreement).selectinload(Agreement.claims))
    )
    found = {claim.id: claim for claim in session.scalars(statement)}
    if set(keys) - found.keys():
        raise NotFoundError
    return [found[key] for key in keys]


def _locked(statement: Select[Agreement]) -> Select[Agreement]:
    locked = statement.with_for_update(of=Agreement)
    return locked.execution_options(populate_existing=True)


def _found(agreement: Agreement | None) -> Agreement:
    if agreement is None:
        raise NotFoundError
    return agreement


def _with_all() -> Sequence[ExecutableOption]:
    facts = selectinload(Agreement.facts)
    return (
        joinedload(Agreement.partner),
        selectinload(Agreement.parties),
        _with_claims(),
        facts.options(joinedload(AgreementFact.source), joinedload(AgreementFact.document)),
    )


def _with_claims() -> ExecutableOption:
    return selectinload(Agreement.claims).joinedload(DateClaim.source)
