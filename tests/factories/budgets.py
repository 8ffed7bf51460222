"""Headings and lines of budgets, made by the same services as everywhere."""

from typing import Any

from sqlalchemy.orm import Session

from exchange.budgets.grid import PlannedRow
from exchange.budgets.models import BudgetHeading, BudgetLine
from exchange.budgets.queries import line_by_id
from exchange.budgets.rules import LinePlan
from exchange.budgets.services import HeadingPlan, add_heading, save_rows
from exchange.core.database import Localized, uuid7
from exchange.core.permissions import system_actor
from exchange.delegations.models import Visit

ACTOR = system_actor("tests")
NAMES = {
    7: ("報償費", "Rewards", "報償費"),
    8: ("旅費", "Travel", "旅費"),
    12: ("委託料", "Commissioned work", "委託費"),
}


def heading_plan(number: int = 7, **changes: Any) -> HeadingPlan:  # noqa: ANN401 - its fields
    """State a 節 as it is since FY2020."""
    ja, en, zh = NAMES.get(number, ("見本節", "Sample", "範例"))
    values: dict[str, Any] = {
        "number": number,
        "name": Localized({"ja": ja, "en": en, "zh-Hant": zh}),
        "since": 2020,
        "source": "見本",
    }
    return HeadingPlan(**(values | changes))


def make_heading(session: Session, number: int = 7, **changes: Any) -> BudgetHeading:  # noqa: ANN401 - as above
    """Put a 節 on the list."""
    return add_heading(session, actor=ACTOR, plan=heading_plan(number, **changes))


def make_line(session: Session, visit: Visit, heading: BudgetHeading, **changes: Any) -> BudgetLine:  # noqa: ANN401 - fields of the plan
    """Add a line of FY2027 that is asked for with 10,000 yen."""
    values: dict[str, Any] = {
        "heading_id": heading.id,
        "content": "通訳",
        "fiscal_year": 2027,
        "requested": 10_000,
    }
    row = PlannedRow(1, uuid7(), 0, LinePlan(**(values | changes)))
    save_rows(session, actor=ACTOR, visit_id=visit.id, rows=[row])
    return line_by_id(session, row.key)
