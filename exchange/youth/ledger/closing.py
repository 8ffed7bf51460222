"""A fiscal year's ledger as a file anyone can hash, sealed when the year is closed."""

import csv
import hashlib
import io
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.database import flush, take_turns
from exchange.core.dates import FiscalYear
from exchange.core.errors import TransitionError
from exchange.core.messages import message
from exchange.core.permissions import Actor
from exchange.core.revisions import touch
from exchange.youth.enums.closing import CorrectionState
from exchange.youth.ledger.totals import (
    COUNTED_AS,
    TOPIC,
    UNIQUE,
    counted_rows,
    first_year_of,
)
from exchange.youth.models import ClosedYear, Correction, Participation, SealedLedger, SealedTotal
from exchange.youth.rules.counting import Totals

#: What writing to the ledger and closing a year take turns at.
LEDGER: Final = "youth.ledger"

#: The columns of the file, in this order, from the first row on.
COLUMNS: Final = (
    *("participation", "fiscal_year", "edition", "partner", "direction", "school_level"),
    *("counts", "reason", "left_early", "person", "counted_as", "rule_version", "demo"),
)


@dataclass(frozen=True, slots=True)
class Sealing:
    """What is stated when a year is closed, beside what the ledger says."""

    note: str
    rule_version: int
    #: The breakdown to publish, without demo rows and with them.
    groups: Mapping[bool, list[dict[str, Any]]]
    is_demo: bool = False


def closed_years(session: Session) -> Sequence[ClosedYear]:
    """Return the closed fiscal years, the first one first."""
    return session.scalars(select(ClosedYear).order_by(ClosedYear.fiscal_year)).all()


def is_closed(session: Session, fiscal_year: int) -> bool:
    """Say whether a fiscal year's ledger is sealed."""
    return session.get(ClosedYear, fiscal_year) is not None


def first_open_year(session: Session) -> int | None:
    """Return the first fiscal year after the closed ones; None while none is closed."""
    last = session.scalar(select(func.max(ClosedYear.fiscal_year)))
    return None if last is None else last + 1


def ensure_open(session: Session, fiscal_year: int) -> None:
    """Refuse to write to a sealed year, and say what to do instead."""
    if is_closed(session, fiscal_year):
        year = FiscalYear(fiscal_year)
        raise TransitionError(message("youth.ledger.error.closed", year=year))


def ledger_file(session: Session, fiscal_year: int) -> bytes:
    """Return a year's ledger as its digest is taken of: CSV in UTF-8, one line a row by its key.

    Comma between, line feed after each line, nothing quoted; yes is 1 and no is 0. There is no
    name in it, and a person's digest leads nowhere without the ledger's key.
    """
    rows = session.execute(
        select(
            Participation.id,
            Participation.fiscal_year,
            Participation.edition_id,
            Participation.partner_id,
            Participation.direction,
            Participation.school_level,
            Participation.counts,
            Participation.reason,
            Participation.left_early,
            Participation.person_digest,
            func.coalesce(COUNTED_AS, Participation.person_digest),
            Participation.rule_version,
            Participation.is_demo,
        )
        .where(Participation.fiscal_year == fiscal_year)
        .order_by(Participation.id)
    )
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(sorted(([_plain(value) for value in row] for row in rows), key=_key))
    return text.getvalue().encode()


def sealed_file(session: Session, fiscal_year: int) -> bytes | None:
    """Return the file that was sealed when the year was closed; None while it is open."""
    body = session.scalar(select(SealedLedger.body).where(SealedLedger.fiscal_year == fiscal_year))
    return None if body is None else zlib.decompress(body)


def digest_of(body: bytes) -> str:
    """Return a file's SHA-256 as `sha256sum` prints it."""
    return hashlib.sha256(body).hexdigest()


def seal_year(session: Session, *, actor: Actor, fiscal_year: int, sealing: Sealing) -> ClosedYear:
    """Seal a fiscal year: from here on the database refuses every change to its rows.

    The caller has checked that it may be closed and records the act.
    """
    take_turns(session, LEDGER)
    ensure_open(session, fiscal_year)
    body = ledger_file(session, fiscal_year)
    year = ClosedYear(
        fiscal_year=fiscal_year,
        closed_at=clock.now(),
        closed_by_id=actor.user_id,
        closed_by=actor.name,
        note=sealing.note,
        rule_version=sealing.rule_version,
        rows=body.count(b"\n") - 1,
        digest=digest_of(body),
        is_demo=sealing.is_demo,
    )
    totals = [_total(session, fiscal_year, demo, sealing) for demo in (False, True)]
    session.add(year)
    flush(session)
    session.add(SealedLedger(fiscal_year=fiscal_year, body=zlib.compress(body)))
    session.add_all(totals)
    flush(session)
    touch(session, TOPIC)
    return year


def counted_in(session: Session, first: int, last: int, *, with_demo: bool) -> Totals:
    """Count person-times and unique persons of some fiscal years, both included."""
    times, unique = session.execute(
        select(func.count(), UNIQUE).where(
            *counted_rows(with_demo), Participation.fiscal_year.between(first, last)
        )
    ).one()
    return Totals(times, unique)


def _total(session: Session, year: int, with_demo: bool, sealing: Sealing) -> SealedTotal:
    own = counted_in(session, year, year, with_demo=with_demo)
    since = counted_in(session, first_year_of(session), year, with_demo=with_demo)
    return SealedTotal(
        fiscal_year=year,
        with_demo=with_demo,
        person_times=own.person_times,
        unique_persons=own.unique_persons,
        person_times_since=since.person_times,
        unique_since=since.unique_persons,
        corrected_since=_corrected_before(session, year, with_demo),
        groups=sealing.groups[with_demo],
    )


def _corrected_before(session: Session, year: int, with_demo: bool) -> int:
    """Return the person-times that approved corrections of earlier years add up to."""
    real = () if with_demo else (Correction.is_demo.is_(False),)
    earlier = Correction.fiscal_year.between(first_year_of(session), year - 1)
    statement = select(func.sum(Correction.person_times)).where(
        Correction.state == CorrectionState.APPROVED, earlier, *real
    )
    return session.scalar(statement) or 0


def _plain(value: object) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, bool) else str(value)


def _key(row: Iterable[str]) -> str:
    """Order by the key as text: databases order keys in their own ways."""
    return next(iter(row))
