"""The strategy and its activities as pages, panels and figures need them."""

from exchange.strategy.queries.activities import (
    ActivityFilter,
    ActivityTotals,
    Held,
    activities_page,
    activities_serving,
    activity_by_id,
    activity_totals,
    all_activities,
    locked_activity,
    own_activity,
    years_of_activities,
)
from exchange.strategy.queries.tree import (
    FoundTitle,
    background,
    current_strategy,
    strategy_frame,
    titles_matching,
)

__all__ = [
    "ActivityFilter",
    "ActivityTotals",
    "FoundTitle",
    "Held",
    "activities_page",
    "activities_serving",
    "activity_by_id",
    "activity_totals",
    "all_activities",
    "background",
    "current_strategy",
    "locked_activity",
    "own_activity",
    "strategy_frame",
    "titles_matching",
    "years_of_activities",
]
