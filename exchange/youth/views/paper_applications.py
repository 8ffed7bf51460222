"""The division enters an application that a guardian handed in on paper."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.core.errors import NotFoundError
from exchange.core.messages import message
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.forms.applying import PaperApplicationForm
from exchange.youth.queries.programmes import edition_for
from exchange.youth.queries.schools import active_schools
from exchange.youth.rules.applying import by_guardian
from exchange.youth.services.paper_applications import enter_paper_application
from exchange.youth.views.room import blueprint


@blueprint.get("/editions/<uuid:key>/paper-applications/new")
@requires("registrations:decide")
def new_paper_application(key: UUID) -> Response:
    """Show the guardians' form to be filled in from paper."""
    return _page(key, PaperApplicationForm())


@blueprint.post("/editions/<uuid:key>/paper-applications/new")
@requires("registrations:decide")
def add_paper_application(key: UUID) -> Response:
    """Register the child; sent twice it is one."""
    form = PaperApplicationForm().offer(active_schools(session()))
    status = refused(
        form,
        lambda: enter_paper_application(
            session(), actor=signed_in(), edition_id=key, paper=form.paper, key=form.row_key
        ),
    )
    if status:
        return _page(key, form, status=status)
    flash(message("youth.paper.flash.entered"))
    return redirect(url_for("youth.new_paper_application", key=key))


def _page(key: UUID, form: PaperApplicationForm, *, status: int = 200) -> Response:
    edition = edition_for(session(), signed_in(), key)
    if not by_guardian(edition.registering):
        raise NotFoundError
    form.offer(active_schools(session()))
    return render("youth/paper_application.html", status=status, edition=edition, form=form)
