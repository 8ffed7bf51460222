"""The grid: typed and pasted in one page, saved as a whole; written as a workbook, read again."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core.database import Localized, uuid7
from exchange.core.errors import DomainError
from exchange.core.messages import label, message
from exchange.core.translate import translate
from exchange.delegations.models import Visit
from exchange.delegations.queries import partner_choices, visit_by_id
from exchange.documents.xlsx_files import xlsx_bytes
from exchange.itineraries.cities import index_cities
from exchange.itineraries.clocks import cities_of, frequent_clocks, other_cities
from exchange.itineraries.enums import Column, Fate
from exchange.itineraries.forms.grid import (
    BlockForm,
    GridForm,
    answers,
    empty_rows,
    ensure_few,
    opened_text,
    typed_rows,
)
from exchange.itineraries.grid import (
    Problem,
    ReadRow,
    Setting,
    TypedRow,
    known_of,
    read_block,
    read_rows,
)
from exchange.itineraries.queries import items_of, told_cities
from exchange.itineraries.services.grid import StaleGridError, save_grid, tell_city
from exchange.itineraries.views.room import blueprint, own_zone
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.downloads import name_file
from exchange.web.pages import flash, render
from exchange.web.transactions import session

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A row as the page draws it."""

    typed: TypedRow
    fate: Fate
    problems: Mapping[Column, Sequence[Problem]]
    asks: frozenset[str]
    opened: str
    #: The columns in which it says something else than before, with what was said.
    changed: Sequence[tuple[Column, str]]
    #: What somebody else has made of it since: (column, as opened, theirs, typed).
    stale: Sequence[tuple[Column, str, str, str]] = ()


@blueprint.get("/<uuid:key>/itinerary/grid")
@requires("visits:edit")
@shows(Purpose.PREPARATION, "visit")
def grid(key: UUID) -> Response:
    """Show the programme as a grid to type and paste into."""
    visit = visit_by_id(session(), key)
    rows = [
        TypedRow(key=row, version=known.version, cells=known.cells, opened=known.cells)
        for row, known in known_of(items_of(session(), key)).items()
    ]
    return _page(visit, [ReadRow(row, None) for row in rows])


@blueprint.post("/<uuid:key>/itinerary/grid")
@requires("visits:edit")
def save(key: UUID) -> Response:
    """Save every row or none; an unreadable cell, an unknown city or a doubtful hour is asked."""
    visit = visit_by_id(session(), key)
    form, told = GridForm(), answers(request.form)
    accepted = form.validate()
    rows = read_rows(typed_rows(request.form), _setting(visit, told))
    if not accepted or any(row.problems or row.unknown for row in rows):
        return _page(visit, rows, form=form, told=told, status=422)
    try:
        ensure_few(rows)
        typed = {name for row in rows if row.plan for name in (row.plan.city, row.plan.end_city)}
        for name, zone in told.items():
            if name in typed:
                tell_city(session(), actor=signed_in(), visit_id=key, name=name, zone=zone)
        saved = save_grid(session(), actor=signed_in(), visit_id=key, rows=rows)
    except StaleGridError as error:
        form.show(error)
        return _page(visit, rows, form=form, stale=error, status=error.status)
    except DomainError as error:
        form.show(error)
        visit = visit_by_id(session(), key)
        return _page(visit, rows, form=form, told=told, status=error.status)
    flash(
        message(
            "itineraries.flash.grid",
            added=saved.added,
            changed=saved.changed,
            removed=saved.removed,
        )
    )
    return redirect(url_for("delegations.show", key=key, _anchor="itinerary"))


@blueprint.post("/<uuid:key>/itinerary/block")
@requires("visits:edit")
def block(key: UUID) -> Response:
    """Read a pasted block or a file into the grid and say what would become of each row."""
    visit = visit_by_id(session(), key)
    form = BlockForm()
    if not form.validate():
        return _as_saved(visit, form, 422)
    setting = _setting(visit, {})
    try:
        found = read_block(form.read_cells(), setting)
    except DomainError as error:
        form.show(error)
        return _as_saved(visit, form, error.status)
    named = {row.key for row in found.rows}
    others = [
        TypedRow(
            key=row,
            version=known.version,
            cells=known.cells,
            opened=known.cells,
            drop=row in found.removed,
        )
        for row, known in setting.known.items()
        if row not in named
    ]
    rows = read_rows([*found.rows, *others], setting)
    refused = any(row.problems or row.unknown for row in rows)
    return _page(visit, rows, block=form, checking=True, status=422 if refused else 200)


