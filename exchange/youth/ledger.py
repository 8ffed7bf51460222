"""The one place that counts: a closed edition becomes ledger rows and their headline totals."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import flush, upsert, uuid7
from exchange.core.dates import FiscalYear
from exchange.core.keys import LedgerKey
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.revisions import touch
from exchange.youth.enums import CountReason, RegistrationState
from exchange.youth.models import (
    SINCE_START,
    Edition,
    Participation,
    ParticipationPerson,
    ParticipationTotal,
    Registration,
    SamePerson,
)
from exchange.youth.queries.counting import counting_rule
from exchange.youth.rules.counting import CountingRule, Totals, completion_of, count_reason
from exchange.youth.rules.duplicates import counted_under

#: Topic of `revisions` that rises with the ledger.
TOPIC: Final = "participations"

#: Under which digest a row's person counts in the row's fiscal year.
_COUNTED_AS: Final = (
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
_PERSON: Final = func.coalesce(_COUNTED_AS, Participation.person_digest)
_UNIQUE: Final = func.count(_PERSON.distinct())


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


def write_ledger(
    session: Session, *, actor: Actor, edition: Edition, ledger_key: LedgerKey
) -> Sequence[Participation]:
    """Write a participation for everyone who completed the edition, and the totals they change.

    Only `close_edition` calls this: it holds the edition's lock and its programme is loaded.
    """
    registrations = session.scalars(
        select(Registration)
        .where(
            Registration.edition_id == edition.id,
            Registration.state == RegistrationState.COMPLETED,
        )
        .options(joinedload(Registration.pupil), joinedload(Registration.school))
        .order_by(Registration.id)
    ).all()
    rule = counting_rule(session)
    rows = [_participation(row, edition, rule) for row in registrations]
    for row, registration in zip(rows, registrations, strict=True):
        row.person_digest = ledger_key.digest(registration.pupil_id)
    session.add_all(rows)
    flush(session)
    session.add_all(
        ParticipationPerson(participation_id=row.id, pupil_id=registration.pupil_id)
        for row, registration in zip(rows, registrations, strict=True)
    )
    _keep_totals(session, [edition.fiscal_year], since=rule.first_year)
    touch(session, TOPIC)
    counted = sum(row.counts for row in rows)
    record(
        session,
        actor=actor,
        act="participations.write",
        subject=Subject("edition", edition.id),
        changes={"participations": (None, len(rows)), "counted": (None, counted)},
    )
    return rows


def join_persons(session: Session, digests: Sequence[str]) -> None:
    """Let several digests count as one person from today's fiscal year on; the first is kept.

    A fiscal year that is over keeps what it counted. The caller records the act.
    """
    today = clock.today()
    year = FiscalYear.of(today).start
    before = session.scalars(
        select(Participation.person_digest).where(
            Participation.person_digest.in_(digests), Participation.fiscal_year < year
        )
    )
    target = counted_under(digests, frozenset(before))
    numbers = _numbers(session, SamePerson.digest.in_(digests))
    session.add_all(
        SamePerson(
            digest=digest,
            number=numbers.get(digest, 0) + 1,
            same_as=target,
            since=today,
            from_year=year,
        )
        for digest in digests
    )
    _recount_of(session, digests, year)


def part_persons(session: Session, digests: Sequence[str]) -> None:
    """Take back what `join_persons` did last with these digests, in every year not over yet."""
    year = FiscalYear.of(clock.today()).start
    numbers = _numbers(session, SamePerson.digest.in_(digests), SamePerson.until_year.is_(None))
    rows = [session.get_one(SamePerson, (digest, numbers[digest])) for digest in digests]
    for row in rows:
        row.until_year = year
    _recount_of(session, digests, year)


def kept_totals(session: Session) -> Mapping[Scope, Totals]:
    """Return the headline totals as they stand beside the ledger."""
    rows = session.scalars(select(ParticipationTotal))
    return {
        Scope(row.fiscal_year, row.with_demo): Totals(row.person_times, row.unique_persons)
        for row in rows
    }


def recount(session: Session) -> Mapping[Scope, Totals]:
    """Count the ledger anew: every fiscal year it holds and since the start, in five statements."""
    since = counting_rule(session).first_year
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


def _participation(
    registration: Registration, edition: Edition, rule: CountingRule
) -> Participation:
    reason = count_reason(completion_of(registration, edition, edition.programme), rule)
    return Participation(
        id=uuid7(),
        fiscal_year=edition.fiscal_year,
        partner_id=edition.programme.partner_id,
        edition_id=edition.id,
        direction=edition.direction,
        school_level=registration.school.level,
        counts=reason is CountReason.COUNTED,
        reason=reason,
        left_early=registration.left_early_on is not None,
        rule_version=rule.version,
        written_at=clock.now(),
        is_demo=edition.is_demo or registration.pupil.is_demo,
    )


def _numbers(session: Session, *conditions: ColumnElement[bool]) -> Mapping[str, int]:
    """Return the highest number by digest among some rows."""
    counted = session.execute(
        select(SamePerson.digest, func.max(SamePerson.number))
        .where(*conditions)
        .group_by(SamePerson.digest)
    )
    return {digest: number for digest, number in counted}


def _recount_of(session: Session, digests: Collection[str], year: int) -> None:
    """Keep the totals of the years from one on in which some persons have rows."""
    flush(session)
    years = session.scalars(
        select(Participation.fiscal_year)
        .where(Participation.person_digest.in_(digests), Participation.fiscal_year >= year)
        .distinct()
    )
    _keep_totals(session, sorted(years), since=counting_rule(session).first_year)
    touch(session, TOPIC)


def _keep_totals(session: Session, fiscal_years: Sequence[int], *, since: int) -> None:
    """Write the totals of years and since the start; their lock puts closings in a row."""
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
    return select(func.count(), _UNIQUE).where(*_counted(with_demo))


def _since(first_year: int, with_demo: bool) -> Select[int, int]:
    """Count the same from the fiscal year on in which the running total starts."""
    return _counting(with_demo).where(Participation.fiscal_year >= first_year)


def _yearly(with_demo: bool) -> Select[int, int, int]:
    """Count the same by fiscal year."""
    statement = select(Participation.fiscal_year, func.count(), _UNIQUE)
    return statement.where(*_counted(with_demo)).group_by(Participation.fiscal_year)


def _counted(with_demo: bool) -> Sequence[ColumnElement[bool]]:
    real = () if with_demo else (Participation.is_demo.is_(False),)
    return (Participation.counts.is_(True), *real)
