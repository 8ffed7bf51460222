"""A fiscal year as a paper: April to March, what falls on which day, who is closed when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from exchange.celebrations.enums import CelebrationState
from exchange.celebrations.fiscal_calendar.abroad import (
    circled,
    closures_of,
    number_of,
    numbers_by_day,
)
from exchange.celebrations.fiscal_calendar.contents import YearContents
from exchange.closures.rules import HOME, closed_days_at, days_of, is_weekend
from exchange.core.dates import PartialDate, Precision, era_year
from exchange.core.messages import Message, message
from exchange.core.printing import (
    anniversary_ordinal,
    day_of_year_text,
    fiscal_year_text,
    month_text,
    partial_text,
    weekday_text,
)
from exchange.core.translate import translate

if TYPE_CHECKING:
    from exchange.celebrations.models import Celebration

_MILESTONE: Final = "★"
_ANNIVERSARY: Final = "●"
_CELEBRATION: Final = "◆"
_WINDOW: Final = "◇"
_CAUTION: Final = "△"
_AVOIDED: Final = "×"
_PROVISIONAL: Final = "※"
_SHEETS: Final = {"a4": (6, 6), "a3": (12,)}

Entry = dict[str, object]


@dataclass(slots=True)
class _Page:
    """Entries by day and by month while the paper is put together."""

    language: str
    days: dict[date, list[Entry]] = field(default_factory=dict)
    notes: dict[tuple[int, int], list[Entry]] = field(default_factory=dict)
    closed: set[date] = field(default_factory=set)

    def say(self, said: Message) -> str:
        """Say something in the paper's language."""
        return translate(said, self.language)

    def add(
        self, day: date, mark: str, text: str, *, strong: bool = False, tag: str | None = None
    ) -> None:
        """Put an entry on a day; `tag` is the text's language where it is not the paper's."""
        run = {"text": text, "lang": tag} if tag and tag != self.language else text
        entry: Entry = {"mark": mark, "text": run, "strong": strong}
        self.days.setdefault(day, []).append(entry)


def paper_title(contents: YearContents, language: str) -> str:
    """Return what the paper is called, the era's year beside the western one in any language."""
    year = fiscal_year_text(contents.year, language)
    era = era_year(contents.year.first_day)
    if language == "en" and era is not None:
        year = f"{year} ({era.span.letter}{era.year})"
    return translate(message("celebrations.paper.title", year=year), language)


def paper_data(contents: YearContents, *, size: str, language: str) -> Mapping[str, object]:
    """Return the data of the paper for `size` a4 (two sheets) or a3 (one)."""
    page = _Page(language)
    _put_closures(page, contents)
    _put_anniversaries(page, contents)
    _put_celebrations(page, contents)
    _put_avoided(page, contents)
    months = list(_months(page, contents))
    sheets, start = [], 0
    for count in _SHEETS[size]:
        sheets.append(months[start : start + count])
        start += count
    return {
        "size": size,
        "subtitle": page.say(_subtitle(contents)),
        "sheets": sheets,
        "legend": list(_legend(page, staff=contents.staff)),
        "partners": [
            {"number": number_of(partner), "name": partner.names} for partner in contents.partners
        ],
        "closures": [closures_of(contents, partner, language) for partner in contents.partners],
        "closures-title": page.say(message("celebrations.paper.closures")),
        "closures-note": page.say(message("closures.index.how")),
        "provisional": page.say(message("closures.mark.provisional")),
    }


def _subtitle(contents: YearContents) -> Message:
    if contents.staff:
        return message("celebrations.paper.staff")
    return message("celebrations.paper.public")


def _put_closures(page: _Page, contents: YearContents) -> None:
    first, last = contents.year.first_day, contents.year.last_day
    for closed in closed_days_at(contents.holidays, HOME, first, last):
        name = closed.name.in_language(page.language)
        if closed.provisional:
            name += _PROVISIONAL
        page.add(closed.day, _CAUTION if closed.caution else "", name)
        if not closed.caution:
            page.closed.add(closed.day)


