"""Verbs of the budgets room."""

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
    "end_heading",
    "end_share",
    "place_line",
    "save_rows",
    "split_line",
]
