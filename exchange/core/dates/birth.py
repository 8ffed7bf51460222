"""Birth dates as Japanese schools and parents write them, and families who write English."""

import re
import unicodedata
from datetime import date
from typing import Final

from exchange.core.dates.eras import ERAS, EraSpan, last_day_of
from exchange.core.errors import DomainError
from exchange.core.messages import label, message

_SPANS: Final = {name: span for span in ERAS for name in (span.kanji, span.letter)}
_WRITTEN: Final = re.compile(
    rf"""
    (?P<era>{"|".join(_SPANS)})?
    (?P<year>[0-9]{{1,4}}|元)
    (?:年(?P<month>[0-9]{{1,2}})月(?P<day>[0-9]{{1,2}})日
      |(?P<mark>[-/.])(?P<month2>[0-9]{{1,2}})(?P=mark)(?P<day2>[0-9]{{1,2}}))
    """,
    re.VERBOSE,
)
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
#: What stands behind the day: a time of day, or 生 and 生まれ.
_BEHIND: Final = re.compile(r"(?:[T ]\s*[0-9]+:[0-9:.]+|\s*生(?:まれ)?)$")
_ERA_IN_SHORT: Final = {span.kanji[0]: span.letter for span in ERAS}
_SHORT_ERA: Final = re.compile(rf"^([{''.join(_ERA_IN_SHORT)}])(?=[0-9元])")
_ENGLISH_MONTHS: Final = (
    *("JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE"),
    *("JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"),
)
#: Each by its first three letters, with what may follow them; the British write Sept.
_MONTHS: Final = {name[:3]: f"{at:02}" for at, name in enumerate(_ENGLISH_MONTHS, start=1)}
_MONTH: Final = "|".join([*(f"{name[:3]}(?:{name[3:]})?" for name in _ENGLISH_MONTHS), "SEPT"])
#: 3 May 2012, May 3, 2012, 3-May-2012 (as Excel writes it into a CSV): the month by its name, so
#: that no day is taken for a month.
_ENGLISH: Final = re.compile(
    rf"""
    (?:(?P<day>[0-9]{{1,2}})(?:ST|ND|RD|TH)?(?:\s*|(?P<mark>-))(?P<month>{_MONTH})\.?,?(?(mark)-|\s*)
      |(?P<month2>{_MONTH})\.?\s*(?P<day2>[0-9]{{1,2}})(?:ST|ND|RD|TH)?,?\s*)
    (?P<year>[0-9]{{4}})
    """,
    re.VERBOSE,
)
_BARE: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")


def parse_birth_date(text: str, *, field: str | None = None) -> date:
    """Read a day written in the solar calendar or by era, in any width; DomainError says why not.

    2012-05-03, 2012/5/3, 2012.5.3, 20120503, 2012年5月3日, H24.5.3, h24/5/3, 平24.5.3,
    平成24年5月3日, 令和元年5月1日; 3 May 2012, May 3, 2012, 3-May-2012.
    """
    typed = text.strip()
    found = _WRITTEN.fullmatch(_tidied(typed))
    if not found:
        raise DomainError(message("core.date.unreadable", text=typed), field=field)
    span = _SPANS.get(found["era"] or "")
    month, day = found["month"] or found["month2"], found["day"] or found["day2"]
    try:
        value = date(_calendar_year(found["year"], span), int(month), int(day))
    except _UnreadableYearError:
        raise DomainError(message("core.date.unreadable", text=typed), field=field) from None
    except ValueError:
        raise DomainError(message("core.date.no_such_day", text=typed), field=field) from None
    if span:
        _ensure_in_era(value, span, field)
    return value


def _tidied(typed: str) -> str:
    """Return a day in half width without spaces or words, an era by its letter."""
    plain = unicodedata.normalize("NFKC", typed).translate(_DASHES).upper()
    if english := _ENGLISH.fullmatch(plain):
        month, day = (english[name] or english[f"{name}2"] for name in ("month", "day"))
        return f"{english['year']}-{_MONTHS[month[:3]]}-{day}"
    bare = "".join(_BEHIND.sub("", plain).split())
    bare = _SHORT_ERA.sub(lambda era: _ERA_IN_SHORT[era[1]], bare)
    return _BARE.sub(r"\1-\2-\3", bare) if _BARE.fullmatch(bare) else bare


class _UnreadableYearError(Exception):
    """The year is neither four digits nor a year of an era."""


def _calendar_year(written: str, span: EraSpan | None) -> int:
    if span is None:
        if len(written) != len("2012"):
            raise _UnreadableYearError
        return int(written)
    year = 1 if written == "元" else int(written)
    if year == 0:
        raise _UnreadableYearError
    return span.first_year + year - 1


def _ensure_in_era(value: date, span: EraSpan, field: str | None) -> None:
    if value < span.first_day:
        sentence = message("core.date.before_era", era=label(span.era), first=span.first_day)
        raise DomainError(sentence, field=field)
    last = last_day_of(span)
    if last and value > last:
        sentence = message("core.date.after_era", era=label(span.era), last=last)
        raise DomainError(sentence, field=field)
