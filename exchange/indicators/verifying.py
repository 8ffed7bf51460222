"""A recount of what is sealed beside a closed year's ledger: breakdown, other figures, counts."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.indicators.enums import Method
from exchange.indicators.models import Indicator
from exchange.indicators.queries.closing import kept_group
from exchange.indicators.queries.definitions import all_indicators
from exchange.indicators.queries.figures import COUNTED, counted_value
from exchange.indicators.queries.participations import groups_of_year
from exchange.indicators.queries.values import sealed_figures, values_of
from exchange.indicators.reported import standing_at
from exchange.youth.enums.closing import CorrectionState
from exchange.youth.ledger import Fault, closed_years, first_year_of, sealed_file
from exchange.youth.models import ClosedYear, Correction, SealedTotal

#: What tells the groups of a breakdown apart; the names in them may change after the seal.
_GROUP: Final = ("programme_id", "partner_slug", "direction", "level")


@dataclass(frozen=True, slots=True)
class _Sealed:
    """A closed year, and whether its figures hold demo rows."""

    year: ClosedYear
    with_demo: bool

    def fault(self, what: str) -> Fault:
        """Say what differs."""
        return Fault(self.year.fiscal_year, what + (", with demo rows" if self.with_demo else ""))


def seal_faults(session: Session, fiscal_year: int | None = None) -> Sequence[Fault]:
    """Recount what is sealed with closed years, all or one, beside the rows of the ledger."""
    found: list[Fault] = []
    for year in closed_years(session):
        if fiscal_year in {None, year.fiscal_year}:
            found += _rows(session, year)
            for with_demo in (False, True):
                sealed = _Sealed(year, with_demo)
                found += [*_totals(session, sealed), *_figures(session, sealed)]
    return found


def _rows(session: Session, year: ClosedYear) -> Sequence[Fault]:
    body = sealed_file(session, year.fiscal_year) or b"\n"
    counted = body.count(b"\n") - 1
    if counted == year.rows:
        return []
    return [Fault(year.fiscal_year, f"rows: sealed {year.rows}, the file has {counted}")]


def _totals(session: Session, sealed: _Sealed) -> Sequence[Fault]:
    year, with_demo = sealed.year.fiscal_year, sealed.with_demo
    total = session.get_one(SealedTotal, (year, with_demo))
    now = [kept_group(each) for each in groups_of_year(session, year, with_demo=with_demo)]
    before, after = _by_group(total.groups), _by_group(now)
    found = [
        sealed.fault(f"breakdown, {' '.join(key)}: sealed {before[key]}, counted {after[key]}")
        for key in sorted(before.keys() | after.keys())
        if before[key] != after[key]
    ]
    if total.corrected_since not in _corrected_by(session, sealed):
        words = f"corrected by then: sealed {total.corrected_since}, approved corrections say not"
        found.append(sealed.fault(words))
    return found


def _by_group(groups: Sequence[Mapping[str, Any]]) -> Counter[tuple[str, ...]]:
    found: Counter[tuple[str, ...]] = Counter()
    for each in groups:
        found[tuple(str(each[name] or "no partner") for name in _GROUP)] += each["person_times"]
    return found


def _corrected_by(session: Session, sealed: _Sealed) -> Collection[int]:
    """Return what corrections of earlier years came to when the year was closed.

    More than one where some were approved in the very instant: none tells which came first.
    """
    real = () if sealed.with_demo else (Correction.is_demo.is_(False),)
    earlier = Correction.fiscal_year.between(first_year_of(session), sealed.year.fiscal_year - 1)
    closed_at = sealed.year.closed_at
    statement = select(Correction.decided_at == closed_at, Correction.person_times).where(
        Correction.state == CorrectionState.APPROVED,
        Correction.decided_at <= closed_at,
        earlier,
        *real,
    )
    rows = session.execute(statement).all()
    sums = {sum(times for same, times in rows if not same)}
    for same, times in rows:
        sums |= {each + times for each in sums} if same else set()
    return sums


def _figures(session: Session, sealed: _Sealed) -> Sequence[Fault]:
    kept = sealed_figures(session, with_demo=sealed.with_demo).get(sealed.year.fiscal_year)
    if kept is None:
        return []
    return [
        sealed.fault(f"{indicator.slug}: sealed {_words(value)}, the records say {_words(known)}")
        for indicator in all_indicators(session)
        for value, known in [(kept.get(indicator.id), _known(session, indicator, sealed))]
        if value not in known
    ]


def _known(session: Session, indicator: Indicator, sealed: _Sealed) -> Collection[Decimal | None]:
    """Return what an indicator may have read when the year was closed; None is no value."""
    year = sealed.year.fiscal_year
    if indicator.method in COUNTED:
        return {counted_value(session, indicator, year, with_demo=sealed.with_demo)}
    if indicator.method is Method.YOUTH_PARTICIPATION:
        return {None}
    entries = values_of(session, indicator.id, year)
    asked = [each for each in entries if sealed.with_demo or not each.is_demo]
    return standing_at(asked, sealed.year.closed_at)


def _words(value: Decimal | Collection[Decimal | None] | None) -> str:
    if isinstance(value, Collection):
        return " or ".join(_words(each) for each in sorted(value, key=str))
    return "nothing" if value is None else f"{value.normalize():f}"
