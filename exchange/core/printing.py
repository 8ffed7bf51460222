"""Dates, fiscal years, instants and ordinals as each language writes them.

The words are CLDR's, through Babel; the forms are those of the city's own pages. Whatever knows a
language but no request (feeds, mails, papers, commands) prints with these functions. `language`
is one of FEED_LANGUAGES; ranges and fiscal years are printed in the interface languages only.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date

from exchange.core.amounts import YEN, Money, decimals_of, major_of
from exchange.core.dates import FiscalYear, PartialDate, Precision, era_year
from exchange.core.languages import OFFICE_ZONE, Language


@dataclass(frozen=True, slots=True)
class _Form:
    """CLDR patterns of one language; `weekday` follows a day, `before_clock` a time."""

    locale: str
    year: str
    month: str
    day: str
    weekday: str
    before_clock: str = " "


_FORMS: Final = {
    "ja": _Form("ja", "y年", "y年M月", "y年M月d日", "(EEEEE)"),
    "en": _Form("en_GB", "y", "MMMM y", "d MMMM y", " (EEE)"),
    "zh-Hant": _Form("zh_Hant", "y年", "y年M月", "y年M月d日", "（EEEEE）", ""),
    "zh-Hans": _Form("zh_Hans", "y年", "y年M月", "y年M月d日", "（EEEEE）", ""),
    "ko": _Form("ko", "y년", "y년 M월", "y년 M월 d일", "(EEEEE)"),
    "de": _Form("de", "y", "MMMM y", "d. MMMM y", " (ccc)"),
    "fr": _Form("fr", "y", "MMMM y", "d MMMM y", " (EEE)"),
}

_MONTHS: Final = {"ja": "M月", "zh-Hant": "M月", "zh-Hans": "M月", "ko": "M월"}

_YEN: Final = {"ja": "{figure}円", "zh-Hant": "{figure}日圓", "zh-Hans": "{figure}日元"}

_ORDINALS: Final = {
    "ja": "第{n}",
    "zh-Hant": "第{n}",
    "zh-Hans": "第{n}",
    "ko": "제{n}",
    "de": "{n}.",
}
_ANNIVERSARIES: Final = {
    "ja": "{n}周年",
    "en": "{ordinal} anniversary",
    "zh-Hant": "{n}週年",
    "zh-Hans": "{n}周年",
    "ko": "{n}주년",
    "de": "{ordinal} Jahrestag",
    "fr": "{ordinal} anniversaire",
}
_ENGLISH_SUFFIXES: Final = {1: "st", 2: "nd", 3: "rd"}

#: A page names the same few days again and again: so many stay printed.
_KEPT: Final = 4096

#: The government named the whole of FY2019 令和元年度 from the change of era on (decision of
#: 2019-04-01), though it began in 平成31年; every other fiscal year bears the era of its first day.
_NAMED_LATER: Final = {FiscalYear(2019): date(2019, 5, 1)}


def day_text(value: date, language: str, *, weekday: bool = True, era: bool = True) -> str:
    """Print a day: 令和9年(2027年)5月19日(水), 19 May 2027 (Wed), 2027年5月19日（三）.

    `era` matters in Japanese only.
    """
    day = value.date() if isinstance(value, datetime) else value
    return _day_text(day, language, weekday, era)


def day_of_year_text(value: date, language: str) -> str:
    """Print a day where its year stands beside it: 5月19日(水), 19 May (Wed), 5月19日（三）."""
    form = _FORMS[language]
    pattern = form.day.removeprefix("y年").removesuffix(" y") + form.weekday
    return _formatted(value, pattern, language)


def weekday_text(value: date, language: str) -> str:
    """Print the weekday at the head of a calendar's column: 水, Wed, 三."""
    return _formatted(value, "EEE" if language == Language.EN else "EEEEE", language)


def partial_text(
    value: PartialDate, language: str, *, weekday: bool = False, era: bool | None = None
) -> str:
    """Print what is known and no more: 1995年5月, May 1995; a full day as `day_text` does.

    In Japanese the era stands with full days only, unless `era` says otherwise.
    """
    if value.precision is Precision.DAY:
        return day_text(value.to_date(), language, weekday=weekday, era=era is not False)
    form = _FORMS[language]
    pattern = form.year if value.precision is Precision.YEAR else form.month
    if era and language == Language.JA:
        pattern = _with_era(pattern, value)
    return _formatted(value.earliest, pattern, language)


def month_text(month: int, language: str) -> str:
    """Print a month of the year by itself: 5月, May, 5월."""
    return _formatted(date(2000, month, 1), _MONTHS.get(language, "LLLL"), language)


