"""What reports are put together from."""

from exchange.reports.queries.answers import answer_facts, answer_period
from exchange.reports.queries.factsheets import fact_sheet_of, pictures_of

__all__ = [
    "answer_facts",
    "answer_period",
    "fact_sheet_of",
    "pictures_of",
]
