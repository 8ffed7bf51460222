"""A screening: the assessor's sheet by number, and the division's standing and decision."""

from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.database import cut
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.links import signed_token
from exchange.core.messages import message
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, BaseForm, refused
from exchange.web.headers import keep_private
from exchange.web.pages import flash, render, settings
from exchange.web.transactions import session
from exchange.youth.enums import Selection
from exchange.youth.forms.screening import AssessorForm, CriteriaForm, OrderForm, ScoresForm
from exchange.youth.models import Assessor
from exchange.youth.queries.programmes import edition_for
from exchange.youth.queries.screening import (
    assessors_of,
    criteria_of,
    numbered_of,
    scores_by,
    totals_of,
)
from exchange.youth.rules.editions import is_over
from exchange.youth.rules.screening import standings
from exchange.youth.services.assessors import end_assessor, invite_assessor
from exchange.youth.services.screening import (
    assessor_of,
    begin_screening,
    decide_by_scores,
    give_scores,
)
from exchange.youth.views.room import blueprint


@blueprint.get("/editions/<uuid:key>/screening/")
@requires("registrations:decide")
def screening(key: UUID) -> Response:
    """Show numbers, the reader's own sheet and the standing; no name, no school."""
    return _page(key)


@blueprint.post("/editions/<uuid:key>/screening/criteria")
@requires("registrations:decide")
def begin(key: UUID) -> Response:
    """Say what is scored and give numbers."""
    form = CriteriaForm()
    if not form.validate():
        return _page(key, criteria=form, status=422)
    try:
        begin_screening(session(), actor=signed_in(), edition_id=key, criteria=form.criteria.data)
    except DomainError as error:
        form.show(error)
        return _page(key, criteria=form, status=error.status)
    flash(message("youth.screening.flash.begun"))
    return redirect(url_for("youth.screening", key=key))


@blueprint.post("/editions/<uuid:key>/screening/scores")
@requires("registrations:decide")
def score(key: UUID) -> Response:
    """Keep the reader's sheet."""
    form = ScoresForm()
    if not form.validate():
        return _page(key, scores=form, status=422)
    try:
        count = give_scores(session(), actor=signed_in(), edition_id=key, scores=form.scores.data)
    except DomainError as error:
        form.show(error)
        return _page(key, scores=form, status=error.status)
    flash(message("youth.screening.flash.scored", count=count))
    return redirect(url_for("youth.screening", key=key))


@blueprint.post("/editions/<uuid:key>/screening/decide")
@requires("registrations:decide")
def decide_screening(key: UUID) -> Response:
    """Select the best, let the others wait in order."""
    form = OrderForm()
    if not form.validate():
        return _page(key, order=form, status=422)
    try:
        count = decide_by_scores(session(), actor=signed_in(), edition_id=key, order=form.numbers)
    except DomainError as error:
        form.show(error)
        return _page(key, order=form, status=error.status)
    flash(message("youth.screening.flash.decided", count=count))
    return redirect(url_for("youth.edition", key=key))


@blueprint.post("/editions/<uuid:key>/screening/assessors")
@requires("registrations:decide")
def invite_assessor_now(key: UUID) -> Response:
    """Make the link of an assessor and show it, this once."""
    form, who = AssessorForm(), signed_in()
    made: list[Assessor] = []

    def save() -> None:
        made.append(invite_assessor(session(), actor=who, edition_id=key, entry=form.entry))

    status = refused(form, save)
    if status:
        return _page(key, assessor=form, status=status)
    response = render(
        "youth/assessor_issued.html",
        edition=edition_for(session(), who, key),
        assessor=made[0],
        address=settings().base_url
        + url_for("scoring.show", token=signed_token(made[0].link, settings().secret_key or "")),
    )
    return keep_private(response)


@blueprint.post("/editions/<uuid:key>/screening/assessors/<uuid:assessor_id>/end")
@requires("registrations:decide")
def end_assessor_now(key: UUID, assessor_id: UUID) -> Response:
    """End the link of an assessor."""
    ActionForm.checked()
    end_assessor(session(), actor=signed_in(), edition_id=key, key=assessor_id)
    flash(message("youth.scoring.flash.ended"))
    return redirect(url_for("youth.screening", key=key))


def _page(key: UUID, *, status: int = 200, **forms: BaseForm) -> Response:
    who = signed_in()
    edition = edition_for(session(), who, key)
    if edition.selection is not Selection.SCREENING:
        raise NotFoundError
    found = standings(totals_of(session(), edition.id))
    return render(
        "youth/screening.html",
        status=status,
        edition=edition,
        criteria=criteria_of(session(), edition.id),
        page=cut(
            found,
            lambda each: (f"{each.place:06}", f"{each.number:09}"),
            cursor=request.args.get("cursor"),
        ),
        ties=any(each.tied for each in found),
        over=is_over(edition, clock.now()),
        assessors=assessors_of(session(), edition.id),
        links=settings().public,
        today=clock.today(),
        forms={
            "criteria": CriteriaForm(),
            "scores": ScoresForm(data={"scores": _sheet(edition.id, assessor_of(who))}),
            "order": OrderForm(),
            "assessor": AssessorForm(),
            **forms,
        },
    )


def _sheet(edition_id: UUID, assessor: str) -> str:
    """Write the assessor's own scores as they are typed; a number without any stands alone."""
    given: dict[UUID, list[str]] = {}
    for each in scores_by(session(), edition_id, assessor):
        given.setdefault(each.registration_id, []).append(str(each.points))
    rows = numbered_of(session(), edition_id)
    return "\n".join(" ".join([str(row.blind_number), *given.get(row.id, [])]) for row in rows)
