"""Closed days for everyone, and the list of days to avoid for staff."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from exchange.closures.forms import AvoidedForm
from exchange.closures.models import AvoidedDays, Holiday
from exchange.closures.queries import (
    Place,
    all_holidays,
    avoided_by_id,
    avoided_days,
    places,
)
from exchange.closures.rules import ClosedDay, closed_days_at, known_through
from exchange.closures.services import avoid_days, change_avoided, end_avoided, reopen_days
from exchange.core import clock
from exchange.core.dates import FiscalYear
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.web.access import actor, public, requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.pages import flash, render
from exchange.web.questions import one_asked
from exchange.web.transactions import session

blueprint = Blueprint("closures", __name__, url_prefix="/closures")


@dataclass(frozen=True, slots=True)
class DayRow:
    """A named day and all places that keep it under this name."""

    closed: ClosedDay
    places: Sequence[Place]


@blueprint.get("/")
@public
def index() -> Response:
    """List a fiscal year's closed days, of all places or one; staff see the days to avoid."""
    holidays, known = all_holidays(session()), places(session())
    through = known_through(holidays)
    years = _years(FiscalYear.of(through) if through else None)
    year = one_asked("year", {str(each.start): each for each in years}) or years[0]
    chosen = one_asked("place", {place.slug: place.slug for place in known})
    shown = [place for place in known if chosen in (None, place.slug)]
    rows = _merged(
        (place, closed)
        for place in shown
        for closed in closed_days_at(holidays, place.slug, year.first_day, year.last_day)
    )
    who = actor()
    staff = who is not None and who.may("closures:read")
    avoided = avoided_days(session(), year.first_day, year.last_day, place=chosen) if staff else []
    return render(
        "closures/index.html",
        rows=rows,
        known=known,
        place_of={place.slug: place for place in known},
        chosen=chosen,
        year=year,
        years=years,
        staff=staff,
        avoided=avoided,
        taken_in=_taken_in(holidays, chosen, year) if staff else [],
    )


def _taken_in(
    holidays: Iterable[Holiday], place: str | None, year: FiscalYear
) -> list[tuple[Holiday, date, date]]:
    """Return what was taken in from elsewhere of a year, at one place or all, with its span."""
    spans = [
        (holiday, date.fromisoformat(holiday.days[0]), date.fromisoformat(holiday.days[-1]))
        for holiday in holidays
        if holiday.source is not None and place in (None, *holiday.places)
    ]
    found = [span for span in spans if year.first_day <= span[2] and span[1] <= year.last_day]
    return sorted(found, key=lambda span: (span[1], span[0].slug))


@blueprint.get("/avoided/new")
@requires("closures:edit")
def new() -> Response:
    """Show the form of days to avoid."""
    return _page(_form(AvoidedForm()))


@blueprint.post("/avoided/new")
@requires("closures:edit")
def add() -> Response:
    """Put days on the list."""
    form = _form(AvoidedForm())
    if not form.validate():
        return _page(form, status=422)
    try:
        row = avoid_days(session(), actor=signed_in(), plan=form.plan(), key=form.row_key)
    except DomainError as error:
        form.show(error)
        return _page(form, status=error.status)
    flash(message("closures.flash.added"))
    return _listed(row)


@blueprint.get("/avoided/<uuid:key>/edit")
@requires("closures:edit")
def edit(key: UUID) -> Response:
    """Show the form of days on the list."""
    row = avoided_by_id(session(), key)
    return _page(_form(AvoidedForm(obj=row)), row=row)


@blueprint.post("/avoided/<uuid:key>/edit")
@requires("closures:edit")
def change(key: UUID) -> Response:
    """Change days on the list."""
    form = _form(AvoidedForm())
    if not form.validate():
        return _page(form, row=avoided_by_id(session(), key), status=422)
    try:
        row = change_avoided(
            session(), actor=signed_in(), key=key, version=form.row_version, plan=form.plan()
        )
    except DomainError as error:
        form.show(error)
        return _page(form, row=avoided_by_id(session(), key), status=error.status)
    flash(message("closures.flash.changed"))
    return _listed(row)


@blueprint.post("/avoided/<uuid:key>/end")
@requires("closures:edit")
def end(key: UUID) -> Response:
    """Take days off the list."""
    version = ActionForm.checked().row_version
    row = end_avoided(session(), actor=signed_in(), key=key, version=version)
    flash(message("closures.flash.ended"))
    return _listed(row)


@blueprint.post("/taken-in/<uuid:key>/end")
@requires("closures:edit")
def reopen(key: UUID) -> Response:
    """Take back closed days that were taken in."""
    version = ActionForm.checked().row_version
    row = reopen_days(session(), actor=signed_in(), key=key, version=version)
    flash(message("closures.flash.reopened"))
    year = FiscalYear.of(date.fromisoformat(row.days[0])).start
    return redirect(url_for("closures.index", year=year))


def _form(form: AvoidedForm) -> AvoidedForm:
    return form.offer(places(session()))


def _page(form: AvoidedForm, *, row: AvoidedDays | None = None, status: int = 200) -> Response:
    return render("closures/form.html", status=status, form=form, row=row)


def _listed(row: AvoidedDays) -> Response:
    return redirect(url_for("closures.index", year=FiscalYear.of(row.starts).start))


def _years(last: FiscalYear | None) -> Sequence[FiscalYear]:
    """Return the years to choose from: this one first, then on to the last one known, then back."""
    this = FiscalYear.of(clock.today())
    following = range(this.start, last.start if last else this.start + 1)
    return [*map(FiscalYear, following or [this.start]), this.previous]


def _merged(found: Iterable[tuple[Place, ClosedDay]]) -> Sequence[DayRow]:
    """Put days of one name together, whatever their place, in order of the day."""
    kept: dict[ClosedDay, list[Place]] = {}
    for place, closed in found:
        kept.setdefault(closed, []).append(place)
    ordered = sorted(kept.items(), key=lambda pair: (pair[0].day, pair[1][0].number))
    return [DayRow(closed, at) for closed, at in ordered]
