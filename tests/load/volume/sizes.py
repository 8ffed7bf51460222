"""How much there is of everything."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Sizes:
    """Rows of each kind, in all; `crowd`: how many hang on the one busy edition, visit, school."""

    years: int
    schools: int
    pupils: int
    programmes: int
    people: int
    visits: int
    letters: int
    gifts: int
    tasks: int
    promises: int
    activities: int
    inquiries: int
    messages: int
    mails: int
    jobs: int
    sections: int
    crowd: int
    #: What belongs to one year of one desk: merges, requests, answers, handovers and the like.
    desk: int

    @classmethod
    def of(cls, years: int, schools: int, pupils: int) -> Self:
        """Return what a city of so many schools and pupils has gathered in so many years."""
        return cls(
            years=years,
            schools=schools,
            pupils=pupils,
            programmes=30,
            people=150 * years,
            visits=15 * years,
            letters=300 * years,
            gifts=80 * years,
            tasks=400 * years,
            promises=40 * years,
            activities=60 * years,
            inquiries=12 * years,
            messages=2 * years * schools,
            mails=max(pupils, 1) * 2,
            jobs=1_000 * years,
            sections=40,
            crowd=min(max(pupils // 16, 60), 3_000),
            desk=20 * years,
        )

    @classmethod
    def even(cls, rows: int) -> Self:
        """Return so many rows on each list."""
        return cls(
            years=3,
            schools=rows,
            pupils=rows,
            programmes=rows,
            people=rows * 3,
            visits=rows,
            letters=rows,
            gifts=rows,
            tasks=rows,
            promises=rows,
            activities=rows,
            inquiries=rows,
            messages=rows,
            mails=rows,
            jobs=rows,
            sections=rows,
            crowd=rows,
            desk=rows,
        )
