"""Of which years a report can be ordered, and when nobody seems to make it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from exchange.core.errors import DomainError
from exchange.reports.enums import OrderState, ReportKind
from exchange.reports.models import ReportOrder
from exchange.reports.rules import ensure_orderable, has_no_worker, is_open

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "year", "said"),
    [
        (ReportKind.FISCAL_YEAR, 2015, None),
        (ReportKind.FISCAL_YEAR, 2026, None),
        (ReportKind.FISCAL_YEAR, 2014, "reports.error.fiscal_year"),
        (ReportKind.FISCAL_YEAR, 2027, "reports.error.fiscal_year"),
        (ReportKind.MID_TERM, 2027, None),
        (ReportKind.MID_TERM, 2026, "reports.error.review"),
    ],
)
def test_a_report_is_of_a_year_that_has_begun_a_review_of_its_own_year(
    kind: ReportKind, year: int, said: str | None
) -> None:
    if said is None:
        ensure_orderable(kind, year, review=2027, today=TODAY)
        return
    with pytest.raises(DomainError) as refusal:
        ensure_orderable(kind, year, review=2027, today=TODAY)
    assert (refusal.value.sentence.id, refusal.value.field) == (said, "fiscal_year")


@pytest.mark.parametrize(
    ("state", "minutes", "stuck", "still_open"),
    [
        (OrderState.WAITING, 0, False, True),
        (OrderState.WAITING, 2, True, True),
        (OrderState.RUNNING, 2, False, True),
        (OrderState.DONE, 2, False, False),
        (OrderState.FAILED, 2, False, False),
        (OrderState.DROPPED, 2, False, False),
    ],
)
def test_what_waits_for_more_than_a_minute_has_no_worker(
    state: OrderState, minutes: int, stuck: bool, still_open: bool
) -> None:
    order = ReportOrder(state=state, ordered_at=NOW - timedelta(minutes=minutes))
    assert (has_no_worker(order, NOW), is_open(order)) == (stuck, still_open)
