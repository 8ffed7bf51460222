"""At the school desk: taking over what a guardian registered of a pupil."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core.errors import NotFoundError
from exchange.core.messages import message
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.forms.declaring import DeclaringForm
from exchange.youth.queries.registrations import registration_for
from exchange.youth.rules.applying import can_confirm
from exchange.youth.services.confirming import confirm_guardians_registration
from exchange.youth.views.desk import blueprint


@blueprint.get("/registrations/<uuid:key>/take-over")
@requires("desk:register")
@shows(Purpose.APPLICATIONS, "registration")
def take_over(key: UUID) -> Response:
    """Ask for the confirmation of the head of the school."""
    row = registration_for(session(), signed_in(), key)
    if not can_confirm(row.edition, row):
        raise NotFoundError
    return _page(key, DeclaringForm(data={"version": row.version}))


@blueprint.post("/registrations/<uuid:key>/take-over")
@requires("desk:register")
def take_over_now(key: UUID) -> Response:
    """Take the registration over, confirmed."""
    form = DeclaringForm()
    status = refused(
        form,
        lambda: confirm_guardians_registration(
            session(),
            actor=signed_in(),
            registration_id=key,
            declared=form.declared,
            version=form.row_version,
        ),
    )
    if status:
        return _page(key, form, status=status)
    flash(message("youth.apply.flash.taken_over"))
    return redirect(url_for("desk.registration", key=key))


def _page(key: UUID, form: DeclaringForm, *, status: int = 200) -> Response:
    row = registration_for(session(), signed_in(), key)
    return render("desk/take_over.html", status=status, registration=row, form=form)
