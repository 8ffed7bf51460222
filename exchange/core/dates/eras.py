"""Japanese eras since the solar calendar came into force."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final


class Era(StrEnum):
    """An era of the solar calendar."""

    MEIJI = "meiji"
    TAISHO = "taisho"
    SHOWA = "showa"
    HEISEI = "heisei"
    REIWA = "reiwa"


@dataclass(frozen=True, slots=True)
class EraSpan:
    """What an era is called and when it ran; `first_year` is the calendar year of 元年."""

    era: Era
    kanji: str
    letter: str
    first_day: date
    first_year: int


#: Oldest first. Meiji began in 1868, but until its 6th year months and days were those of the old
#: calendar, so that no day before 1873-01-01 can be named by era and solar date at once.
ERAS: Final = (
    EraSpan(Era.MEIJI, "明治", "M", date(1873, 1, 1), 1868),
    EraSpan(Era.TAISHO, "大正", "T", date(1912, 7, 30), 1912),
    EraSpan(Era.SHOWA, "昭和", "S", date(1926, 12, 25), 1926),
    EraSpan(Era.HEISEI, "平成", "H", date(1989, 1, 8), 1989),
    EraSpan(Era.REIWA, "令和", "R", date(2019, 5, 1), 2019),
)


@dataclass(frozen=True, slots=True)
class EraYear:
    """A year of an era; `str()` prints 令和9年 or 令和元年, without the 年 under `bare`."""

    span: EraSpan
    year: int

    @property
    def bare(self) -> str:
        """Return 令和9 or 令和元."""
        return f"{self.span.kanji}{'元' if self.year == 1 else self.year}"

    def __str__(self) -> str:
        return f"{self.bare}年"


def era_year(day: date) -> EraYear | None:
    """Return the era and its year on `day`, None before 1873-01-01."""
    for span in reversed(ERAS):
        if day >= span.first_day:
            return EraYear(span, day.year - span.first_year + 1)
    return None


def last_day_of(span: EraSpan) -> date | None:
    """Return the last day of an era, None while it runs."""
    following = ERAS.index(span) + 1
    return ERAS[following].first_day - timedelta(days=1) if following < len(ERAS) else None
