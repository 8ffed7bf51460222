"""A recount of closed years: the sealed file, the rows, the figures and the corrections."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.youth.enums.closing import CorrectionKind
from exchange.youth.ledger.closing import (
    closed_years,
    counted_in,
    digest_of,
    ledger_file,
    sealed_file,
)
from exchange.youth.ledger.corrected import approved, approved_changes, presences
from exchange.youth.ledger.totals import first_year_of
from exchange.youth.models import ClosedYear, Correction, SealedTotal
from exchange.youth.rules.corrections import corrected, totals_of
from exchange.youth.rules.counting import Totals


@dataclass(frozen=True, slots=True)
class Fault:
    """Something of a closed year that is not as it was sealed; `what` in English, for commands."""

    fiscal_year: int
    what: str


def faults(session: Session, fiscal_year: int | None = None) -> Sequence[Fault]:
    """Recount closed years, all or one, and name what differs, the rows first."""
    years = [year for year in closed_years(session) if fiscal_year in {None, year.fiscal_year}]
    found = [fault for year in years for fault in _of_year(session, year)]
    return [*found, *_corrected(session, years)]


def _of_year(session: Session, year: ClosedYear) -> Sequence[Fault]:
    sealed = sealed_file(session, year.fiscal_year)
    if sealed is None or digest_of(sealed) != year.digest:
        return [Fault(year.fiscal_year, "the sealed file does not have the sealed digest")]
    now = ledger_file(session, year.fiscal_year)
    return [
        *(Fault(year.fiscal_year, words) for words in _rows_that_differ(sealed, now)),
        *_figures_that_differ(session, year.fiscal_year),
    ]


def _rows_that_differ(sealed: bytes, now: bytes) -> Sequence[str]:
    if sealed == now:
        return []
    before, after = _read(sealed), _read(now)
    words = [
        f"participation {key} is not in the ledger any more" for key in before.keys() - after.keys()
    ]
    words += [f"participation {key} was not sealed" for key in after.keys() - before.keys()]
    words += [
        f"participation {key}: {name} was {value or 'nothing'}, is {after[key][name] or 'nothing'}"
        for key in before.keys() & after.keys()
        for name, value in before[key].items()
        if after[key][name] != value
    ]
    return sorted(words)


def _read(body: bytes) -> Mapping[str, Mapping[str, str]]:
    rows = csv.DictReader(io.StringIO(body.decode()))
    return {row["participation"]: row for row in rows}


def _figures_that_differ(session: Session, year: int) -> Sequence[Fault]:
    """Compare the sealed figures with a count of the rows as they are."""
    first = first_year_of(session)
    found = []
    for sealed in session.scalars(
        select(SealedTotal).where(SealedTotal.fiscal_year == year).order_by(SealedTotal.with_demo)
    ):
        own = counted_in(session, year, year, with_demo=sealed.with_demo)
        since = counted_in(session, first, year, with_demo=sealed.with_demo)
        pairs = (
            ("published", Totals(sealed.person_times, sealed.unique_persons), own),
            ("since the start", Totals(sealed.person_times_since, sealed.unique_since), since),
        )
        demo = ", with demo rows" if sealed.with_demo else ""
        found += [
            Fault(year, f"{name}{demo}: sealed {_words(kept)}, counted {_words(counted)}")
            for name, kept, counted in pairs
            if kept != counted
        ]
    return found


def _corrected(session: Session, years: Sequence[ClosedYear]) -> Sequence[Fault]:
    """Compare what corrections were taken to change with a recount of everything they name."""
    found: list[Fault] = []
    for with_demo in (False, True) if years else ():
        taken = approved(session, with_demo=with_demo)
        rows = presences(session, with_demo=with_demo)
        then, kept = corrected(rows, taken), approved_changes(session, with_demo=with_demo)
        for year in (each.fiscal_year for each in years):
            before, after = (totals_of(each, year) for each in (rows, then))
            told = [each for each in _by_number(taken) if each.fiscal_year == year]
            times = after.person_times - before.person_times
            times += sum(each.person_times for each in told)
            unique = after.unique_persons - before.unique_persons
            unique += sum(each.unique_persons for each in told)
            if kept.get(year, (0, 0, 0))[:2] != (times, unique):
                words = f"corrections: taken in as {kept[year][:2]}, counted as {(times, unique)}"
                found.append(Fault(year, words))
    return found


def _by_number(taken: Sequence[Correction]) -> Sequence[Correction]:
    return [each for each in taken if each.kind is CorrectionKind.NUMBER]


def _words(totals: Totals) -> str:
    return f"{totals.person_times} person-times and {totals.unique_persons} unique persons"
