"""One edition: its page, its form, announcing and closing it."""

from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core import clock
from exchange.core.database import Page
from exchange.core.dates import FiscalYear
from exchange.core.errors import BadRequestError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.web import languages
from exchange.web.access import actor, public, requires, signed_in
from exchange.web.forms import ActionForm, refused
from exchange.web.offers import panels_for
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.enums import RegistrationState
from exchange.youth.forms.programmes import EditionForm, edition_values
from exchange.youth.forms.registrations import DecisionForm
from exchange.youth.ledger import is_closed
from exchange.youth.models import Edition, Registration
from exchange.youth.queries.achievements import public_achievements
from exchange.youth.queries.counting import counting_rule, early_returns
from exchange.youth.queries.eligibility import eligibility_of
from exchange.youth.queries.lotteries import lottery_of
from exchange.youth.queries.overview import edition_row, edition_rows, public_edition
from exchange.youth.queries.pairs import neighbours_of, newest_direction
from exchange.youth.queries.programmes import (
    announced_edition,
    edition_for,
    own_edition,
    programme_for,
)
from exchange.youth.queries.registrations import registrations_of_edition, states_of_edition
from exchange.youth.queries.reports import public_reports
from exchange.youth.rules.editions import is_over
from exchange.youth.rules.pairs import next_direction
from exchange.youth.rules.registrations import possible_targets
from exchange.youth.services import (
    announce,
    change_edition,
    close_edition,
    create_edition,
)
from exchange.youth.views.room import blueprint, ledger_key


@blueprint.get("/editions/<uuid:key>/")
@public
@shows(Purpose.APPLICATIONS, "edition", to="registrations:read")
def edition(key: UUID) -> Response:
    """Show an edition: dates and counts to anyone once announced, registrations to the division."""
    who = actor()
    own = own_edition(session(), who, key) if who and who.may("editions:read") else None
    if own is None:
        [row] = edition_rows(session(), [announced_edition(session(), key)], clock.now())
        languages.offer_easy()
        legacy = public_achievements(session(), key, clock.today())
        reports = public_reports(session(), key)
        public = public_edition(row)
        return render(
            "youth/public_edition.html",
            edition=public,
            legacy=legacy,
            reports=reports,
            lottery=lottery_of(session(), key),
        )
    return edition_page(own, DecisionForm())


def edition_page(row: Edition, form: DecisionForm, *, status: int = 200) -> Response:
    """Draw an edition's page for staff; personal rows only for who may read registrations."""
    state = chosen_state(request.args.get("state"))
    states = states_of_edition(session(), row)
    listed = {state: states.get(state, 0)} if state else states
    page = _registrations(row, state, sum(listed.values()))
    begun = row.starts <= clock.today()
    neighbours = neighbours_of(session(), row)
    return render(
        "youth/edition.html",
        status=status,
        row=edition_row(row, states, clock.now()),
        edition=row,
        form=form,
        state=state,
        states=states,
        page=page,
        journeys=neighbours.journeys,
        targets=possible_targets(listed, begun=begun),
        decidable=[each for each in RegistrationState if possible_targets([each], begun=begun)],
        pairs=neighbours.pairs,
        eligibility=eligibility_of(session(), row, page.rows if page else ()),
        panels=panels_for(Subject("edition", row.id)),
    )


def _registrations(
    row: Edition, state: RegistrationState | None, count: int
) -> Page[Registration] | None:
    """Return the page of registrations the address names, to who may read them."""
    if not signed_in().may("registrations:read"):
        return None
    return registrations_of_edition(
        session(), row, state=state, cursor=request.args.get("cursor"), count=count
    )


@blueprint.get("/programmes/<uuid:key>/editions/new")
@requires("editions:edit")
def new_edition(key: UUID) -> Response:
    """Show the form for an edition."""
    programme = programme_for(session(), signed_in(), key)
    direction = next_direction(programme.pattern, newest_direction(session(), programme.id))
    form = EditionForm(data={"direction": direction.value} if direction else None)
    return render("youth/edition_form.html", form=form, programme=programme, edition=None)


