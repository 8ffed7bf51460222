"""What an edition serves of the strategy; the edition's page leads here."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.core.messages import message
from exchange.strategy.serving import strategy_choices
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.forms.serving import ServingForm
from exchange.youth.models import Edition
from exchange.youth.queries.programmes import edition_for
from exchange.youth.services.serving import serve_strategy, served
from exchange.youth.views.room import blueprint


@blueprint.get("/editions/<uuid:key>/strategy")
@requires("editions:edit")
def serving(key: UUID) -> Response:
    """Show what an edition serves, and what it might."""
    edition = _edition(key)
    data = {**served(edition), "version": edition.version}
    return _form_page(edition, ServingForm(formdata=None, data=data))


@blueprint.post("/editions/<uuid:key>/strategy")
@requires("editions:edit")
def keep_serving(key: UUID) -> Response:
    """Say what an edition serves."""
    form = ServingForm().offer(strategy_choices(session(), _edition(key)))

    def save() -> None:
        serve_strategy(
            session(),
            actor=signed_in(),
            edition_id=key,
            version=form.row_version,
            measures=form.measures.data,
            projects=form.projects.data,
        )

    if status := refused(form, save):
        return _form_page(_edition(key), form, status=status)
    flash(message("youth.flash.edition_changed"))
    return redirect(url_for("youth.edition", key=key))


def _edition(key: UUID) -> Edition:
    return edition_for(session(), signed_in(), key)


def _form_page(edition: Edition, form: ServingForm, *, status: int = 200) -> Response:
    form.offer(strategy_choices(session(), edition))
    return render("youth/serving.html", status=status, edition=edition, form=form)
