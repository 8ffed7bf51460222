"""Verbs of the budgets room."""

from exchange.budgets.services.exports import note_budget_taken, note_year_taken
from exchange.budgets.services.headings import (
    HeadingPlan,
    add_heading,
    change_heading,
    end_heading,
)
from exchange.budgets.services.lines import (
    Conflict,
    StaleLinesError,
    copy_lines,
    copy_with_visit,
    place_line,
    save_rows,
    split_line,
)
from exchange.budgets.services.shares import (
    SharePlan,
    add_share,
    change_share,
    end_share,
)

__all__ = [
    "Conflict",
    "HeadingPlan",
    "SharePlan",
    "StaleLinesError",
    "add_heading",
    "add_share",
    "change_heading",
    "change_share",
    "copy_lines",
    "copy_with_visit",
    "end_heading",
    "end_share",
    "note_budget_taken",
    "note_year_taken",
    "place_line",
    "save_rows",
    "split_line",
]
