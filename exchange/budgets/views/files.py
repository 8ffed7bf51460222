"""Budgets as workbooks: a visit's lines, to be sent in again, and all visits of a year."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from werkzeug.wrappers import Response

from exchange.budgets.enums import AMOUNTS, Amount, Column
from exchange.budgets.grid import KEY, cells_of
from exchange.budgets.models import BudgetLine
from exchange.budgets.queries import all_visit_sums, lines_of
from exchange.budgets.rules import left_of
from exchange.budgets.services import note_budget_taken, note_year_taken
from exchange.budgets.views.page import blueprint
from exchange.budgets.views.years import wanted_year
from exchange.core.messages import Message, label, message
from exchange.core.translate import translate
from exchange.delegations.queries import visit_by_id
from exchange.documents.xlsx_files import xlsx_bytes
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.downloads import name_file
from exchange.web.transactions import aside_repeated, session

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LEFT: Final = message("budgets.column.left")


@blueprint.get("/visits/<uuid:key>/budget.xlsx")
@requires("budgets:read")
def workbook(key: UUID) -> Response:
    """Give a visit's lines as a workbook that can be changed and sent in again."""
    visit, language = visit_by_id(session(), key), languages.current()
    columns = (*(label(column) for column in Column), _LEFT, KEY)
    lines = lines_of(session(), key)
    rows = [_cells(line, language) for line in lines]
    title = message("budgets.file.visit", title=visit.title.in_language(language))
    is_demo = visit.is_demo or any(line.is_demo for line in lines)
    who = signed_in()
    aside_repeated(lambda short: note_budget_taken(short, actor=who, visit_id=key, count=len(rows)))
    return _sent(title, f"budget-{visit.starts}.xlsx", columns, rows, is_demo=is_demo)


@blueprint.get("/year.xlsx")
@requires("budgets:read")
def year_workbook() -> Response:
    """Give what all visits of a fiscal year cost as a workbook."""
    year, language = wanted_year(), languages.current()
    columns = (
        message("budgets.column.visit"),
        message("budgets.column.starts"),
        message("budgets.column.state"),
        *(label(amount) for amount in Amount),
        _LEFT,
    )
    found = all_visit_sums(session(), year)
    rows = [
        (
            each.visit.title.in_language(language),
            each.visit.starts.isoformat(),
            translate(label(each.visit.state), language),
            *(getattr(each.sums, amount.value) for amount in Amount),
            each.sums.left,
        )
        for each in found
    ]
    title = message("budgets.file.year", year=year)
    is_demo = any(each.visit.is_demo for each in found)
    who = signed_in()
    aside_repeated(lambda short: note_year_taken(short, actor=who, year=year, count=len(rows)))
    return _sent(title, f"budgets-{year.start}.xlsx", columns, rows, is_demo=is_demo)


def _cells(line: BudgetLine, language: str) -> tuple[object, ...]:
    texts = cells_of(line, language)
    values: dict[Column, object] = {column: text or None for column, text in texts.items()}
    values |= {column: getattr(line, column.value) for column in AMOUNTS}
    values[Column.YEAR] = line.fiscal_year
    return (*values.values(), left_of(line), f"{line.id}/{line.version}")


def _sent(
    title: Message,
    name: str,
    columns: Sequence[Message],
    rows: Sequence[Sequence[object]],
    *,
    is_demo: bool,
) -> Response:
    language = languages.current()
    sheet = message("budgets.file.sheet")
    if is_demo:
        sheet = message("budgets.file.demo_sheet", name=sheet)
    heads = [translate(column, language) for column in columns]
    body = xlsx_bytes(
        translate(sheet, language),
        heads,
        [dict(zip(heads, row, strict=True)) for row in rows],
    )
    answer = Response(body, mimetype=_XLSX)
    name_file(answer, "attachment", name, f"{translate(title, language)}.xlsx")
    return answer
