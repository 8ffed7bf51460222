"""What every part of a yearly report is told: its year, its language, today."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from exchange.core.dates import FiscalYear
from exchange.reports.sheets import Part


@dataclass(frozen=True, slots=True)
class Frame:
    """The year a report is about, the language it is in, and the day it is made."""

    year: FiscalYear
    language: str
    today: date


#: Makes some parts of a report.
Maker = Callable[[Session, Frame], Sequence[Part]]
