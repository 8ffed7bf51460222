"""What is printed on the paper of a fiscal year."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exchange.agreements.rules import Anniversary
from exchange.core.dates import FiscalYear

if TYPE_CHECKING:
    from exchange.agreements.models import Basis
    from exchange.celebrations.models import Celebration
    from exchange.closures.models import AvoidedDays, Holiday
    from exchange.partners.models import Partner


@dataclass(frozen=True, slots=True, kw_only=True)
class YearContents:
    """What is printed; the public's paper holds no windows, no days to avoid, no hidden basis."""

    year: FiscalYear
    partners: Sequence["Partner"]
    anniversaries: Sequence[tuple["Basis", Anniversary]] = ()
    celebrations: Sequence["Celebration"] = ()
    holidays: Sequence["Holiday"] = ()
    avoided: Sequence["AvoidedDays"] = ()
    staff: bool = False

    @property
    def contains_demo(self) -> bool:
        """Whether anything on the paper comes from the demo."""
        return any(row.is_demo for row in self.celebrations) or any(
            row.is_demo for row in self.avoided
        )
