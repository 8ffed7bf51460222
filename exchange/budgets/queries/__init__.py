"""Headings, lines and shares, and what visits cost in a fiscal year."""

from exchange.budgets.queries.headings import (
    details_in_use,
    heading_by_id,
    headings,
    is_used,
    years_used,
)
from exchange.budgets.queries.lines import (
    last_position,
    line_by_id,
    lines_of,
    locked_lines,
    moments_of,
    parts_of,
    share_by_id,
    shares_of,
)
from exchange.budgets.queries.years import (
    VisitSums,
    all_visit_sums,
    sums_of_year,
    visits_page,
    visits_with_lines,
    visits_without_cost,
    visits_without_lines,
    years_on_record,
)

__all__ = [
    "VisitSums",
    "all_visit_sums",
    "details_in_use",
    "heading_by_id",
    "headings",
    "is_used",
    "last_position",
    "line_by_id",
    "lines_of",
    "locked_lines",
    "moments_of",
    "parts_of",
    "share_by_id",
    "shares_of",
    "sums_of_year",
    "visits_page",
    "visits_with_lines",
    "visits_without_cost",
    "visits_without_lines",
    "years_on_record",
    "years_used",
]
