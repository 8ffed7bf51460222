"""Who counted in closed years and counts since the start, with what was approved taken in."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from exchange.youth.enums.closing import CorrectionKind, CorrectionState
from exchange.youth.ledger.totals import PERSON, counted_rows, first_year_of
from exchange.youth.models import ClosedYear, Correction, Participation, SamePerson
from exchange.youth.rules.corrections import Presence, corrected, unique_since

_OWN = Participation.person_digest


def approved(session: Session, *, with_demo: bool = True) -> Sequence[Correction]:
    """Return the approved corrections in the order in which they were approved."""
    return session.scalars(
        select(Correction)
        .where(Correction.state == CorrectionState.APPROVED, *_real(with_demo))
        .order_by(Correction.decided_at, Correction.id)
    ).all()


def approved_changes(session: Session, *, with_demo: bool) -> Mapping[int, tuple[int, int, int]]:
    """Return by closed year what its approved corrections change, and how many they are.

    Person-times, unique persons of the year, number.
    """
    rows = session.execute(
        select(
            Correction.fiscal_year,
            func.sum(Correction.person_times),
            func.sum(Correction.unique_persons),
            func.count(),
        )
        .where(Correction.state == CorrectionState.APPROVED, *_real(with_demo))
        .group_by(Correction.fiscal_year)
    )
    return {year: (times, unique, number) for year, times, unique, number in rows}


def presences(
    session: Session, *narrowed: ColumnElement[bool], with_demo: bool = True
) -> Sequence[Presence]:
    """Return what counts in the ledger, all of it or what some conditions hold for."""
    statement = select(Participation.fiscal_year, _OWN, PERSON, Participation.id)
    rows: Iterable[Any] = session.execute(statement.where(*counted_rows(with_demo), *narrowed))
    return [Presence(*row) for row in rows]


def corrected_year(session: Session, fiscal_year: int, *, with_demo: bool) -> Sequence[Presence]:
    """Return who counts in a closed year by now."""
    rows = presences(session, Participation.fiscal_year == fiscal_year, with_demo=with_demo)
    taken = [
        each for each in approved(session, with_demo=with_demo) if each.fiscal_year == fiscal_year
    ]
    return corrected(rows, taken)


def corrected_of(session: Session, digests: Collection[str]) -> Sequence[Presence]:
    """Return where some persons count in closed years by now."""
    closed = Participation.fiscal_year.in_(select(ClosedYear.fiscal_year))
    rows = corrected(presences(session, closed, _OWN.in_(digests)), approved(session))
    return [row for row in rows if row.own in digests]


def persons_today(session: Session) -> Mapping[str, str]:
    """Return as whom each digest that was ever merged counts today; others count as themselves."""
    rows = session.execute(
        select(SamePerson.digest, SamePerson.same_as)
        .where(SamePerson.until_year.is_(None))
        .order_by(SamePerson.number)
    )
    return {digest: person for digest, person in rows}


def unique_since_change(session: Session, *, with_demo: bool) -> int:
    """Return what is to be added to the kept unique persons since the start.

    Closed years keep as whom they counted; since the start everybody counts as is known today.
    """
    first_year = first_year_of(session)
    taken = [
        each for each in approved(session, with_demo=with_demo) if each.fiscal_year >= first_year
    ]
    found = [each.digests[-1] for each in taken if each.kind is CorrectionKind.FOUND]
    struck = [each.participation_id for each in taken if each.participation_id]
    named = or_(
        _OWN.in_(select(SamePerson.digest)),
        _OWN.in_(found),
        _OWN.in_(select(_OWN).where(Participation.id.in_(struck))),
    )
    rows = presences(session, named, Participation.fiscal_year >= first_year, with_demo=with_demo)
    return unique_since(rows, taken, persons_today(session))


def counted_as(session: Session, digest: str, fiscal_year: int) -> str:
    """Return under which digest a person counts in a fiscal year."""
    found = session.scalar(
        select(PERSON)
        .where(Participation.person_digest == digest, Participation.fiscal_year == fiscal_year)
        .limit(1)
    )
    return found or digest


def _real(with_demo: bool) -> Sequence[ColumnElement[bool]]:
    return () if with_demo else (Correction.is_demo.is_(False),)
