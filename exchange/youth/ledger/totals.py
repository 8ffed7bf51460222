"""The headline totals beside the ledger: kept, counted anew, compared."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from exchange.core.database import flush, upsert
from exchange.youth.models import (
    SINCE_START,
    Participation,
    ParticipationTotal,
    SamePerson,
)
from exchange.youth.queries.counting import counting_rules
from exchange.youth.rules.counting import Totals

#: Topic of `revisions` that rises with the ledger.
TOPIC: Final = "participations"

#: Under which digest a row's person counts in the row's fiscal year.
COUNTED_AS: Final = (
    select(SamePerson.same_as)
    .where(
        SamePerson.digest == Participation.person_digest,
        SamePerson.from_year <= Participation.fiscal_year,
        or_(SamePerson.until_year.is_(None), SamePerson.until_year > Participation.fiscal_year),
    )
    .order_by(SamePerson.number.desc())
    .limit(1)
    .correlate(Participation)
    .scalar_subquery()
)
#: The digest under which a row's person counts.
PERSON: Final = func.coalesce(COUNTED_AS, Participation.person_digest)
#: How many persons some rows are of.
UNIQUE: Final = func.count(PERSON.distinct())


class Scope(NamedTuple):
    """What a headline total covers; SINCE_START: every fiscal year from the rule's first on."""

    fiscal_year: int
    with_demo: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A headline total that is not what the ledger says; None where one side has no row."""

    scope: Scope
    kept: Totals | None
    counted: Totals | None


def kept_totals(session: Session) -> Mapping[Scope, Totals]:
    """Return the headline totals as they stand beside the ledger."""
    rows = session.scalars(select(ParticipationTotal))
    return {
        Scope(row.fiscal_year, row.with_demo): Totals(row.person_times, row.unique_persons)
        for row in rows
    }


def recount(session: Session) -> Mapping[Scope, Totals]:
    """Count the ledger anew: every fiscal year it holds and since the start.

    The indexes hold everything asked here, and persons are counted in their order, one thing in a
    statement: that is what makes a million rows cheap. Nobody is looked up who was never merged.
    """
    since = first_year_of(session)
    times, demo = _times(session)
    counted = {True: _uniques(session, with_demo=True, since=since)}
    counted[False] = _uniques(session, with_demo=False, since=since) if demo else counted[True]
    return {
        Scope(year, with_demo): Totals(number, counted[with_demo][year])
        for with_demo, known in ((False, times - demo), (True, times))
        for year, number in _with_whole(known, since).items()
    }


def _times(session: Session) -> tuple[Counter[int], Counter[int]]:
    """Count person-times by fiscal year: all of them, and those of demo rows."""
    demo: ColumnElement[int] = func.sum(case((Participation.is_demo.is_(True), 1), else_=0))
    rows = session.execute(
        select(Participation.fiscal_year, func.count(), demo)
        .where(*counted_rows(with_demo=True))
        .group_by(Participation.fiscal_year)
    )
    times, samples = Counter[int](), Counter[int]()
    for year, number, of_demo in rows:
        times[year], samples[year] = number, int(of_demo)
    return times, +samples


def _with_whole(times: Mapping[int, int], since: int) -> Mapping[int, int]:
    """Add what the years from the first on come to, where they come to anything."""
    whole = sum(number for year, number in times.items() if year >= since)
    return {**times, SINCE_START: whole} if whole else times


def _uniques(session: Session, *, with_demo: bool, since: int) -> Counter[int]:
    """Count unique persons by fiscal year and since the start.

    Whoever was merged counts under a digest of the same merge, never under one of somebody else:
    so those few are taken out as they are written, and put back as they count.
    """
    rows = counted_rows(with_demo)
    found = _distinct(session, Participation.person_digest, rows, since)
    if session.scalar(select(SamePerson.digest).limit(1)):
        merged = (*rows, Participation.person_digest.in_(select(SamePerson.digest)))
        found.update(_distinct(session, PERSON, merged, since))
        found.subtract(_distinct(session, Participation.person_digest, merged, since))
    return found


def _distinct(
    session: Session,
    digest: ColumnElement[str] | InstrumentedAttribute[str],
    rows: Sequence[ColumnElement[bool]],
    since: int,
) -> Counter[int]:
    """Count the different digests of some rows by fiscal year, and of all years since the start."""
    by_year = (
        select(Participation.fiscal_year, func.count(digest.distinct()))
        .where(*rows)
        .group_by(Participation.fiscal_year)
    )
    found = Counter({year: number for year, number in session.execute(by_year)})
    named = select(digest).where(*rows, Participation.fiscal_year >= since).distinct().subquery()
    found[SINCE_START] = session.scalar(select(func.count()).select_from(named)) or 0
    return found


def differences(session: Session) -> Sequence[Difference]:
    """Return where the totals and the ledger disagree, in order; empty when all is well.

    A total of nothing may be kept or not: both say nothing.
    """
    kept, counted = kept_totals(session), recount(session)
    nothing = Totals(0, 0)
    return [
        Difference(scope, kept.get(scope), counted.get(scope))
        for scope in sorted(kept.keys() | counted.keys())
        if kept.get(scope, nothing) != counted.get(scope, nothing)
    ]


def keep_totals(session: Session, fiscal_years: Sequence[int]) -> None:
    """Write the totals of years and since the start; their lock puts closings in a row."""
    since = first_year_of(session)
    years = (SINCE_START, *fiscal_years)
    scopes = [Scope(year, demo) for year in years for demo in (False, True)]
    session.execute(
        upsert(session, ParticipationTotal).on_conflict_do_nothing(),
        [{**scope._asdict(), "person_times": 0, "unique_persons": 0} for scope in scopes],
    )
    kept = session.scalars(
        select(ParticipationTotal)
        .where(ParticipationTotal.fiscal_year.in_(years))
        .order_by(ParticipationTotal.fiscal_year, ParticipationTotal.with_demo)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    for total in kept:
        if total.fiscal_year == SINCE_START:
            counting = _since(since, total.with_demo)
        else:
            counting = _counting(total.with_demo).where(
                Participation.fiscal_year == total.fiscal_year
            )
        total.person_times, total.unique_persons = session.execute(counting).one()
    flush(session)


def _counting(with_demo: bool) -> Select[int, int]:
    """Count person-times and unique persons of what counts."""
    return select(func.count(), UNIQUE).where(*counted_rows(with_demo))


def _since(first_year: int, with_demo: bool) -> Select[int, int]:
    """Count the same from the fiscal year on in which the running total starts."""
    return _counting(with_demo).where(Participation.fiscal_year >= first_year)


def counted_rows(with_demo: bool) -> Sequence[ColumnElement[bool]]:
    """Return the conditions of the rows that count, demo rows among them or not."""
    real = () if with_demo else (Participation.is_demo.is_(False),)
    return (Participation.counts.is_(True), *real)


def first_year_of(session: Session) -> int:
    """Return where the running total starts: the same in every version of the rule."""
    return counting_rules(session)[0].first_year
