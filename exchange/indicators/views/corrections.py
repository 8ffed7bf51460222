"""A closed year's seal and its corrections: read by staff, entered by one, approved by another."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core import clock
from exchange.core.dates import FiscalYear
from exchange.core.errors import NotFoundError
from exchange.core.messages import message
from exchange.core.permissions import Role
from exchange.indicators.forms import FindForm, NumberForm, SettleForm, StrikeForm
from exchange.indicators.queries.closing import (
    closed_year,
    editions_of_year,
    ensure_correction_of,
    may_be_found,
    participation_of_year,
)
from exchange.indicators.queries.youth import youth_reading
from exchange.indicators.services import enter_found, enter_number, enter_struck
from exchange.indicators.views.room import blueprint
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, BaseForm, refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.ledger import approve, corrections_of, take_back, turn_down
from exchange.youth.models import ClosedYear, Edition
from exchange.youth.queries.programmes import edition_for
from exchange.youth.views.room import ledger_key

_PATH = "/indicators/youth-participation/<year:year>/corrections/"


@blueprint.get(_PATH)
@requires("indicators:read")
def corrections(year: int) -> Response:
    """Show a closed year's seal, both its figures and its corrections."""
    return _list_page(year)


@blueprint.get(f"{_PATH}new")
@requires("corrections:enter")
def new_correction(year: int) -> Response:
    """Offer the ways to correct a closed year."""
    return _new_page(year, NumberForm())


@blueprint.post(f"{_PATH}new")
@requires("corrections:enter")
def enter(year: int) -> Response:
    """Enter a correction by number."""
    form = NumberForm().offer(editions_of_year(session(), year))

    def save() -> object:
        change = (form.person_times.data, form.unique_persons.data, form.unique_since.data)
        return enter_number(
            session(),
            actor=signed_in(),
            edition_id=UUID(form.edition_id.data),
            change=change,
            reason=form.reason.data,
        )

    status = refused(form, save)
    return _new_page(year, form, status=status) if status else _thanks(year)


@blueprint.get(f"{_PATH}find/<uuid:key>")
@requires("corrections:enter")
@shows(Purpose.RESULTS, "participation")
def find(year: int, key: UUID) -> Response:
    """Show who of an edition may have taken part after all."""
    return _find_page(year, key, FindForm())


@blueprint.post(f"{_PATH}find/<uuid:key>")
@requires("corrections:enter")
def enter_find(year: int, key: UUID) -> Response:
    """Enter that somebody took part after all."""
    edition = _edition(year, key)
    form = FindForm().offer(may_be_found(session(), edition))

    def save() -> object:
        return enter_found(
            session(),
            actor=signed_in(),
            edition_id=key,
            registration_id=UUID(form.registration_id.data),
            reason=form.reason.data,
            ledger_key=ledger_key(),
        )

    status = refused(form, save)
    return _find_page(year, key, form, status=status) if status else _thanks(year)


@blueprint.get(f"{_PATH}strike/<uuid:key>")
@requires("corrections:enter")
def strike(year: int, key: UUID) -> Response:
    """Show a participation that should not be there."""
    return _strike_page(year, key, StrikeForm())


@blueprint.post(f"{_PATH}strike/<uuid:key>")
@requires("corrections:enter")
def enter_strike(year: int, key: UUID) -> Response:
    """Enter that a participation should not be there."""
    participation_of_year(session(), year, key)
    form = StrikeForm()

    def save() -> object:
        return enter_struck(
            session(), actor=signed_in(), participation_id=key, reason=form.reason.data
        )

    status = refused(form, save)
    return _strike_page(year, key, form, status=status) if status else _thanks(year)


@blueprint.post(f"{_PATH}<uuid:key>/approve")
@requires("corrections:approve")
def approve_correction(year: int, key: UUID) -> Response:
    """Take a correction into the figures."""
    ensure_correction_of(session(), year, key)
    form = ActionForm()
    status = refused(
        form,
        lambda: approve(session(), actor=signed_in(), key=key, version=form.row_version),
    )
    return _decided(year, form, status)


@blueprint.post(f"{_PATH}<uuid:key>/refuse")
@requires("corrections:approve")
def refuse_correction(year: int, key: UUID) -> Response:
    """Refuse a correction, with the reason."""
    ensure_correction_of(session(), year, key)
    form = SettleForm()
    status = refused(
        form,
        lambda: turn_down(
            session(),
            actor=signed_in(),
            key=key,
            version=form.row_version,
            reason=form.reason.data,
        ),
    )
    return _decided(year, form, status)


@blueprint.post(f"{_PATH}<uuid:key>/withdraw")
@requires("corrections:enter")
def withdraw_correction(year: int, key: UUID) -> Response:
    """Take back what one has entered."""
    ensure_correction_of(session(), year, key)
    form = ActionForm()
    status = refused(
        form,
        lambda: take_back(session(), actor=signed_in(), key=key, version=form.row_version),
    )
    return _decided(year, form, status)


def _thanks(year: int) -> Response:
    flash(message("indicators.correction.flash.entered"))
    return redirect(url_for("indicators.corrections", year=year))


def _decided(year: int, form: BaseForm, status: int) -> Response:
    if status:
        return _list_page(year, form, status=status)
    flash(message("indicators.correction.flash.decided"))
    return redirect(url_for("indicators.corrections", year=year))


def _edition(year: int, key: UUID) -> Edition:
    """Return an edition of the year the address names; raises NotFoundError."""
    edition = edition_for(session(), signed_in(), key)
    if edition.fiscal_year != year:
        raise NotFoundError
    return edition


def _closed(year: int) -> ClosedYear:
    found = closed_year(session(), year)
    if found is None:
        raise NotFoundError
    return found


def _list_page(year: int, form: BaseForm | None = None, *, status: int = 200) -> Response:
    closed, who = _closed(year), signed_in()
    own = (who.section or "") if who.role is Role.SECTION else None
    reading = youth_reading(session(), with_demo=True, today=clock.today())
    return render(
        "indicators/corrections.html",
        status=status,
        year=FiscalYear(year),
        closed=closed,
        figures=reading.fiscal_years[year],
        corrections=corrections_of(session(), year, section=own),
        own=own,
        form=form or SettleForm(),
        blank=SettleForm(formdata=None),
    )


def _new_page(year: int, form: NumberForm, *, status: int = 200) -> Response:
    _closed(year)
    editions = editions_of_year(session(), year)
    return render(
        "indicators/correction_new.html",
        status=status,
        year=FiscalYear(year),
        form=form.offer(editions),
        editions=[row for row in editions if row.counts],
    )


def _find_page(year: int, key: UUID, form: FindForm, *, status: int = 200) -> Response:
    _closed(year)
    edition = _edition(year, key)
    rows = may_be_found(session(), edition)
    return render(
        "indicators/correction_find.html",
        status=status,
        year=FiscalYear(year),
        form=form.offer(rows),
        edition=edition,
        rows=rows,
    )


def _strike_page(year: int, key: UUID, form: StrikeForm, *, status: int = 200) -> Response:
    _closed(year)
    row, edition = participation_of_year(session(), year, key)
    return render(
        "indicators/correction_strike.html",
        status=status,
        year=FiscalYear(year),
        form=form,
        row=row,
        edition=edition,
    )