@blueprint.get("/<uuid:key>/itinerary.xlsx")
@requires("itinerary:read")
@shows(Purpose.PREPARATION, "visit")
def workbook(key: UUID) -> Response:
    """Write the grid as a workbook, which can be changed and sent again."""
    visit, language = visit_by_id(session(), key), languages.current()
    names = [translate(label(column), language) for column in Column]
    keys = translate(message("itineraries.grid.key"), language)
    items = items_of(session(), key)
    rows = [
        {**dict(zip(names, known.cells.values(), strict=True)), keys: str(row)}
        for row, known in known_of(items).items()
    ]
    sheet = message("itineraries.panel.title")
    if visit.is_demo or any(item.is_demo for item in items):
        sheet = message("itineraries.grid.demo_sheet", name=sheet)
    body = xlsx_bytes(translate(sheet, language), [*names, keys], rows)
    answer = Response(body, content_type=_XLSX)
    name_file(answer, "attachment", "itinerary.xlsx", f"{visit.title.in_language(language)}.xlsx")
    return answer


def _setting(visit: Visit, told: Mapping[str, str]) -> Setting:
    partners = partner_choices(session())
    cities = index_cities(visit.partners, partners, told_cities(session()))
    return Setting(
        first=visit.starts,
        last=visit.ends,
        cities=cities.with_answers(told),
        zone=own_zone(visit),
        known=known_of(items_of(session(), visit.id)),
    )


def _as_saved(visit: Visit, form: BlockForm, status: int) -> Response:
    known = known_of(items_of(session(), visit.id))
    rows = [
        ReadRow(TypedRow(key=key, version=row.version, cells=row.cells, opened=row.cells), None)
        for key, row in known.items()
    ]
    return _page(visit, rows, block=form, status=status)


def _page(
    visit: Visit,
    rows: Sequence[ReadRow],
    *,
    form: GridForm | None = None,
    block: BlockForm | None = None,
    told: Mapping[str, str] | None = None,
    stale: StaleGridError | None = None,
    checking: bool = False,
    status: int = 200,
) -> Response:
    language = languages.current()
    unknown = dict.fromkeys(name for row in rows for name in row.unknown)
    cities: Mapping[str, Localized] = cities_of(visit.partners)
    frequent = frequent_clocks(language, cities, partner_choices(session()))
    return render(
        "itineraries/grid.html",
        status=status,
        visit=visit,
        form=form or GridForm(formdata=None),
        block=block or BlockForm(formdata=None),
        rows=[_drawn(row, stale) for row in rows],
        empty=[_drawn(ReadRow(row, None), None) for row in empty_rows()],
        columns=list(Column),
        checking=checking,
        counts=Counter(_fate(row.typed).value for row in rows),
        problems=[(at, problem) for at, row in enumerate(rows) for problem in row.problems],
        unknown=list(unknown),
        told=told or {},
        frequent=frequent,
        others=other_cities(language, {zone for zone, _ in frequent}) if unknown else (),
    )


def _drawn(row: ReadRow, stale: StaleGridError | None) -> DrawnRow:
    problems: dict[Column, list[Problem]] = {}
    for problem in row.problems:
        problems.setdefault(problem.column, []).append(problem)
    theirs = stale.theirs.get(row.typed.key) if stale else None
    typed = _renewed(row.typed, theirs[1]) if theirs else row.typed
    pairs = [(column, typed.opened.get(column, "")) for column in Column]
    return DrawnRow(
        typed,
        _fate(typed),
        problems,
        row.asks,
        opened_text(typed.opened),
        [(column, was) for column, was in pairs if was != typed.cells.get(column, "")],
        [
            (column, was, now, typed.cells.get(column, ""))
            for column, was in pairs
            if (now := theirs[0].get(column, "")) != typed.cells.get(column, "")
        ]
        if theirs
        else (),
    )


def _fate(row: TypedRow) -> Fate:
    if row.off:
        return Fate.REMOVED
    if not row.version:
        return Fate.NEW
    return Fate.CHANGED if row.touched else Fate.SAME


def _renewed(row: TypedRow, version: int) -> TypedRow:
    """Return a row at the version of now: saved again, what was typed is taken over.

    One that was taken off meanwhile is typed anew, under a key of its own.
    """
    return replace(row, version=version) if version else replace(row, key=uuid7(), version=0)
