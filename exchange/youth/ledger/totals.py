"""The headline totals beside the ledger: kept, counted anew, compared."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

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

    The indexes hold everything asked here, and each statement counts one thing, in their order:
    that is what makes a million rows cheap. Nobody is looked up who was never merged.
    """
    since = first_year_of(session)
    real, demo = (_times(session, is_demo=is_demo) for is_demo in (False, True))
    counted = {False: _uniques(session, with_demo=False, since=since)}
    counted[True] = _uniques(session, with_demo=True, since=since) if demo else counted[False]
    return {
        Scope(year, with_demo): Totals(number, counted[with_demo][year])
        for with_demo, times in ((False, real), (True, real + demo))
        for year, number in _with_whole(times, since).items()
    }


def _times(session: Session, *, is_demo: bool) -> Counter[int]:
    """Count person-times by fiscal year: of demo rows alone, or of real ones."""
    rows = session.execute(
        select(Participation.fiscal_year, func.count())
        .where(Participation.counts.is_(True), Participation.is_demo.is_(is_demo))
        .group_by(Participation.fiscal_year)
    )
    return Counter({year: number for year, number in rows})


def _with_whole(times: Mapping[int, int], since: int) -> Mapping[int, int]:
    """Add what the years from the first on come to, where they come to anything."""
    whole = sum(number for year, number in times.items() if year >= since)
    return {**times, SINCE_START: whole} if whole else times


def _uniques(session: Session, *, with_demo: bool, since: int) -> Mapping[int, int]:
    """Count unique persons by fiscal year and since the start.

    Whoever was merged counts under a digest of the same merge, so the two halves share nobody.
    """
    found: Counter[int] = Counter()
    merged = Participation.person_digest.in_(select(SamePerson.digest))
    for digest, half in ((Participation.person_digest, ~merged), (PERSON, merged)):
        by_year = (
            select(func.count(digest.distinct()), Participation.fiscal_year)
            .where(*counted_rows(with_demo), half)
            .group_by(Participation.fiscal_year)
        )
        found.update({year: number for number, year in session.execute(by_year)})
        later = Participation.fiscal_year >= since
        named = select(digest).where(*counted_rows(with_demo), half, later).distinct().subquery()
        found[SINCE_START] += session.scalar(select(func.count()).select_from(named)) or 0
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
