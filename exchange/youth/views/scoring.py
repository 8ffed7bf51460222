"""The score sheet of an assessor without an account: opened by a signed link, numbers alone."""

from flask import Blueprint, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from exchange.accounts.guessing import through_link
from exchange.core import clock
from exchange.core.errors import NotFoundError
from exchange.core.links import LinkPurpose, find_signed
from exchange.core.messages import message
from exchange.web.access import public
from exchange.web.forms import refused
from exchange.web.headers import keep_private
from exchange.web.pages import flash, render, settings
from exchange.web.transactions import session
from exchange.youth.forms.screening import SheetForm, point_name, sheet_form
from exchange.youth.models import Assessor
from exchange.youth.queries.screening import (
    assessor_of_link,
    criteria_of,
    edition_of_assessor,
    numbered_of,
    scores_by,
)
from exchange.youth.services.assessors import acting
from exchange.youth.services.screening import assessor_of, keep_sheet

blueprint = Blueprint("scoring", __name__, url_prefix="/scoring")
blueprint.after_request(keep_private)


@blueprint.before_request
def prepare() -> None:
    """On a closed network there are no links."""
    if not settings().public:
        raise NotFoundError(message("core.error.link"))


@blueprint.get("/<token>")
@public
def show(token: str) -> Response:
    """Show the assessor's own sheet: numbers and criteria, no name, no school, no other's score."""
    assessor = _found(token)
    return _page(token, assessor, _sheet(assessor))


@blueprint.post("/<token>")
@public
def save(token: str) -> Response:
    """Keep the assessor's sheet."""
    assessor = _found(token)
    form, key = _sheet(assessor), assessor.edition_id
    counted: list[int] = []

    def keep() -> None:
        who = acting(assessor)
        counted.append(keep_sheet(session(), actor=who, edition_id=key, sheet=form.sheet))

    status = refused(form, keep)
    if status:
        return _page(token, assessor, form, status=status)
    flash(message("youth.screening.flash.scored", count=counted[0]))
    return redirect(url_for("scoring.show", token=token))


def _found(token: str) -> Assessor:
    """Return whom a link was made for; one that never was a link counts as guessing."""
    return through_link(lambda held: _linked(held, token))


def _linked(held: Session, token: str) -> Assessor:
    link = find_signed(held, LinkPurpose.ASSESSOR, token, secret=settings().secret_key or "")
    return assessor_of_link(held, link, clock.today())


def _sheet(assessor: Assessor) -> SheetForm:
    """Make the sheet of those who wait, filled in with what this assessor gave."""
    rows = numbered_of(session(), assessor.edition_id)
    criteria = {each.id: each for each in criteria_of(session(), assessor.edition_id)}
    numbers = {row.id: row.blind_number or 0 for row in rows}
    own = scores_by(session(), assessor.edition_id, assessor_of(acting(assessor)))
    given = {
        point_name(numbers[each.registration_id], criteria[each.criterion_id]): each.points
        for each in own
        if each.registration_id in numbers
    }
    return sheet_form(list(numbers.values()), list(criteria.values()), given)


def _page(token: str, assessor: Assessor, form: SheetForm, *, status: int = 200) -> Response:
    rows = numbered_of(session(), assessor.edition_id) if assessor.sees_grade else ()
    return render(
        "scoring/show.html",
        status=status,
        assessor=assessor,
        edition=edition_of_assessor(session(), assessor),
        token=token,
        form=form,
        grades={row.blind_number: row.grade for row in rows},
    )
