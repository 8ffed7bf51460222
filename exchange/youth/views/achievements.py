"""What came of an edition: who has reported, and achievements."""

from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core import clock
from exchange.core.messages import message
from exchange.web.access import requires, signed_in
from exchange.web.fields import opened
from exchange.web.forms import ActionForm, refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.enums import RegistrationState
from exchange.youth.forms.achievements import AchievementForm
from exchange.youth.models import Achievement
from exchange.youth.queries.achievements import achievement_for, achievements_of_edition
from exchange.youth.queries.programmes import edition_for
from exchange.youth.queries.registrations import registration_for, registrations_of_edition
from exchange.youth.queries.reports import reports_of
from exchange.youth.rules.achievements import in_force
from exchange.youth.services.achieving import (
    add_achievement,
    change_achievement,
    withdraw_achievement,
)
from exchange.youth.views.room import blueprint


@blueprint.get("/editions/<uuid:key>/achievements")
@requires("registrations:read")
@shows(Purpose.RESULTS, "edition")
def achievements(key: UUID) -> Response:
    """Show who has reported, and what came of the journey later."""
    edition = edition_for(session(), signed_in(), key)
    page = registrations_of_edition(
        session(),
        edition,
        state=RegistrationState.COMPLETED,
        cursor=request.args.get("cursor"),
    )
    found = achievements_of_edition(session(), key, cursor=request.args.get("record"))
    return render(
        "youth/achievements.html",
        edition=edition,
        page=page,
        reports=reports_of(session(), [row.id for row in page.rows]),
        achievements=found,
        standing={row.id for row in found.rows if in_force(row, clock.today())},
    )


@blueprint.get("/registrations/<uuid:key>/achievements/new")
@requires("registrations:decide")
@shows(Purpose.RESULTS, "registration")
def new_achievement(key: UUID) -> Response:
    """Show the form for an achievement."""
    return _form_page(key, AchievementForm())


@blueprint.post("/registrations/<uuid:key>/achievements/new")
@requires("registrations:decide")
def keep_achievement(key: UUID) -> Response:
    """Keep an achievement; sent twice it is one."""
    who, form = signed_in(), AchievementForm()
    status = refused(
        form,
        lambda: add_achievement(
            session(), actor=who, registration_id=key, details=form.details, key=form.row_key
        ),
    )
    if status:
        return _form_page(key, form, status=status)
    flash(message("youth.achievement.flash.added"))
    return _to_edition(key)


@blueprint.get("/achievements/<uuid:key>/edit")
@requires("registrations:decide")
@shows(Purpose.RESULTS, "achievement")
def edit_achievement(key: UUID) -> Response:
    """Show an achievement's form."""
    row = achievement_for(session(), signed_in(), key)
    return _form_page(row.registration_id, AchievementForm(data=opened(row)), row)


@blueprint.post("/achievements/<uuid:key>/edit")
@requires("registrations:decide")
def save_achievement(key: UUID) -> Response:
    """Change an achievement."""
    who, form = signed_in(), AchievementForm()
    row = achievement_for(session(), who, key)
    status = refused(
        form,
        lambda: change_achievement(
            session(),
            actor=who,
            achievement_id=key,
            details=form.details,
            version=form.row_version,
        ),
    )
    if status:
        return _form_page(row.registration_id, form, row, status=status)
    flash(message("youth.achievement.flash.changed"))
    return _to_edition(row.registration_id)


@blueprint.post("/achievements/<uuid:key>/withdraw")
@requires("registrations:decide")
def end_achievement(key: UUID) -> Response:
    """Take the consent to an achievement back."""
    form = ActionForm.checked()
    row = withdraw_achievement(
        session(), actor=signed_in(), achievement_id=key, version=form.row_version
    )
    flash(message("youth.achievement.flash.withdrawn"))
    return _to_edition(row.registration_id)


def _to_edition(registration_id: UUID) -> Response:
    row = registration_for(session(), signed_in(), registration_id)
    return redirect(url_for("youth.achievements", key=row.edition_id))


def _form_page(
    registration_id: UUID,
    form: AchievementForm,
    row: Achievement | None = None,
    *,
    status: int = 200,
) -> Response:
    registration = registration_for(session(), signed_in(), registration_id)
    return render(
        "youth/achievement_form.html",
        status=status,
        registration=registration,
        form=form,
        achievement=row,
    )
