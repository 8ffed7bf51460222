"""The school desk: what is open, the school's own pupils, registering and taking out."""

from http.client import OK
from typing import Final
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.accounts.queries import users_of_school
from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core import clock
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.messages import message
from exchange.core.text import clean_line
from exchange.web.access import requires, signed_in
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.enums import EditionPhase, RegistrationState
from exchange.youth.forms.registrations import PupilForm, entry_values, pupil_values
from exchange.youth.models import Edition
from exchange.youth.queries.changes import states_of_pupil
from exchange.youth.queries.desk import Narrowed, school_registrations, school_states
from exchange.youth.queries.known import known_by_id, waiting_drafts
from exchange.youth.queries.messages import unread_of
from exchange.youth.queries.missing import missing_for
from exchange.youth.queries.overview import EditionRow, edition_rows
from exchange.youth.queries.programmes import announced_edition, open_editions
from exchange.youth.queries.registrations import (
    registration_for,
    running_registrations,
)
from exchange.youth.queries.rosters import places_of
from exchange.youth.queries.schools import school_by_id
from exchange.youth.rules.applying import by_school, ensure_desk_open
from exchange.youth.rules.changes import needs_yes
from exchange.youth.rules.desk import lacking
from exchange.youth.services import correct_registration, register_pupil
from exchange.youth.services.known import entry_of
from exchange.youth.views.editions import chosen_state
from exchange.youth.views.leaving import RegistrationPage

blueprint = Blueprint("desk", __name__, url_prefix="/school")
#: As much of a name as is looked for.
_LONGEST: Final = 100
_PAGE: Final = RegistrationPage("desk.registration", "desk/registration.html", "desk.take_out")


@blueprint.get("/")
@requires("desk:read")
@shows(Purpose.APPLICATIONS)
def index() -> Response:
    """Show open editions with the days and seats left, and the school's own pupils."""
    school_id = own_school_id()
    state = chosen_state(request.args.get("state"))
    narrowed = Narrowed(
        clean_line(request.args.get("q", ""))[:_LONGEST], request.args.get("edition", type=UUID)
    )
    editions = open_editions(session(), clock.now())
    running = running_registrations(session(), school_id)
    missing = missing_for(session(), running, clock.today())
    return render(
        "desk/index.html",
        drafts=waiting_drafts(session(), school_id),
        unread=unread_of(session(), school_id, from_school=False),
        lacking=lacking(running, missing),
        missing=missing,
        accounts=users_of_school(session(), school_id),
        school=school_by_id(session(), school_id),
        rows=edition_rows(session(), editions, clock.now(), school_id=school_id),
        registering=(EditionPhase.OPEN, EditionPhase.FULL),
        page=school_registrations(
            session(),
            school_id,
            state=state,
            narrowed=narrowed,
            cursor=request.args.get("cursor"),
        ),
        states=school_states(session(), school_id, narrowed),
        narrowed=narrowed,
        more={"q": narrowed.text or None, "edition": narrowed.edition_id},
        state=state,
    )


@blueprint.get("/editions/<uuid:key>/register")
@requires("desk:register")
def register(key: UUID) -> Response:
    """Show the form to register a pupil, or say at once that the window is not open."""
    row = edition_row(key)
    form = _opened_form(row.edition)
    try:
        ensure_desk_open(row.edition, clock.now())
        return _register_page(row, form)
    except DomainError as error:
        return render("desk/not_open.html", row=row, sentence=error.sentence)


@blueprint.post("/editions/<uuid:key>/register")
@requires("desk:register")
def register_now(key: UUID) -> Response:
    """Register a pupil; sent twice it is one."""
    edition = announced_edition(session(), key)
    level = school_by_id(session(), own_school_id()).level
    form = PupilForm().measured_by(level, edition.fiscal_year)
    if not form.validate():
        return _register_page(edition_row(key), form, status=422)
    try:
        row = register_pupil(
            session(), actor=signed_in(), edition_id=key, entry=form.entry, key=form.row_key
        )
    except DomainError as error:
        form.show(error)
        return _register_page(edition_row(key), form, status=error.status)
    if row.waitlist_rank is None:
        flash(message("youth.flash.registered"))
    else:
        flash(message("youth.flash.registered_waiting", rank=row.waitlist_rank))
    return redirect(url_for("desk.registration", key=row.id))


