"""The page of one agreement, and the page every form of an agreement is shown on."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.agreements.enums import AgreementFactKind, AgreementKind
from exchange.agreements.lineage import LineageStep, lineage, stations
from exchange.agreements.models import Agreement
from exchange.agreements.queries import (
    adoptions_of,
    agreement_by_slug,
    agreements_of,
    bases_of,
)
from exchange.agreements.rules import term_end, weigh
from exchange.core import clock
from exchange.core.languages import OWN_NAMES
from exchange.core.messages import Message
from exchange.core.offers import Subject
from exchange.web.forms import BaseForm
from exchange.web.offers import panels_for
from exchange.web.pages import flash, render
from exchange.web.transactions import session


class Group(NamedTuple):
    """Fields of a form under one legend, None for the first ones."""

    legend: Message | None
    names: Sequence[str]
    #: Whether they are wanted only while the form's choice above them is "new".
    only_new: bool = False


Groups = Sequence[Group]


def agreement_page(slug: str) -> Response:
    """Render an agreement: what is stated, its place in the line, claims, parties, evidence."""
    agreement = agreement_by_slug(session(), slug)
    steps = lineage(agreements_of(session(), agreement.partner_id), today=clock.today())
    bases = bases_of(session(), [agreement.id], public_only=False)
    return render(
        "agreements/show.html",
        agreement=agreement,
        step=_own(steps, agreement),
        stations=stations(steps),
        claims=weigh(agreement),
        adoptions=adoptions_of(session(), agreement.id),
        basis=bases[0] if bases else None,
        own_names=[OWN_NAMES.get(tag, tag) for tag in agreement.text_languages],
        countable=agreement.kind is not AgreementKind.LETTER_OF_INTENT,
        expires=term_end(agreement),
        facts={fact.kind: fact for fact in agreement.facts},
        kinds=list(AgreementFactKind),
        panels=panels_for(Subject("agreement", agreement.id)),
    )


def _own(steps: Sequence[LineageStep], agreement: Agreement) -> LineageStep:
    return next(step for step in steps if step.agreement.id == agreement.id)


def form_page(
    agreement: Agreement, form: BaseForm, title: Message, *, groups: Groups, status: int = 200
) -> Response:
    """Show a form about an agreement."""
    return render(
        "agreements/form.html",
        status=status,
        agreement=agreement,
        form=form,
        title=title,
        groups=groups,
    )


def back_to(slug: str, said: Message) -> Response:
    """Lead back to an agreement with a sentence."""
    flash(said)
    return redirect(url_for("agreements.show", slug=slug))
