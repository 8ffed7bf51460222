"""Before the guardian's page stands the child's birth date; what came too late waits behind it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from flask import Blueprint, redirect, request, url_for
from flask import session as cookie
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from exchange.accounts.guessing import through_link, tried_link
from exchange.accounts.keeping import form_behind, is_typed, keep_form_behind
from exchange.accounts.services import Typed
from exchange.core import clock
from exchange.core.errors import DomainError, ForbiddenError, NotFoundError
from exchange.core.links import LinkPurpose, find_signed
from exchange.core.messages import message
from exchange.web import languages
from exchange.web.access import public
from exchange.web.forms import RETURNED
from exchange.web.headers import keep_private
from exchange.web.pages import flash, render, settings
from exchange.web.transactions import SAFE_METHODS, aside_repeated, database, session
from exchange.youth.enums import ConsentPurpose
from exchange.youth.forms.consents import BirthDateForm
from exchange.youth.models import ConsentRequest
from exchange.youth.queries.consents import request_of_link
from exchange.youth.rules.consents import TRIES
from exchange.youth.services.answering import try_birth_date

blueprint = Blueprint("consent", __name__, url_prefix="/consent")
blueprint.after_request(keep_private)

#: Of the signed cookie: which links were opened, of which generation, and when.
_OPENED: Final = "consent"
#: Seconds for which a page stays open without the birth date being typed again.
_STAYS_OPEN: Final = 30 * 60
#: How many links one browser holds open, for a family's children.
_MOST_OPEN: Final = 8
#: What stands before the birth date.
_BEFORE: Final = frozenset({"consent.show", "consent.open_page"})
#: The pages behind it that one is led back to, after the link's own address.
_PAGES: Final = frozenset(
    {
        "/follow-up",
        "/offer",
        "/offer/decline",
        "/report",
        *(f"/withdraw/{purpose}" for purpose in ConsentPurpose),
    }
)


@blueprint.before_request
def prepare() -> None:
    """Let the page speak やさしい日本語; on a closed network there are no links."""
    languages.offer_easy()
    if not settings().public:
        raise NotFoundError(message("core.error.link"))


@blueprint.before_request
def ask_again() -> Response | None:
    """Lead whoever has not typed the birth date lately to it, and keep what they had typed."""
    if request.endpoint in _BEFORE:
        return None
    token = str((request.view_args or {})["token"])
    with database().reading() as short:
        asked = tried_link(short, lambda held: _linked(held, token))
    if asked.tries < TRIES and is_opened(asked):
        return None
    home = url_for("consent.show", token=token)
    page = request.path.removesuffix("/publication")  # asked for on the page of the report
    _keep(asked, page)
    then = page.removeprefix(home)
    return redirect(url_for("consent.show", token=token, then=then if then in _PAGES else None))


@blueprint.post("/<token>/open")
@public
def open_page(token: str) -> Response:
    """Compare the birth date; the try is counted outside the request's own transaction."""
    form = BirthDateForm()
    if not form.validate():
        return gate_page(token, form, status=422)
    with database().reading() as short:
        asked = tried_link(short, lambda held: _linked(held, token))
        key, link_id = asked.id, asked.link_id
        known = _moments_with(asked)
    try:
        tried = aside_repeated(lambda s: try_birth_date(s, request_id=key, born=form.born))
    except ForbiddenError:
        return locked_page()
    if not tried.is_right:
        if not tried.left:
            return locked_page()
        form.show(_wrong(tried.left))
        return gate_page(token, form, status=422)
    cookie[_OPENED] = known
    if form_behind(link_id):
        return redirect(url_for("consent.kept", token=token))
    return redirect(url_for("consent.show", token=token) + _then())


@blueprint.get("/<token>/kept")
@public
def kept(token: str) -> Response:
    """Hand what was typed back to its form; without anything that waits, lead to the start."""
    typed = form_behind(opened(token).link_id)
    if typed is None:
        return redirect(url_for("consent.show", token=token))
    return render("consent/kept.html", typed=_at_present(typed, token))


def gate_page(token: str, form: BirthDateForm, *, status: int = 200) -> Response:
    """Ask for the birth date; nothing of the child stands there."""
    then = _then() or None
    return render("consent/open.html", status=status, form=form, token=token, then=then)


def locked_page() -> Response:
    """Say that too many wrong dates were typed."""
    sentence = message("youth.consent.error.locked")
    return render("consent/locked.html", status=403, sentence=sentence, back=None)


def found(token: str) -> ConsentRequest:
    """Return what a link asks for; one that never was a link counts as guessing."""
    return through_link(lambda held: _linked(held, token))


def opened(token: str) -> ConsentRequest:
    """Return what a link asks for, on a page behind the birth date: `ask_again` looked at that."""
    return _linked(session(), token)


def is_opened(asked: ConsentRequest) -> bool:
    """Say whether this browser has typed the birth date lately."""
    moment = _moment(asked)
    return moment is not None and clock.machine_now().timestamp() - moment < _STAYS_OPEN


def _at_present(typed: Typed, token: str) -> Typed:
    """Lead a form to the link as it is now: it may have been renewed since.

    Whoever typed it has proven, by the new link, to be its holder still.
    """
    home = url_for("consent.show", token=token)
    return replace(typed, path=home + typed.path[len(home) :], page=home + typed.page[len(home) :])


def _keep(asked: ConsentRequest, page: str) -> None:
    """Keep a form that came after a page's time, and say what became of it."""
    if asked.tries >= TRIES:
        return
    was_opened = _moment(asked) is not None
    if request.method in SAFE_METHODS or not is_typed():
        if was_opened:
            flash(message("youth.consent.late.over"), "info")
    elif was_opened and (keep_form_behind(asked.link_id, page=page) or _is_handed_back(asked)):
        flash(message("youth.consent.late.kept"), "info")
    else:
        flash(message("youth.consent.late.lost"), "warning")


def _is_handed_back(asked: ConsentRequest) -> bool:
    """Say whether it is what still waits, sent from the page that hands it back without a token."""
    return RETURNED in request.form and form_behind(asked.link_id) is not None


def _then() -> str:
    """Return the page that was asked for before the birth date; "" for the first one."""
    then = request.args.get("then", "")
    return then if then in _PAGES else ""


def _moments() -> Mapping[str, int]:
    """Return at which second this browser opened which link."""
    found: object = cookie.get(_OPENED)
    return found if isinstance(found, dict) else {}


def _moment(asked: ConsentRequest) -> int | None:
    return _moments().get(_name(asked))


def _moments_with(asked: ConsentRequest) -> Mapping[str, int]:
    """Add that a link is opened now; those opened longest ago make room."""
    known = {**_moments(), _name(asked): int(clock.machine_now().timestamp())}
    return dict(sorted(known.items(), key=lambda each: each[1])[-_MOST_OPEN:])


def _name(asked: ConsentRequest) -> str:
    return f"{asked.link_id.hex}:{asked.link.generation}"


def _linked(held: Session, token: str) -> ConsentRequest:
    link = find_signed(held, LinkPurpose.CONSENT, token, secret=settings().secret_key or "")
    return request_of_link(held, link)


def _wrong(left: int) -> DomainError:
    sentence = message("youth.consent.error.wrong_date", left=left)
    return DomainError(sentence, field="birth_date")
