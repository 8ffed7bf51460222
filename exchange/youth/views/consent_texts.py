"""The consent texts in their versions; a new one is adopted, none is changed."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.core.messages import message
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.enums import ConsentPurpose
from exchange.youth.forms.consent_texts import LANGUAGES, PARTS, ConsentTextForm, text_values
from exchange.youth.queries.consents import all_texts, current_text
from exchange.youth.services import adopt_text
from exchange.youth.views.room import blueprint


@blueprint.get("/consent-texts/")
@requires("editions:edit")
def consent_texts() -> Response:
    """Show every version, the one asked now first."""
    texts = all_texts(session())
    return render("youth/consent_texts.html", texts=texts, purposes=tuple(ConsentPurpose))


@blueprint.get("/consent-texts/new")
@requires("consent_texts:edit")
def new_consent_text() -> Response:
    """Show the form of the next version, which begins with the present texts."""
    form = ConsentTextForm(data=text_values(current_text(session())))
    return render("youth/consent_text_form.html", form=form, parts=PARTS, languages_of=LANGUAGES)


@blueprint.post("/consent-texts/new")
@requires("consent_texts:edit")
def adopt_consent_text() -> Response:
    """Adopt the next version: guardians are asked by it from now on."""
    form = ConsentTextForm()
    status = refused(
        form,
        lambda: adopt_text(session(), actor=signed_in(), words=form.words, key=form.row_key),
    )
    if status:
        page = {"form": form, "parts": PARTS, "languages_of": LANGUAGES}
        return render("youth/consent_text_form.html", status=status, **page)
    flash(message("youth.consent.flash.adopted"))
    return redirect(url_for("youth.consent_texts"))
