"""The headline totals beside the ledger: kept, counted anew, compared."""

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
    """Count the ledger anew: every fiscal year it holds and since the start, in five statements."""
    since = first_year_of(session)
    counted: dict[Scope, Totals] = {}
    for with_demo in (False, True):
        for year, times, unique in session.execute(_yearly(with_demo)):
            counted[Scope(year, with_demo)] = Totals(times, unique)
        times, unique = session.execute(_since(since, with_demo)).one()
        if times:
            counted[Scope(SINCE_START, with_demo)] = Totals(times, unique)
    return counted


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


def _yearly(with_demo: bool) -> Select[int, int, int]:
    """Count the same by fiscal year."""
    statement = select(Participation.fiscal_year, func.count(), UNIQUE)
    return statement.where(*counted_rows(with_demo)).group_by(Participation.fiscal_year)


def counted_rows(with_demo: bool) -> Sequence[ColumnElement[bool]]:
    """Return the conditions of the rows that count, demo rows among them or not."""
    real = () if with_demo else (Participation.is_demo.is_(False),)
    return (Participation.counts.is_(True), *real)


def first_year_of(session: Session) -> int:
    """Return where the running total starts: the same in every version of the rule."""
    return counting_rules(session)[0].first_year
