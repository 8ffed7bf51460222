"""The council answer sheet (答弁資料): a partner over some fiscal years, on one page."""

from exchange.reports.answers.known import (
    Known,
    YearCost,
    YouthYear,
    ensure_period,
    first_year_of,
)
from exchange.reports.answers.sheet import answer_sheet

__all__ = [
    "Known",
    "YearCost",
    "YouthYear",
    "answer_sheet",
    "ensure_period",
    "first_year_of",
]
