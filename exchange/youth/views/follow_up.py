"""Health and passport: written by the guardian through the link, read by named roles only."""

from datetime import date
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.accounts.keeping import form_has_come
from exchange.audit.enums.purposes import Purpose
from exchange.audit.forms import TaskForm
from exchange.audit.reading import shows
from exchange.core.database import unseal
from exchange.core.errors import NotFoundError
from exchange.core.messages import message
from exchange.web.access import public, requires, signed_in
from exchange.web.forms import refused
from exchange.web.pages import flash, render
from exchange.web.transactions import aside_repeated, session
from exchange.youth.forms.followups import FollowUpForm
from exchange.youth.models import ConsentRequest, Passport, Registration
from exchange.youth.queries.consents import locked_request
from exchange.youth.queries.followups import (
    filled_of,
    health_of,
    locked_registration,
    needs_of,
    passport_of,
)
from exchange.youth.queries.registrations import registration_for
from exchange.youth.rules.followups import HEALTH_PARTS, PASSPORT_PARTS, Needs
from exchange.youth.services import fill_follow_up, health_on_file, note_reading
from exchange.youth.services.answering import GUARDIAN
from exchange.youth.views.consent_gate import blueprint as consent
from exchange.youth.views.consent_gate import opened
from exchange.youth.views.room import blueprint
from exchange.youth.views.secrets import keyring


@consent.get("/<token>/follow-up")
@public
def follow_up(token: str) -> Response:
    """Ask for health and passport after selection; what was written before is not shown."""
    asked = opened(token)
    return _asking_page(token, asked, _form(asked.registration))


@consent.post("/<token>/follow-up")
@public
def fill(token: str) -> Response:
    """Keep health and passport, sealed."""
    asked = opened(token)
    form = _form(asked.registration)
    row = locked_request(session(), asked.id).registration
    status = refused(
        form,
        lambda: fill_follow_up(
            session(), actor=GUARDIAN, registration=row, typed=form.typed(), ring=keyring()
        ),
    )
    if status:
        return _asking_page(token, asked, form, status=status)
    form_has_come(asked.link_id)
    _flash(row, form)
    return redirect(url_for("consent.show", token=token))


@blueprint.get("/registrations/<uuid:key>/follow-up")
@requires("health:read")
def read_follow_up(key: UUID) -> Response:
    """Show health and passport to named roles, once they say what for and that is written down."""
    who = signed_in()
    row = registration_for(session(), who, key)
    health, passport = health_of(session(), key), passport_of(session(), key)
    if not who.may("passports:read"):
        passport = None
    parts = tuple(
        name for name, found in (("health", health), ("passport", passport)) if found is not None
    )
    if parts:
        form = TaskForm(request.args)
        task = form.chosen()
        if task is None:
            return render("youth/follow_up_task.html", registration=row, form=form)
        aside_repeated(
            lambda s: note_reading(s, actor=who, registration_id=key, parts=parts, purpose=task)
        )
    ring = keyring()
    return render(
        "youth/follow_up.html",
        registration=row,
        health={name: unseal(health, name, ring=ring) for name in HEALTH_PARTS} if health else None,
        passport=_opened(passport) if passport else None,
    )


@blueprint.get("/registrations/<uuid:key>/follow-up/write")
@requires("health:read")
@shows(Purpose.CARE, "registration")
def write_follow_up(key: UUID) -> Response:
    """Show the form, for what came on paper."""
    row = registration_for(session(), signed_in(), key)
    return _writing_page(row, _form(row))


@blueprint.post("/registrations/<uuid:key>/follow-up/write")
@requires("health:read")
def save_follow_up(key: UUID) -> Response:
    """Keep health and passport from paper, sealed."""
    who = signed_in()
    row = locked_registration(session(), registration_for(session(), who, key))
    form = _form(row)
    status = refused(
        form,
        lambda: fill_follow_up(
            session(), actor=who, registration=row, typed=form.typed(), ring=keyring()
        ),
    )
    if status:
        return _writing_page(row, form, status=status)
    _flash(row, form)
    return redirect(url_for("youth.registration", key=key))


def _flash(registration: Registration, form: FollowUpForm) -> None:
    """Say what is kept, what is still missing, and what to do where the passport ends too early."""
    typed = form.typed()
    if typed.health and typed.passport:
        flash(message("youth.followup.flash.filled"))
    elif typed.health:
        flash(message("youth.followup.flash.health"))
    else:
        flash(message("youth.followup.flash.passport"))
    missing = needs_of(session(), registration).less(_filled(registration))
    if missing.health:
        flash(message("youth.followup.missing.health"), "warning")
    if missing.passport:
        flash(message("youth.followup.missing.passport"), "warning")
    passport = passport_of(session(), registration.id)
    if passport is not None and passport.covers_return is False:
        day = registration.edition.ends
        flash(message("youth.followup.flash.ends_before", day=day), "warning")


def _opened(passport: Passport) -> dict[str, str | date | None]:
    """Return what a passport says, its last day as a day."""
    ring = keyring()
    read = {name: unseal(passport, name, ring=ring) for name in PASSPORT_PARTS}
    expires = read["expires"]
    return {**read, "expires": date.fromisoformat(expires) if expires else None}


def _filled(registration: Registration) -> Needs:
    return filled_of(session(), [registration.id])[registration.id]


def _form(registration: Registration) -> FollowUpForm:
    needs = needs_of(session(), registration)
    if not needs:
        raise NotFoundError(message("youth.followup.error.not_asked"))
    on_file = health_on_file(session(), registration.id, ring=keyring())
    return FollowUpForm().ask(needs, registration, on_file)


def _asking_page(
    token: str, asked: ConsentRequest, form: FollowUpForm, *, status: int = 200
) -> Response:
    row = asked.registration
    page = {"form": form, "token": token, "registration": row, "filled": _filled(row)}
    return render("consent/follow_up.html", status=status, **page)


def _writing_page(row: Registration, form: FollowUpForm, *, status: int = 200) -> Response:
    page = {"form": form, "registration": row, "filled": _filled(row)}
    return render("youth/follow_up_form.html", status=status, **page)
