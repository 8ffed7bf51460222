"""The grid of a visit's budget: typed and pasted, saved whole or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID, uuid5

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.budgets.enums import AMOUNTS, RECKONED, Column, Payer
from exchange.budgets.forms.grid import GridForm, typed_rows
from exchange.budgets.grid import (
    CellProblem,
    PlannedRow,
    TypedRow,
    cells_of,
    named_heading,
    read_row,
)
from exchange.budgets.queries import lines_of, moments_of
from exchange.budgets.rules import in_force, years_of
from exchange.budgets.services import Conflict, StaleLinesError, save_rows
from exchange.budgets.views.page import blueprint, book_of
from exchange.core.database import uuid7
from exchange.core.messages import message
from exchange.delegations.models import Visit
from exchange.delegations.queries import visit_by_id
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.pages import flash, render
from exchange.web.transactions import session

_BLANK_ROWS: Final = 5
_NUMBERS: Final = frozenset(
    {*AMOUNTS, *(column for at in RECKONED.values() for column in (at.foreign, at.rate))}
)


@dataclass(frozen=True, slots=True)
class Clash:
    """A cell that somebody else changed: what it says now, and what was typed."""

    row: int
    column: Column
    theirs: str
    typed: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a grid was not saved."""

    problems: Sequence[CellProblem] = ()
    clashes: Sequence[Clash] = ()
    #: Rows whose line was taken off meanwhile.
    gone: Sequence[int] = ()
    cells: Mapping[tuple[int, Column], CellProblem] = field(default_factory=dict)


@blueprint.get("/visits/<uuid:key>/edit")
@requires("budgets:edit")
def edit(key: UUID) -> Response:
    """Show the grid of a visit, with some blank rows."""
    visit, language = visit_by_id(session(), key), languages.current()
    rows = [
        TypedRow(number, cells_of(line, language), line.id, line.version)
        for number, line in enumerate(lines_of(session(), key), 1)
    ]
    return _grid_page(visit, GridForm(), rows)


@blueprint.post("/visits/<uuid:key>/edit")
@requires("budgets:edit")
def save(key: UUID) -> Response:
    """Save the grid; with one unreadable cell nothing is saved and every such cell is named."""
    visit, form, rows = visit_by_id(session(), key), GridForm(), typed_rows(request.form)
    if not form.validate():
        return _grid_page(visit, form, rows, status=422)
    planned, problems = _read(visit, rows, form.row_key)
    if problems:
        return _grid_page(visit, form, rows, Trouble(problems), status=422)
    try:
        count = save_rows(session(), actor=signed_in(), visit_id=key, rows=planned)
    except StaleLinesError as error:
        form.show(error)
        rows, trouble = _compared(key, rows, error.conflicts)
        return _grid_page(visit_by_id(session(), key), form, rows, trouble, status=error.status)
    flash(message("budgets.flash.saved", count=count))
    return redirect(url_for("budgets.show", key=key))


def _read(
    visit: Visit, rows: Sequence[TypedRow], form_key: UUID
) -> tuple[list[PlannedRow], list[CellProblem]]:
    book, planned, problems = book_of(visit), list[PlannedRow](), list[CellProblem]()
    for row in rows:
        key = row.key or uuid5(form_key, str(row.number))
        if row.is_blank:
            planned += [PlannedRow(row.number, key, row.version, None)] if row.version else []
            continue
        read = read_row(row, book)
        if isinstance(read, list):
            problems += read
        else:
            planned.append(PlannedRow(row.number, key, row.version, read))
    return planned, problems


def _compared(
    key: UUID, rows: Sequence[TypedRow], conflicts: Sequence[Conflict]
) -> tuple[list[TypedRow], Trouble]:
    """Return the rows with the versions there are now, and what differs in them."""
    language = languages.current()
    present = {line.id: line for line in lines_of(session(), key)}
    stale = {conflict.number: conflict.line for conflict in conflicts}
    found, clashes, gone = list[TypedRow](), list[Clash](), list[int]()
    for row in rows:
        if row.number not in stale:
            found.append(row)
            continue
        theirs = stale[row.number]
        line = present.get(theirs.id) if theirs else None
        if line is None:
            gone.append(row.number)
            found.append(TypedRow(row.number, row.cells, uuid7(), 0))
            continue
        cells = cells_of(line, language)
        clashes += [
            Clash(row.number, column, cells[column], row.cells[column])
            for column in Column
            if cells[column] != row.cells[column]
        ]
        found.append(TypedRow(row.number, row.cells, line.id, line.version))
    return found, Trouble(clashes=clashes, gone=gone)


def _grid_page(
    visit: Visit,
    form: GridForm,
    rows: Sequence[TypedRow],
    trouble: Trouble | None = None,
    *,
    status: int = 200,
) -> Response:
    said, language = trouble or Trouble(), languages.current()
    blank = [
        TypedRow(len(rows) + number, dict.fromkeys(Column, ""))
        for number in range(1, _BLANK_ROWS + 1)
    ]
    years = years_of(visit.starts, visit.ends)
    return render(
        "budgets/grid.html",
        status=status,
        visit=visit,
        form=form,
        rows=[*rows, *blank],
        columns=list(Column),
        numbers=_NUMBERS,
        trouble=said,
        refused={(each.row, each.column): each for each in said.problems},
        headings=[
            named_heading(each, language)
            for each in book_of(visit).headings
            if each.parent_id is None and any(in_force(each, year.start) for year in years)
        ],
        payers=list(Payer),
        years=years,
        moments=moments_of(session(), visit.id),
    )
