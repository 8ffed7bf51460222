"""Pages of promises: the list, a promise, its form, and how it is settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeVar
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.accounts.queries import users_who_may
from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core import clock
from exchange.core.errors import BadRequestError
from exchange.core.messages import message
from exchange.delegations.models import Visit
from exchange.delegations.queries import partner_choices, visit_by_id, visits_of_partner
from exchange.partners.models import Partner
from exchange.promises.enums import PromiseSide, PromiseState
from exchange.promises.forms import PromiseChoices, PromiseForm, SettleForm, promise_form
from exchange.promises.models import Promise
from exchange.promises.queries import PromiseFilter, people_of, promise_by_id, promises_page
from exchange.promises.rules import is_overdue
from exchange.promises.services import correct_promise, record_promise, settle_promise
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session

blueprint = Blueprint("promises", __name__, url_prefix="/promises")

Choice = TypeVar("Choice")
_SIDES: Final = {"": None, **{each.value: each for each in PromiseSide}}
_ANY: Final = "all"
#: Open ones where the address asks for nothing else; `overdue` is an open one past its day.
_STATES: Final = {
    "": PromiseState.OPEN,
    _ANY: None,
    "overdue": PromiseState.OPEN,
    **{each.value: each for each in PromiseState},
}
_VISITS: Final = 50


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a promise's form is opened for: partners, a visit, the promise itself."""

    partners: Sequence[Partner]
    visit: Visit | None = None
    promise: Promise | None = None


@blueprint.get("/")
@requires("promises:read")
@shows(Purpose.RESULTS)
def index() -> Response:
    """List promises, the open ones unless the address asks for others."""
    partners = partner_choices(session())
    asked = {name: request.args.get(name, "") for name in ("partner", "side", "state")}
    if asked["partner"] not in {"", *(partner.slug for partner in partners)}:
        raise BadRequestError(message("promises.error.filter"))
    today = clock.today()
    wanted = PromiseFilter(
        partner=asked["partner"],
        side=_one(_SIDES, asked["side"]),
        state=_one(_STATES, asked["state"]),
        before=today if asked["state"] == "overdue" else None,
    )
    return render(
        "promises/index.html",
        page=promises_page(session(), wanted, cursor=request.args.get("cursor")),
        asked=asked,
        partners=partners,
        sides=list(PromiseSide),
        states=list(PromiseState),
        is_overdue=partial(is_overdue, today=today),
    )


@blueprint.get("/new")
@requires("promises:edit")
def new() -> Response:
    """Show the form of a promise, for the visit or partner of the address; ask without one."""
    occasion = _asked()
    if occasion is None:
        return render("promises/choose.html", partners=partner_choices(session()))
    known = {
        "partner": occasion.partners[0].slug,
        "visit_id": str(occasion.visit.id) if occasion.visit else "",
        "owner_id": str(signed_in().user_id),
    }
    return _form_page(occasion, PromiseForm(data=known))


@blueprint.post("/new")
@requires("promises:edit")
def create() -> Response:
    """Write down what was promised."""
    occasion = _asked()
    if occasion is None:
        raise BadRequestError(message("promises.error.filter"))
    form = PromiseForm().offer(_choices(occasion))
    status = refused(
        form,
        lambda: record_promise(
            session(),
            actor=signed_in(),
            partner=form.partner.data,
            plan=form.plan(),
            key=form.row_key,
        ),
    )
    if status:
        return _form_page(occasion, form, status)
    flash(message("promises.flash.recorded"))
    return redirect(url_for("promises.show", key=form.row_key))


@blueprint.get("/<uuid:key>/")
@requires("promises:read")
@shows(Purpose.RESULTS, "promise")
def show(key: UUID) -> Response:
    """Show a promise and how it may be settled."""
    version = promise_by_id(session(), key).version
    return _show_page(key, SettleForm(data={"version": version, "state": PromiseState.DONE.value}))


