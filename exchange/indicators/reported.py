"""Values a section reports: what may be entered, and which of a year's entries stands."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final
from uuid import UUID

from exchange.core.dates import FiscalYear
from exchange.core.errors import DomainError, TransitionError
from exchange.core.messages import message
from exchange.indicators.enums import Method, ValueStep, YearBasis

if TYPE_CHECKING:
    from exchange.indicators.models import Indicator, IndicatorValue

_PERCENT: Final = ("%", "％")
_WHOLE: Final = 100
#: What fits the column.
_MOST: Final = Decimal(10) ** 12
#: Steps after which a value stands for its year.
SETTLED: Final = frozenset({ValueStep.ACCEPTED, ValueStep.CORRECTED})


def ensure_reported(indicator: "Indicator", *, closed: bool) -> None:
    """Refuse to enter what the system counts itself, but to correct it in a closed year."""
    counted = indicator.method is not Method.REPORTED
    if counted and (not closed or indicator.method is Method.YOUTH_PARTICIPATION):
        raise DomainError(message("indicators.value.error.counted"), field="indicator")


def ensure_year(indicator: "Indicator", year: int, *, today: date) -> None:
    """Refuse a year before the baseline's, or one that has not begun."""
    fiscal = indicator.year_basis is YearBasis.FISCAL
    last = FiscalYear.of(today).start if fiscal else today.year
    if not indicator.baseline_year <= year <= last:
        first = indicator.baseline_year
        sentence = message("indicators.value.error.year", first=str(first), last=str(last))
        raise DomainError(sentence, field="year")


def ensure_value(indicator: "Indicator", value: Decimal) -> None:
    """Refuse a value less than nothing, finer than the indicator's, or more than the whole."""
    if value < 0 or value >= _MOST:
        raise DomainError(message("indicators.value.error.range"), field="value")
    if value != round(value, indicator.decimals):
        sentence = message("indicators.value.error.decimals", count=indicator.decimals)
        raise DomainError(sentence, field="value")
    if indicator.unit["ja"] in _PERCENT and value > _WHOLE:
        raise DomainError(message("indicators.value.error.percent"), field="value")


def standing(entries: Sequence["IndicatorValue"]) -> "IndicatorValue | None":
    """Return the entry that stands for a year: the last one accepted or corrected."""
    return next((each for each in reversed(entries) if each.step in SETTLED), None)


def standing_at(entries: Sequence["IndicatorValue"], at: datetime) -> Collection[Decimal | None]:
    """Return what may have stood at an instant; None is no value.

    More than one where entries were settled in the very instant: none tells which came first.
    """
    settled = [each for each in entries if each.step in SETTLED and each.at <= at]
    before = [each.value for each in settled if each.at < at]
    return {before[-1] if before else None, *(each.value for each in settled if each.at == at)}


def waiting_keys(entries: Sequence["IndicatorValue"], closed: Collection[int]) -> Collection[UUID]:
    """Return the entries of closed years that wait to be approved; entries in their order."""
    last = {entry.year: entry for entry in entries}
    waits = (entry for entry in last.values() if entry.step is ValueStep.ENTERED)
    return {entry.id for entry in waits if entry.year in closed}


def waiting(entries: Sequence["IndicatorValue"]) -> "IndicatorValue":
    """Return the entry that waits to be accepted; raises TransitionError where none does."""
    if not entries or entries[-1].step is not ValueStep.ENTERED:
        raise TransitionError(message("indicators.value.error.not_waiting"))
    return entries[-1]


def ensure_waits(entry: "IndicatorValue", entries: Sequence["IndicatorValue"]) -> None:
    """Refuse to decide about an entry that is not the one which waits."""
    if waiting(entries).id != entry.id:
        raise TransitionError(message("indicators.value.error.not_waiting"))


def ensure_none_waits(entries: Sequence["IndicatorValue"]) -> None:
    """Refuse to enter a correction beside one that somebody has yet to approve or refuse."""
    if entries and entries[-1].step is ValueStep.ENTERED:
        raise TransitionError(message("indicators.value.error.correction_waits"))


def ensure_approver(entry: "IndicatorValue", user_id: UUID | None, *, may: bool) -> None:
    """Refuse that a closed year's value is approved by who entered it, or by whoever may not."""
    if not may:
        raise TransitionError(message("indicators.value.error.not_approver"))
    if entry.actor_id is not None and entry.actor_id == user_id:
        raise TransitionError(message("indicators.value.error.same_person"))


def reason_of(entry: "IndicatorValue") -> str:
    """Return why a closed year's value is what it is; raises TransitionError where none is said."""
    reason = entry.reason or entry.note
    if not reason:
        raise TransitionError(message("indicators.value.error.entered_without_reason"))
    return reason


def ensure_reason(reason: str, *, field: str = "reason") -> None:
    """Refuse to return or correct a value without saying why."""
    if not reason:
        raise DomainError(message("indicators.value.error.no_reason"), field=field)