@blueprint.get("/registrations/<uuid:key>/")
@requires("desk:read")
@shows(Purpose.APPLICATIONS, "registration")
def registration(key: UUID) -> Response:
    """Show one of the school's registrations."""
    return _PAGE.show(key)


@blueprint.get("/registrations/<uuid:key>/withdraw")
@requires("desk:register")
@shows(Purpose.APPLICATIONS, "registration")
def confirm_take_out(key: UUID) -> Response:
    """Ask before one of the school's pupils is taken out."""
    return _PAGE.ask(key)


@blueprint.post("/registrations/<uuid:key>/withdraw")
@requires("desk:register")
def take_out(key: UUID) -> Response:
    """Take one of the school's pupils out, with the reason."""
    return _PAGE.take_out(key)


@blueprint.post("/registrations/<uuid:key>/accept")
@requires("desk:register")
def accept(key: UUID) -> Response:
    """Accept the seat one of the school's pupils was offered."""
    return _PAGE.accept(key)


@blueprint.get("/registrations/<uuid:key>/correct")
@requires("desk:register")
@shows(Purpose.APPLICATIONS, "registration")
def correct(key: UUID) -> Response:
    """Show the form of a returned registration."""
    row = registration_for(session(), signed_in(), key)
    if row.state is not RegistrationState.RETURNED or not by_school(row.edition.registering):
        raise NotFoundError
    return _correct_page(key, PupilForm(data=pupil_values(row)))


@blueprint.post("/registrations/<uuid:key>/correct")
@requires("desk:register")
def correct_now(key: UUID) -> Response:
    """Submit a returned registration again."""
    row = registration_for(session(), signed_in(), key)
    form = PupilForm().measured_by(row.school.level, row.edition.fiscal_year)
    if not form.validate():
        return _correct_page(key, form, status=422)
    try:
        correct_registration(
            session(),
            actor=signed_in(),
            registration_id=key,
            entry=form.entry,
            version=form.row_version,
        )
    except DomainError as error:
        form.show(error)
        return _correct_page(key, form, status=error.status)
    flash(message("youth.flash.corrected"))
    return redirect(url_for("desk.registration", key=key))


def own_school_id() -> UUID:
    """Return the school of whoever is signed in; raises NotFoundError for anyone else."""
    school_id = signed_in().school_id
    if school_id is None:
        raise NotFoundError
    return school_id


def edition_row(key: UUID) -> EditionRow:
    """Return an announced edition with the seats of the school."""
    edition = announced_edition(session(), key)
    [row] = edition_rows(session(), [edition], clock.now(), school_id=own_school_id())
    return row


def _opened_form(edition: Edition) -> PupilForm:
    """Open the form, filled in with a pupil the school knows where the address names one."""
    pupil_id = request.args.get("pupil", type=UUID)
    if pupil_id is None:
        return PupilForm()
    school = school_by_id(session(), own_school_id())
    [known] = known_by_id(session(), school, edition, [pupil_id])
    return PupilForm(data=entry_values(entry_of(known)))


def _register_page(row: EditionRow, form: PupilForm, *, status: int = 200) -> Response:
    """Draw the form; it says before anything is sent who would have no seat."""
    places = places_of(session(), row.edition, own_school_id())
    try:
        told = places.told
    except DomainError as error:
        if status == OK:
            raise
        told = [error.sentence]
    waits = bool(told) and not places.seats.left_for_school
    return render("desk/register.html", status=status, form=form, row=row, told=told, waits=waits)


def _correct_page(key: UUID, form: PupilForm, *, status: int = 200) -> Response:
    row = registration_for(session(), signed_in(), key)
    asks = needs_yes(states_of_pupil(session(), row.pupil_id))
    return render("desk/correct.html", status=status, form=form, registration=row, asks=asks)
