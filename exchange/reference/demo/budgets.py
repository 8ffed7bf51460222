"""The demo's budgets: the journey to Heidelberg as it was asked for, a visit as it was paid."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.budgets.enums import Column, ShareRoute
from exchange.budgets.grid import Book, PlannedRow, TypedRow, read_row
from exchange.budgets.queries import headings
from exchange.budgets.services import SharePlan, add_share, save_rows
from exchange.core.database import uuid7
from exchange.core.permissions import Actor
from exchange.delegations.enums import VisitState
from exchange.delegations.models import Visit

_COLUMNS: Final = (
    *(Column.HEADING, Column.CONTENT, Column.PAYER, Column.REQUESTED, Column.BUDGETED),
    *(Column.COMMITTED, Column.SPENT),
)
#: As they would be typed; the year is that of the visit.
_PAID: Final = (
    ("委託料", "（見本）通訳", "市", "120000", "120000", "118000", "118000"),
    ("使用料及び賃借料", "（見本）送迎バス", "県", "90000", "90000", "88000", "88000"),
    ("需用費", "（見本）歓迎昼食会", "市", "60000", "50000", "48600", "48600"),
    ("報償費", "（見本）記念品", "市", "10000", "10000", "", "4500"),
)
_ASKED: Final = (
    ("旅費", "（見本）団員の旅費", "市", "1800000", "1500000", "", ""),
    ("報償費", "（見本）贈呈用の記念品", "市", "50000", "50000", "", ""),
    ("役務費", "（見本）海外旅行保険", "市", "24000", "24000", "", ""),
    ("旅費", "（見本）現地交通", "相手側", "0", "", "", ""),
)
_IN_EURO: Final = {
    Column.HEADING: "委託料",
    Column.CONTENT: "（見本）現地通訳",
    Column.CURRENCY: "EUR",
    Column.FOREIGN: "1200",
    Column.RATE: "165.32",
    Column.RATE_ON: "2026-11-20",
}


def load_budgets(session: Session, *, actor: Actor) -> None:
    """Type the two budgets in, and what a participant of the journey pays."""
    over, planned = _visit(session, VisitState.CLOSED), _visit(session, VisitState.PLANNED)
    _save(session, actor, over, [_cells(row) for row in _PAID])
    _save(session, actor, planned, [*map(_cells, _ASKED), _IN_EURO])
    share = SharePlan(
        content="（見本）市民参加者の負担金",
        route=ShareRoute.REVENUE,
        fiscal_year=2027,
        per_person=150_000,
        people=4,
    )
    add_share(session, actor=actor, visit_id=planned.id, plan=share, is_demo=True)


def _visit(session: Session, state: VisitState) -> Visit:
    return session.scalars(select(Visit).where(Visit.is_demo, Visit.state == state)).one()


def _cells(row: Sequence[str]) -> dict[Column, str]:
    return dict(zip(_COLUMNS, row, strict=True))


def _save(session: Session, actor: Actor, visit: Visit, typed: Sequence[dict[Column, str]]) -> None:
    book = Book(headings(session), visit.starts, visit.ends)
    rows = [_planned(number, cells, book) for number, cells in enumerate(typed, 1)]
    save_rows(session, actor=actor, visit_id=visit.id, rows=rows)


def _planned(number: int, cells: dict[Column, str], book: Book) -> PlannedRow:
    key: UUID = uuid7()
    plan = read_row(TypedRow(number, cells), book)
    if isinstance(plan, list):
        raise TypeError(f"the demo's row {number} cannot be read: {plan}")
    return PlannedRow(number, key, 0, plan)
