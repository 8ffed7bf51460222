"""Pages of a copy of all that is kept about a pupil: asked for, waited for, taken once."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core import clock
from exchange.core.keys import Keyring
from exchange.core.languages import Language
from exchange.privacy.forms import CopyForm
from exchange.privacy.models import Disclosure
from exchange.privacy.queries import language_of_guardian, own_disclosure, own_disclosures
from exchange.privacy.rules import has_no_worker, state_on
from exchange.privacy.services.disclosing import order_copy, take_copy
from exchange.privacy.views.room import blueprint
from exchange.privacy.views.searching import pupils_sought
from exchange.web.access import requires, signed_in
from exchange.web.downloads import name_file
from exchange.web.forms import ActionForm, refused
from exchange.web.pages import render, settings
from exchange.web.transactions import session
from exchange.youth.queries.erasing import pupil_kept


@blueprint.get("/copies/")
@requires("pupils:disclose")
@shows(Purpose.ANSWER)
def copies() -> Response:
    """Look for a pupil by name, and list the copies one has ordered."""
    now = clock.machine_now()
    return render(
        "privacy/copies.html",
        **pupils_sought(Purpose.ANSWER),
        copies=[
            (row, pupil, state_on(row.state, row.kept_until, now))
            for row, pupil in own_disclosures(session(), signed_in())
        ],
    )


@blueprint.get("/copies/pupils/<uuid:key>/")
@requires("pupils:disclose")
@shows(Purpose.ANSWER, "pupil")
def new_copy(key: UUID) -> Response:
    """Ask who wants the copy, how that was made sure, and what for."""
    return _form(key, CopyForm(data={"language": language_of_guardian(session(), key)}))


@blueprint.post("/copies/pupils/<uuid:key>/")
@requires("pupils:disclose")
def order_copy_now(key: UUID) -> Response:
    """Order the copy, and lead to where it is taken."""
    form, made = CopyForm(), list[Disclosure]()

    def order() -> None:
        made.append(
            order_copy(
                session(),
                actor=signed_in(),
                pupil_id=key,
                request=form.said(),
                language=Language(form.language.data),
            )
        )

    status = refused(form, order)
    if status:
        return _form(key, form, status=status)
    return redirect(url_for("privacy.copy", key=made[0].id))


@blueprint.get("/copies/<uuid:key>/")
@requires("pupils:disclose")
@shows(Purpose.ANSWER, "disclosure")
def copy(key: UUID) -> Response:
    """Show how far a copy is; one that waits, or is being taken, asks again by itself."""
    return _page(key, ActionForm())


def _page(key: UUID, form: ActionForm, *, status: int = 200) -> Response:
    row = own_disclosure(session(), signed_in(), key)
    now = clock.machine_now()
    state = state_on(row.state, row.kept_until, now)
    return render(
        "privacy/copy.html",
        status=status,
        row=row,
        pupil=pupil_kept(session(), row.pupil_id),
        state=state,
        no_worker=has_no_worker(state, row.ordered_at, now),
        form=form,
    )


@blueprint.post("/copies/<uuid:key>/take")
@requires("pupils:disclose")
def take(key: UUID) -> Response:
    """Give the copy, this once; whoever asks for it again sees how far it is."""
    form, taken = ActionForm.checked(), list[bytes]()
    ring = Keyring.parse(settings().present_data_key())

    def give() -> None:
        taken.append(take_copy(session(), actor=signed_in(), key=key, ring=ring))

    if status := refused(form, give):
        return _page(key, form, status=status)
    answer = Response(taken[0], content_type="application/zip")
    answer.headers["Cache-Control"] = "no-store"
    name_file(answer, "attachment", "copy.zip", f"copy-{clock.today():%Y-%m-%d}.zip")
    return answer


def _form(key: UUID, form: CopyForm, *, status: int = 200) -> Response:
    pupil = pupil_kept(session(), key)
    return render("privacy/copy_form.html", status=status, pupil=pupil, form=form)
