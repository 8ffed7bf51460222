"""The blueprint, and the page every form of a partner is shown on."""

from typing import Final
from uuid import UUID

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from exchange.core.messages import Message
from exchange.core.offers import Subject
from exchange.partners.models import Partner
from exchange.web.forms import BaseForm
from exchange.web.pages import flash, render

blueprint = Blueprint("partners", __name__, url_prefix="/partners")

#: The list itself, for rooms that show something beneath it.
LIST: Final = Subject("partners", UUID(int=0))


def form_page(
    partner: Partner,
    form: BaseForm,
    title: Message,
    *,
    status: int = 200,
    lead: Message | None = None,
    submit: Message | None = None,
) -> Response:
    """Show a form about a partner, its fields in their order; `submit` names a dangerous act."""
    return render(
        "partners/form.html",
        status=status,
        partner=partner,
        form=form,
        title=title,
        lead=lead,
        submit=submit,
    )


def back_to(slug: str, sentence: Message, anchor: str = "") -> Response:
    """Return to the partner's page and say there what happened."""
    flash(sentence)
    return redirect(url_for("partners.show", slug=slug, _anchor=anchor or None))
