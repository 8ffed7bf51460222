"""One line: split over two years, put at a point of the programme; and lines copied."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.budgets.enums import Amount
from exchange.budgets.forms.lines import CopyForm, PlaceForm, SplitForm
from exchange.budgets.queries import line_by_id, lines_of, parts_of, visits_with_lines
from exchange.budgets.rules import total
from exchange.budgets.services import copy_lines, place_line, split_line
from exchange.budgets.views.page import blueprint
from exchange.core.messages import message
from exchange.delegations.queries import visit_by_id
from exchange.itineraries.queries import items_of
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/lines/<uuid:key>/")
@requires("budgets:edit")
def line(key: UUID) -> Response:
    """Show a line, its parts, and the forms to split and to place it."""
    return _line_page(key)


@blueprint.post("/lines/<uuid:key>/split")
@requires("budgets:edit")
def split(key: UUID) -> Response:
    """Move a part of a line's amounts into another fiscal year."""
    found = line_by_id(session(), key)
    form = SplitForm().offer(found.visit, found.fiscal_year)
    status = refused(
        form,
        lambda: split_line(
            session(),
            actor=signed_in(),
            key=key,
            version=form.row_version,
            year=int(form.year.data),
            part=form.part(),
        ),
    )
    if status:
        return _line_page(key, split_form=form, status=status)
    flash(message("budgets.flash.split"))
    return redirect(url_for("budgets.show", key=found.visit_id))


@blueprint.post("/lines/<uuid:key>/place")
@requires("budgets:edit")
def place(key: UUID) -> Response:
    """Put a line at a point of the programme."""
    found = line_by_id(session(), key)
    form = _place_form(found.visit_id, PlaceForm())
    status = refused(
        form,
        lambda: place_line(
            session(),
            actor=signed_in(),
            key=key,
            version=form.row_version,
            item_id=UUID(form.item.data) if form.item.data else None,
        ),
    )
    if status:
        return _line_page(key, place_form=form, status=status)
    flash(message("budgets.flash.placed"))
    return redirect(url_for("budgets.line", key=key))


@blueprint.get("/visits/<uuid:key>/copy")
@requires("budgets:edit")
def copy(key: UUID) -> Response:
    """Ask from which visit the lines are copied.

    A copied visit without lines proposes the one it came from; else that one's came with it.
    """
    earlier = None if lines_of(session(), key) else visit_by_id(session(), key).copied_from_id
    return _copy_page(key, CopyForm(source=str(earlier) if earlier else None))


@blueprint.post("/visits/<uuid:key>/copy")
@requires("budgets:edit")
def copy_now(key: UUID) -> Response:
    """Copy the lines of another visit as requests."""
    form = CopyForm().offer(visits_with_lines(session(), visit_by_id(session(), key)))
    status = refused(
        form,
        lambda: copy_lines(
            session(),
            actor=signed_in(),
            visit_id=key,
            source_id=UUID(form.source.data),
            key=form.row_key,
        ),
    )
    if status:
        return _copy_page(key, form, status=status)
    flash(message("budgets.flash.copied"))
    return redirect(url_for("budgets.show", key=key))


def _copy_page(key: UUID, form: CopyForm, *, status: int = 200) -> Response:
    visit = visit_by_id(session(), key)
    form.offer(visits_with_lines(session(), visit))
    return render("budgets/copy.html", status=status, visit=visit, form=form)


def _line_page(
    key: UUID,
    *,
    split_form: SplitForm | None = None,
    place_form: PlaceForm | None = None,
    status: int = 200,
) -> Response:
    found = line_by_id(session(), key)
    parts = parts_of(session(), found)
    given = {"version": found.version, "item": str(found.itinerary_item_id or "")}
    opened_split = split_form or SplitForm(formdata=None, data=given)
    opened_place = place_form or PlaceForm(formdata=None, data=given)
    return render(
        "budgets/line.html",
        status=status,
        line=found,
        parts=parts,
        sums=total(parts),
        amounts=list(Amount),
        split_form=opened_split.offer(found.visit, found.fiscal_year),
        place_form=_place_form(found.visit_id, opened_place),
    )


def _place_form(visit_id: UUID, form: PlaceForm) -> PlaceForm:
    language = languages.current()
    items = items_of(session(), visit_id)
    return form.offer(
        (item.id, f"{item.start_day} {item.title.in_language(language)}") for item in items
    )
