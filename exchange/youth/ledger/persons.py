"""Who counts as one person: digests joined when pupils are merged, and parted again."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.database import flush, take_turns
from exchange.core.revisions import touch
from exchange.youth.ledger.closing import LEDGER, first_open_year
from exchange.youth.ledger.totals import PERSON, TOPIC, keep_totals
from exchange.youth.models import Participation, SamePerson
from exchange.youth.rules.duplicates import counted_under

#: Where a merge begins while no fiscal year is closed: before all of them.
_BEGINNING: Final = 0


def join_persons(session: Session, digests: Sequence[str]) -> None:
    """Let several digests count as one person in every open fiscal year; the first is kept.

    A closed year keeps what it counted; there it is a correction. The caller records the act.
    """
    take_turns(session, LEDGER)
    year = first_open_year(session) or _BEGINNING
    before = session.scalars(
        select(PERSON).where(
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
            since=clock.today(),
            from_year=year,
        )
        for digest in digests
    )
    _recount_of(session, digests, year)


def part_persons(session: Session, digests: Sequence[str]) -> None:
    """Take back what `join_persons` did last with these digests, in every open year.

    A year closed since keeps them as one; there it is a correction.
    """
    take_turns(session, LEDGER)
    year = first_open_year(session) or _BEGINNING
    numbers = _numbers(session, SamePerson.digest.in_(digests), SamePerson.until_year.is_(None))
    rows = [session.get_one(SamePerson, (digest, numbers[digest])) for digest in digests]
    for row in rows:
        row.until_year = year
    _recount_of(session, digests, year)


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
    keep_totals(session, sorted(years))
    touch(session, TOPIC)
