"""Dates of which a year, a month or a day is known, as people type them."""

import re
import unicodedata
from datetime import date
from typing import Final

from exchange.core.dates.eras import ERAS, EraSpan, last_day_of
from exchange.core.dates.partial import PartialDate
from exchange.core.errors import DomainError
from exchange.core.messages import message

_SPANS: Final = {name: span for span in ERAS for name in (span.kanji, span.letter)}
_WRITTEN: Final = re.compile(
    rf"""
    (?P<era>{"|".join(_SPANS)})?(?P<year>[0-9]{{1,4}}|元)
    (?:年|$|(?=[-/.]))
    (?:[-/.]?(?P<month>[0-9]{{1,2}})(?:月|$|(?=[-/.]))
      (?:[-/.]?(?P<day>[0-9]{{1,2}})日?)?
    )?
    """,
    re.VERBOSE,
)
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_FOUR_DIGITS: Final = 4


def parse_partial(text: str, *, field: str | None = None) -> PartialDate:
    """Read a year, a month of a year or a day; DomainError says why not.

    2012, 2012-05, 2012-05-03, 2012/5/3, 2012年5月, 平成24年5月3日, H24.5.
    """
    typed = text.strip()
    plain = unicodedata.normalize("NFKC", typed).translate(_DASHES).upper()
    found = _WRITTEN.fullmatch("".join(plain.split()))
    year = _calendar_year(found) if found else None
    if not found or year is None:
        raise DomainError(message("core.date.not_partial", text=typed), field=field)
    month, day = (int(part) if part else None for part in (found["month"], found["day"]))
    try:
        return PartialDate(year, month, day)
    except ValueError:
        raise DomainError(message("core.date.no_such_day", text=typed), field=field) from None


def ensure_happened(known: PartialDate | None, *, today: date, field: str) -> None:
    """Raise DomainError for what is said to have happened, and lies wholly ahead."""
    if known is not None and known.earliest > today:
        raise DomainError(message("core.date.ahead", date=known), field=field)


def _calendar_year(found: re.Match[str]) -> int | None:
    """Return the calendar year; None for one that is no year of its era or lacks digits."""
    written, span = found["year"], _SPANS.get(found["era"] or "")
    if span is None:
        return int(written) if written != "元" and len(written) == _FOUR_DIGITS else None
    return _year_of_era(1 if written == "元" else int(written), span)


def _year_of_era(number: int, span: EraSpan) -> int | None:
    year, last = span.first_year + number - 1, last_day_of(span)
    return None if number == 0 or (last and year > last.year) else year
