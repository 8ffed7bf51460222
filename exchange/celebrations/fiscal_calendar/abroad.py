"""When the partners are closed: their numbers on the days, and a list by name."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from exchange.celebrations.fiscal_calendar.contents import YearContents
from exchange.closures.rules import ClosedDay, closed_days_at
from exchange.core.printing import day_of_year_text

if TYPE_CHECKING:
    from exchange.partners.models import Partner

#: ① and the nineteen after it.
_CIRCLED: Final = 0x2460
_LAST_CIRCLED: Final = 20


def numbers_by_day(contents: YearContents) -> Mapping[date, str]:
    """Return the numbers of the partners that are closed, by day; three in a row as a range."""
    found: dict[date, list[Partner]] = {}
    for partner in contents.partners:
        days = {closed.day for closed in _closed_at(contents, partner) if not closed.caution}
        for day in days:
            found.setdefault(day, []).append(partner)
    return {day: _numbers(partners) for day, partners in found.items()}


def _numbers(partners: Sequence["Partner"]) -> str:
    runs: list[list[Partner]] = []
    for partner in sorted(partners, key=lambda each: each.number):
        if runs and runs[-1][-1].number + 1 == partner.number:
            runs[-1].append(partner)
        else:
            runs.append([partner])
    return "".join(
        f"{number_of(run[0])}–{number_of(run[-1])}"
        if len(run) > len("①②")
        else "".join(map(number_of, run))
        for run in runs
    )


def _closed_at(contents: YearContents, partner: "Partner") -> list[ClosedDay]:
    first, last = contents.year.first_day, contents.year.last_day
    return closed_days_at(contents.holidays, partner.slug, first, last)


def closures_of(contents: YearContents, partner: "Partner", language: str) -> Mapping[str, object]:
    """Return a partner's closed days by name, days in a row together."""
    days = [
        {
            "when": _when(run, language),
            "name": run[0].name,
            "provisional": run[0].provisional,
            "caution": run[0].caution,
        }
        for run in _runs(_closed_at(contents, partner))
    ]
    return {"number": number_of(partner), "name": partner.names, "days": days}


def _runs(days: Iterable[ClosedDay]) -> list[list[ClosedDay]]:
    """Put days in a row that bear one name together."""
    runs: list[list[ClosedDay]] = []
    for each in days:
        for run in runs[-2:]:
            last = run[-1]
            if last.name == each.name and last.day + timedelta(days=1) == each.day:
                run.append(each)
                break
        else:
            runs.append([each])
    return runs


def _when(run: Sequence[ClosedDay], language: str) -> str:
    first, last = run[0].day, run[-1].day
    if first == last:
        return day_of_year_text(first, language)
    return f"{day_of_year_text(first, language)}–{day_of_year_text(last, language)}"


def circled(number: int) -> str:
    """Return a number in a circle, 1 to 20."""
    return chr(_CIRCLED + number - 1)


def number_of(partner: "Partner") -> str:
    """Return a partner's place in the printed list as its mark."""
    if partner.number <= _LAST_CIRCLED:
        return circled(partner.number)
    return f"({partner.number})"
