"""Computes the closed days of Kumamoto and the eight partners once, from the `holidays` package.

`python -m tests.policy.holiday_days` writes exchange/reference/kumamoto/closures.yaml. The days are
the package's, the names are ours (holiday_names.py): the program itself never asks the package.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from holidays import country_holidays

from tests.policy.holiday_names import NAMES, Names
from tests.policy.sources import ROOT

TARGET: Final = ROOT / "exchange" / "reference" / "kumamoto" / "closures.yaml"
YEARS: Final = range(2024, 2043)
WIDTH: Final = 100

#: The package marks a day that stands in for another by these words.
STAND_INS: Final = ("（補假）", "（补假）", " 대체 휴일", " (observed)")

HEAD: Final = f"""\
# Closed days of Kumamoto City and the eight partners, {YEARS[0]} to {YEARS[-1]}.
# Written by `python -m tests.policy.holiday_days`: the days are computed by the `holidays` package
# from each law and the calendars published so far, the names are ours. Do not edit by hand.
#
# `official_through`: the last day for which the public calendar of the place is published; later
# days are computed and shown as provisional. Without it the law itself fixes the days.
# `caution`: no closed day, but one on which little gets done.
"""


@dataclass(frozen=True)
class Calendar:
    """The days of one law, and the places they are kept at."""

    id: str
    country: str
    language: str
    places: tuple[str, ...]
    subdivision: str | None = None
    #: Days after this one wait for the yearly announcement; None where the law fixes them.
    official_through: date | None = None
    #: Days of the package that are not kept here.
    without: frozenset[str] = frozenset()
    #: Slugs of days that are no closed days here, but days to be careful with.
    cautions: frozenset[str] = frozenset()
    #: Slugs of days that are fixed by announcement although the law fixes the others.
    announced: Mapping[str, date] = field(default_factory=dict)


#: Texas keeps some days with fewer people in its offices, and lets staff choose others.
_TEXAS_ONLY: Final = frozenset({"Confederate Memorial Day", "Cesar Chavez Day"})
_GEORGIA_ANNOUNCED: Final = dict.fromkeys(("state-holiday", "washington"), date(2026, 12, 31))

CALENDARS: Final = (
    # The vernal and autumnal equinox are announced in the February of the year before.
    Calendar("jp", "JP", "ja", ("kumamoto",), official_through=date(2027, 12, 31)),
    Calendar(
        "cn", "CN", "zh_CN", ("guilin", "suzhou-new-district"), official_through=date(2026, 12, 31)
    ),
    Calendar(
        "us-tx",
        "US",
        "en_US",
        ("san-antonio",),
        subdivision="TX",
        without=_TEXAS_ONLY | {"Emancipation Day In Texas"},
        cautions=frozenset({"good-friday", "texas", "san-jacinto", "johnson"}),
    ),
    Calendar("de-bw", "DE", "de", ("heidelberg",), subdivision="BW"),
    Calendar(
        "us-ga",
        "US",
        "en_US",
        ("rome-ga",),
        subdivision="GA",
        announced=_GEORGIA_ANNOUNCED,
    ),
    Calendar("kr", "KR", "ko", ("ulsan",), official_through=date(2026, 12, 31)),
    Calendar("fr", "FR", "fr", ("aix-en-provence",)),
    Calendar("tw", "TW", "zh_TW", ("kaohsiung",), official_through=date(2026, 12, 31)),
)


@dataclass(frozen=True)
class Holiday:
    """One named day of a calendar in all its years."""

    slug: str
    names: Names
    places: tuple[str, ...]
    days: Sequence[date]
    official_through: date | None = None
    caution: bool = False


def holidays_of(calendar: Calendar) -> Iterator[Holiday]:
    """Yield the days of a calendar by name, in the order of our names."""
    days: dict[str, list[date]] = {}
    found = country_holidays(
        calendar.country, subdiv=calendar.subdivision, years=YEARS, language=calendar.language
    )
    for day, said in sorted(found.items()):
        for name in said.split("; "):
            if name not in calendar.without:
                days.setdefault(slug_of(calendar, name), []).append(day)
    if calendar.country == "CN":
        days["national-week"] = list(_national_weeks(calendar))
    if calendar.country == "TW":
        days["before-eve"], days["eve"] = _eves(days["eve"])
    for slug, names in NAMES[calendar.id].items():
        yield Holiday(
            slug=f"{calendar.id}-{slug}",
            names=names,
            places=calendar.places,
            days=[day for day in days.pop(slug) if day.year in YEARS],
            official_through=calendar.announced.get(slug, calendar.official_through),
            caution=slug in calendar.cautions,
        )
    assert not days, f"no name of ours for {sorted(days)}"


def _national_weeks(calendar: Calendar) -> Iterator[date]:
    """Yield 4 to 7 October of the years whose moved days are not announced yet.

    The law closes three days. Every year since 2000 working days were moved so that the week is
    free; which, the State Council says in the autumn before.
    """
    assert calendar.official_through is not None, "moved days are announced"
    for year in YEARS:
        if year > calendar.official_through.year:
            yield from (date(year, 10, day) for day in range(4, 8))


def _eves(days: Sequence[date]) -> tuple[list[date], list[date]]:
    """Tell the day before the eve, kept since 2026, from the eve: the package calls both so."""
    before = [day for day in days if day + timedelta(days=1) in days]
    return before, [day for day in days if day not in before]


def slug_of(calendar: Calendar, said: str) -> str:
    """Return our slug for a name of the package; one that stands in for another gets `-off`."""
    for mark in STAND_INS:
        if said.endswith(mark):
            return f"{slug_of(calendar, said.removesuffix(mark))}-off"
    if said.startswith(("休息日（", "放假日（")):
        return "moved"
    for slug, names in NAMES[calendar.id].items():
        if said in names.theirs:
            return slug
    raise LookupError(f"{calendar.id} has no name of ours for {said}")


def office() -> Iterator[Holiday]:
    """Yield the city office's own days: 29 December to 3 January, and the last working day."""
    closed = [
        day
        for year in YEARS
        for day in (
            *(date(year, 1, number) for number in (1, 2, 3)),
            *(date(year, 12, number) for number in (29, 30, 31)),
        )
    ]
    last = [last_working_day(year) for year in YEARS]
    names = NAMES["kumamoto"]
    yield Holiday("kumamoto-new-year", names["new-year"], ("kumamoto",), closed)
    yield Holiday("kumamoto-last-day", names["last-day"], ("kumamoto",), last, caution=True)


