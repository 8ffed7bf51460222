"""The council answer sheet (答弁資料): a partner over some fiscal years, on one page."""

from exchange.reports.answers.known import (
    Known,
    YearCost,
    ensure_period,
    first_year_of,
)
from exchange.reports.answers.sheet import answer_sheet
from exchange.reports.answers.youth import Youth, YouthYear

__all__ = [
    "Known",
    "YearCost",
    "Youth",
    "YouthYear",
    "answer_sheet",
    "ensure_period",
    "first_year_of",
]
