"""How long a report is kept, of which years it can be made, and when its job has not begun."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from exchange.core.dates import FiscalYear
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.reports.enums import OrderState, ReportKind

if TYPE_CHECKING:
    from exchange.reports.models import ReportOrder

#: For so long the files can be fetched; then they are made again.
KEPT: Final = timedelta(days=30)
#: A worker looks every two seconds: what waits longer waits for one.
_PATIENCE: Final = timedelta(minutes=1)
#: The first year of which anything is reported.
FIRST_YEAR: Final = 2015


def ensure_orderable(kind: ReportKind, fiscal_year: int, *, review: int, today: date) -> None:
    """Refuse a year that has not begun, or a review in another year than the strategy's."""
    this = FiscalYear.of(today).start
    if kind is ReportKind.MID_TERM and fiscal_year != review:
        sentence = message("reports.error.review", year=FiscalYear(review))
        raise DomainError(sentence, field="fiscal_year")
    if kind is ReportKind.FISCAL_YEAR and not FIRST_YEAR <= fiscal_year <= this:
        sentence = message("reports.error.fiscal_year", first=FiscalYear(FIRST_YEAR))
        raise DomainError(sentence, field="fiscal_year")


def has_no_worker(order: "ReportOrder", now: datetime) -> bool:
    """Say whether an order waits so long that nobody seems to do jobs."""
    return order.state is OrderState.WAITING and now - order.ordered_at > _PATIENCE


def is_open(order: "ReportOrder") -> bool:
    """Say whether it is still being made."""
    return order.state in {OrderState.WAITING, OrderState.RUNNING}
