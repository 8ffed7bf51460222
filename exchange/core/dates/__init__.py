"""Days as they are known: partial dates, fiscal years, eras, and birth dates as typed."""

from exchange.core.dates.birth import parse_birth_date
from exchange.core.dates.eras import ERAS, Era, EraSpan, EraYear, era_year
from exchange.core.dates.fiscal import FiscalYear
from exchange.core.dates.partial import PartialDate, Precision, anniversary
from exchange.core.dates.typed import ensure_happened, parse_partial

__all__ = [
    "ERAS",
    "Era",
    "EraSpan",
    "EraYear",
    "FiscalYear",
    "PartialDate",
    "Precision",
    "anniversary",
    "ensure_happened",
    "era_year",
    "parse_birth_date",
    "parse_partial",
]