def _put_anniversaries(page: _Page, contents: YearContents) -> None:
    for basis, found in contents.anniversaries:
        if found.date.precision is Precision.YEAR:
            continue
        text = page.say(
            message(
                "celebrations.paper.anniversary",
                partner=basis.agreement.partner.names.in_language(page.language),
                ordinal=anniversary_ordinal(found.ordinal, page.language),
            )
        )
        mark = _MILESTONE if found.milestone else _ANNIVERSARY
        if found.date.precision is Precision.DAY:
            page.add(found.date.to_date(), mark, text, strong=True)
            continue
        noted = {
            "mark": mark,
            "text": page.say(message("celebrations.paper.month_only", title=text)),
            "strong": True,
        }
        month = (found.date.year, found.date.month or 1)
        page.notes.setdefault(month, []).append(noted)


def _put_celebrations(page: _Page, contents: YearContents) -> None:
    for celebration in contents.celebrations:
        first, last = celebration.starts, celebration.ends
        if first is None or last is None:
            continue
        text = _celebrated(page, celebration, first, last)
        tag = celebration.title.get_in(page.language)[1]
        shown = max(first, contents.year.first_day)
        if not celebration.days_fixed:
            page.add(shown, _WINDOW, text, tag=tag)
            continue
        page.add(shown, _CELEBRATION, text, strong=True, tag=tag)
        for day in _following(shown, min(last, contents.year.last_day)):
            page.add(day, _CELEBRATION, "")


def _celebrated(page: _Page, celebration: "Celebration", first: date, last: date) -> str:
    title = celebration.title.in_language(page.language)
    if celebration.state is CelebrationState.POSTPONED:
        return translate(message("celebrations.entry.postponed", title=title), page.language)
    if celebration.state is CelebrationState.CANCELLED:
        return page.say(message("celebrations.paper.cancelled", title=title))
    if not celebration.days_fixed:
        return page.say(
            message(
                "celebrations.paper.window", title=title, last=day_of_year_text(last, page.language)
            )
        )
    if first == last:
        return title
    return page.say(
        message("celebrations.paper.until", title=title, last=day_of_year_text(last, page.language))
    )


def _put_avoided(page: _Page, contents: YearContents) -> None:
    names = {partner.slug: partner for partner in contents.partners}
    first, last = contents.year.first_day, contents.year.last_day
    for avoided in contents.avoided:
        partner = names.get(avoided.place)
        text = avoided.reason
        if partner is not None:
            text = f"{number_of(partner)}{text}"
        for number, day in enumerate(days_of(avoided, first, last)):
            page.add(day, _AVOIDED, text if number == 0 else "", tag="ja")


def _following(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=number) for number in range(1, (last - first).days + 1))


def _months(page: _Page, contents: YearContents) -> Iterable[Mapping[str, object]]:
    abroad = numbers_by_day(contents)
    first = contents.year.first_day
    while first <= contents.year.last_day:
        following = (first + timedelta(days=31)).replace(day=1)
        yield {
            "name": month_text(first.month, page.language),
            "year": _year_text(first, page.language),
            "notes": page.notes.get((first.year, first.month), []),
            "days": [
                _day(page, first + timedelta(days=number), abroad)
                for number in range((following - first).days)
            ],
        }
        first = following


def _year_text(day: date, language: str) -> str:
    western = partial_text(PartialDate(day.year), language, era=True)
    if language == "ja":
        return western
    found = era_year(day)
    return f"{western} ({found.span.letter}{found.year})" if found else western


def _day(page: _Page, day: date, abroad: Mapping[date, str]) -> Mapping[str, object]:
    shade = "closed" if day in page.closed else "weekend" if is_weekend(day) else ""
    return {
        "number": day.day,
        "weekday": weekday_text(day, page.language),
        "shade": shade,
        "entries": page.days.get(day, []),
        "abroad": abroad.get(day, ""),
    }


def _legend(page: _Page, *, staff: bool) -> Iterable[str]:
    marks = [
        (_MILESTONE, message("celebrations.paper.milestone")),
        (_ANNIVERSARY, message("celebrations.paper.other")),
        (_CELEBRATION, message("celebrations.paper.celebration")),
    ]
    if staff:
        marks.append((_WINDOW, message("celebrations.paper.window_mark")))
        marks.append((_AVOIDED, message("celebrations.paper.avoided")))
    marks.append((_CAUTION, message("celebrations.paper.caution")))
    marks.append((_PROVISIONAL, message("closures.mark.provisional")))
    marks.append((f"{circled(1)}–", message("celebrations.paper.abroad")))
    return [f"{mark} {page.say(said)}" for mark, said in marks]