@blueprint.get("/<uuid:key>/edit")
@requires("promises:edit")
@shows(Purpose.RESULTS, "promise")
def edit(key: UUID) -> Response:
    """Show the form of a promise."""
    promise = promise_by_id(session(), key)
    return _form_page(_of(promise), promise_form(promise))


@blueprint.post("/<uuid:key>/edit")
@requires("promises:edit")
def revise(key: UUID) -> Response:
    """Put a promise right."""
    form = PromiseForm().offer(_choices(_of(promise_by_id(session(), key))))
    status = refused(
        form,
        lambda: correct_promise(
            session(), actor=signed_in(), key=key, version=form.row_version, plan=form.plan()
        ),
    )
    if status:
        return _form_page(_of(promise_by_id(session(), key)), form, status)
    flash(message("promises.flash.corrected"))
    return redirect(url_for("promises.show", key=key))


@blueprint.post("/<uuid:key>/settle")
@requires("promises:edit")
def settle(key: UUID) -> Response:
    """Say that a promise is kept, or drop it with the reason."""
    form = SettleForm()
    status = refused(
        form,
        lambda: settle_promise(
            session(),
            actor=signed_in(),
            key=key,
            version=form.row_version,
            target=PromiseState(form.state.data),
            reason=form.reason.data or "",
        ),
    )
    if status:
        return _show_page(key, form, status)
    flash(message("promises.flash.settled"))
    return redirect(url_for("promises.show", key=key))


@blueprint.post("/<uuid:key>/reopen")
@requires("promises:edit")
def reopen(key: UUID) -> Response:
    """Open a settled promise again."""
    version = ActionForm.checked().row_version
    settle_promise(session(), actor=signed_in(), key=key, version=version, target=PromiseState.OPEN)
    flash(message("promises.flash.reopened"))
    return redirect(url_for("promises.show", key=key))


def _one(table: dict[str, Choice], text: str) -> Choice:
    if text not in table:
        raise BadRequestError(message("promises.error.filter"))
    return table[text]


def _asked() -> Occasion | None:
    """Read what the address of a new promise names; None for neither a visit nor a partner."""
    if text := request.args.get("visit", ""):
        try:
            visit = visit_by_id(session(), UUID(text))
        except ValueError as error:
            raise BadRequestError(message("promises.error.filter")) from error
        return Occasion(visit.partners, visit)
    slug = request.args.get("partner", "")
    partners = [each for each in partner_choices(session()) if each.slug == slug]
    return Occasion(partners) if partners else None


def _of(promise: Promise) -> Occasion:
    return Occasion([promise.partner], promise.visit, promise)


def _choices(occasion: Occasion) -> PromiseChoices:
    """Offer the partner's visits and people; who has left stays where they are named already."""
    partner, visit, promise = occasion.partners[0], occasion.visit, occasion.promise
    visits = list(visits_of_partner(session(), partner.id, published_only=False, limit=_VISITS))
    if visit and visit.id not in {each.id for each in visits}:
        visits.insert(0, visit)
    people = list(people_of(session(), partner.id, visit.id if visit else None))
    users = list(users_who_may(session(), "promises:read"))
    if promise and promise.person and promise.person not in people:
        people.append(promise.person)
    if promise and promise.owner and promise.owner not in users:
        users.append(promise.owner)
    return PromiseChoices(partners=occasion.partners, visits=visits, users=users, people=people)


def _show_page(key: UUID, form: SettleForm, status: int = 200) -> Response:
    return render(
        "promises/show.html",
        status=status,
        promise=promise_by_id(session(), key),
        form=form,
        is_overdue=partial(is_overdue, today=clock.today()),
    )


def _form_page(occasion: Occasion, form: PromiseForm, status: int = 200) -> Response:
    form.offer(_choices(occasion))
    return render("promises/form.html", status=status, form=form, occasion=occasion)