def moment_text(instant: datetime, language: str, *, zone: ZoneInfo = OFFICE_ZONE) -> str:
    """Print an instant as the day and time of a zone; name the city beside it, never the zone."""
    local = instant.astimezone(zone)
    return f"{day_text(local.date(), language)}{_FORMS[language].before_clock}{local:%H:%M}"


def range_text(first: date, last: date, language: str, *, weekday: bool = False) -> str:
    """Print the days from `first` to `last`, saying a shared month or year once."""
    if first == last:
        return day_text(first, language, weekday=weekday)
    if language == Language.EN:
        return _english_range(first, last, weekday=weekday)
    separator = {"ja": "～", "zh-Hant": "至"}[language]
    start = day_text(first, language, weekday=weekday)
    if _year_said(first, language) != _year_said(last, language):
        return start + separator + day_text(last, language, weekday=weekday)
    pattern = "d日" if first.month == last.month else "M月d日"
    pattern += _FORMS[language].weekday if weekday else ""
    return start + separator + _formatted(last, pattern, language)


def fiscal_year_text(value: FiscalYear, language: str) -> str:
    """Print 令和9年度(2027年度), FY2027 or 令和9年度（2027年度）."""
    if language == Language.EN:
        return str(value)
    western = f"{value.start}年度"
    if not (year := era_year(_NAMED_LATER.get(value, value.first_day))):
        return western
    opening, closing = {"ja": ("(", ")"), "zh-Hant": ("（", "）")}[language]
    return f"{year}度{opening}{western}{closing}"


def money_text(value: Money, language: str) -> str:
    """Print an amount: 12,000円, ¥12,000, 12,000日圓; another currency by its code, EUR 9.50."""
    figure = f"{major_of(value):,.{decimals_of(value.currency)}f}"
    if value.currency != YEN:
        return f"{value.currency} {figure}"
    return _YEN.get(language, "¥{figure}").format(figure=figure)


def ordinal(n: int, language: str) -> str:
    """Print a rank: 第35, 35th, 35., 35e."""
    if language == "en":
        teens = n % 100 in (11, 12, 13)
        return f"{n}{'th' if teens else _ENGLISH_SUFFIXES.get(n % 10, 'th')}"
    if language == "fr":
        return f"{n}{'er' if n == 1 else 'e'}"
    return _ORDINALS[language].format(n=n)


def anniversary_ordinal(n: int, language: str) -> str:
    """Print which anniversary it is: 35周年, 35th anniversary, 35週年."""
    return _ANNIVERSARIES[language].format(n=n, ordinal=ordinal(n, language))


def printed(value: object, language: str) -> str:
    """Print a parameter of a message: dates and fiscal years in its language, the rest by `str`."""
    match value:
        case datetime():
            return moment_text(value, language)
        case date():
            return day_text(value, language, weekday=False)
        case PartialDate():
            return partial_text(value, language)
        case Money():
            return money_text(value, language)
        case FiscalYear():
            return fiscal_year_text(value, language)
        case _:
            return str(value)


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(_FORMS[language].locale)


@lru_cache(maxsize=_KEPT)
def _day_text(day: date, language: str, weekday: bool, era: bool) -> str:
    form = _FORMS[language]
    pattern = form.day + (form.weekday if weekday else "")
    if era and language == Language.JA:
        pattern = _with_era(pattern, PartialDate.of(day))
    if language == "fr" and day.day == 1:
        pattern = pattern.replace("d ", "d'er' ", 1)
    return _formatted(day, pattern, language)


def _formatted(value: date, pattern: str, language: str) -> str:
    return format_date(value, pattern, locale=_locale(language))


def _with_era(pattern: str, value: PartialDate) -> str:
    """Name the era before the year, both eras where the change lies within `value`."""
    first, last = era_year(value.earliest), era_year(value.latest)
    if first is None or last is None:
        return pattern
    name = str(first) if first == last else f"{first.bare}/{last}"
    return pattern.replace("y年", f"'{name}'(y年)")


def _year_said(value: date, language: str) -> tuple[int, str]:
    return value.year, str(era_year(value)) if language == Language.JA else ""


def _english_range(first: date, last: date, *, weekday: bool) -> str:
    end = day_text(last, "en", weekday=weekday)
    if first.year != last.year:
        return f"{day_text(first, 'en', weekday=weekday)} – {end}"
    if weekday:
        return f"{_formatted(first, 'd MMMM (EEE)', 'en')} – {end}"
    if first.month != last.month:
        return f"{_formatted(first, 'd MMMM', 'en')} – {end}"
    return f"{first.day}–{end}"