def last_working_day(year: int) -> date:
    """Return 28 December, or the Friday before when that is a Saturday or a Sunday."""
    day = date(year, 12, 28)
    return day - timedelta(days=max(0, day.weekday() - 4))


def document() -> str:
    """Return the whole data file."""
    found = [*office(), *(each for calendar in CALENDARS for each in holidays_of(calendar))]
    return "\n".join([HEAD, "holidays:", *(entry(holiday) for holiday in found)])


def entry(holiday: Holiday) -> str:
    """Return one entry of the file."""
    names = holiday.names
    lines = [
        f"  - slug: {holiday.slug}",
        f"    names: {{ja: {names.ja}, en: {quoted(names.en)}, zh-Hant: {names.zh}}}",
        f"    places: [{', '.join(holiday.places)}]",
    ]
    if holiday.official_through:
        lines.append(f'    official_through: "{holiday.official_through}"')
    if holiday.caution:
        lines.append("    caution: true")
    return "\n".join([*lines, "    days:", *folded(holiday.days), ""])


def quoted(text: str) -> str:
    """Return a text that YAML reads as it is."""
    return f'"{text}"' if set(text) & set("',:") else text


def folded(days: Sequence[date]) -> Iterator[str]:
    """Yield the days as a flow list, a year's beginning on a line of its own."""
    line = "      ["
    for number, day in enumerate(days):
        piece = f"{day}{']' if number == len(days) - 1 else ', '}"
        if len(line + piece.rstrip()) > WIDTH:
            yield line.rstrip()
            line = "       "
        line += piece
    yield line


if __name__ == "__main__":
    TARGET.write_text(document(), "utf-8")
