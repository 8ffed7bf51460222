"""A fiscal year as a paper."""

from exchange.celebrations.fiscal_calendar.contents import YearContents
from exchange.celebrations.fiscal_calendar.paper import paper_data, paper_title

__all__ = ["YearContents", "paper_data", "paper_title"]