@blueprint.post("/programmes/<uuid:key>/editions/new")
@requires("editions:edit")
def add_edition(key: UUID) -> Response:
    """Create a draft edition."""
    who, form = signed_in(), EditionForm()
    programme = programme_for(session(), who, key)
    page = {"form": form, "programme": programme, "edition": None}
    status = refused(
        form,
        lambda: create_edition(
            session(), actor=who, programme_id=key, details=form.details, key=form.row_key
        ),
    )
    if status:
        return render("youth/edition_form.html", status=status, **page)
    flash(message("youth.flash.edition_created"))
    return redirect(url_for("youth.edition", key=form.row_key))


@blueprint.get("/editions/<uuid:key>/edit")
@requires("editions:edit")
def edit_edition(key: UUID) -> Response:
    """Show an edition's form."""
    row = edition_for(session(), signed_in(), key)
    return _edit_page(row, EditionForm(data=edition_values(row)))


@blueprint.post("/editions/<uuid:key>/edit")
@requires("editions:edit")
def save_edition(key: UUID) -> Response:
    """Change an edition."""
    who, form = signed_in(), EditionForm()
    status = refused(
        form,
        lambda: change_edition(
            session(), actor=who, edition_id=key, details=form.details, version=form.row_version
        ),
    )
    if status:
        return _edit_page(edition_for(session(), who, key), form, status=status)
    flash(message("youth.flash.edition_changed"))
    return redirect(url_for("youth.edition", key=key))


@blueprint.post("/editions/<uuid:key>/announce")
@requires("editions:edit")
def announce_edition(key: UUID) -> Response:
    """Announce a draft edition."""
    version = ActionForm.checked().row_version
    row = announce(session(), actor=signed_in(), edition_id=key, version=version)
    if is_over(row, clock.now()):
        flash(message("youth.flash.announced_late", moment=row.closes_at), "warning")
    else:
        flash(message("youth.flash.announced"))
    return redirect(url_for("youth.edition", key=key))


@blueprint.get("/editions/<uuid:key>/close")
@requires("editions:edit")
def confirm_closing(key: UUID) -> Response:
    """Name what closing does before it is done."""
    return _closing_page(key)


@blueprint.post("/editions/<uuid:key>/close")
@requires("editions:edit")
def close(key: UUID) -> Response:
    """Close an edition and write the ledger."""
    form = ActionForm()
    who = signed_in()
    status = refused(
        form,
        lambda: close_edition(
            session(),
            actor=who,
            edition_id=key,
            ledger_key=ledger_key(),
            version=form.row_version,
        ),
    )
    if status:
        return _closing_page(key, form, status=status)
    late = is_closed(session(), edition_for(session(), who, key).fiscal_year)
    flash(message("youth.flash.closed_late") if late else message("youth.flash.closed"))
    return redirect(url_for("youth.edition", key=key))


def chosen_state(text: str | None) -> RegistrationState | None:
    """Return the state a list is narrowed to; raises BadRequestError for an unknown one."""
    if not text:
        return None
    if text not in set(RegistrationState):
        raise BadRequestError(message("youth.error.unknown_state"))
    return RegistrationState(text)


def _edit_page(row: Edition, form: EditionForm, *, status: int = 200) -> Response:
    page = {"form": form, "programme": row.programme, "edition": row}
    return render("youth/edition_form.html", status=status, **page)


def _closing_page(key: UUID, form: ActionForm | None = None, *, status: int = 200) -> Response:
    row = edition_for(session(), signed_in(), key)
    states = states_of_edition(session(), row)
    return render(
        "youth/close.html",
        status=status,
        edition=row,
        form=form or ActionForm(data={"version": row.version}),
        states=states,
        completed=states.get(RegistrationState.COMPLETED, 0),
        early=early_returns(session(), row.id),
        rule=counting_rule(session(), row.fiscal_year),
        year=FiscalYear(row.fiscal_year),
        late=is_closed(session(), row.fiscal_year),
    )
