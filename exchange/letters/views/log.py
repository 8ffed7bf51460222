"""The log: the list, a letter, and its form beside the last one of its kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.accounts.queries import users_who_may
from exchange.core import clock
from exchange.core.errors import BadRequestError
from exchange.core.languages import OWN_NAMES, Language
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.delegations.models import Visit
from exchange.delegations.queries import partner_choices, visit_by_id, visits_of_partner
from exchange.letters.enums import LetterDirection, LetterKind, LetterState
from exchange.letters.forms import LetterChoices, LetterForm, letter_form, started_from
from exchange.letters.models import Letter
from exchange.letters.queries import (
    answers_to,
    correspondents,
    last_sent,
    letter_by_id,
    letters_page,
    letters_to_answer,
)
from exchange.letters.rules import is_overdue
from exchange.letters.services import correct_letter, end_letter, log_letter
from exchange.letters.views.page import (
    DIRECTIONS,
    KINDS,
    asked,
    blueprint,
    one,
    wanted_letters,
)
from exchange.partners.models import Partner
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, refused
from exchange.web.offers import panels_for
from exchange.web.pages import flash, render
from exchange.web.transactions import session

_VISITS = 50


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a letter's form is opened for."""

    direction: LetterDirection
    kind: LetterKind
    partners: Sequence[Partner]
    visit: Visit | None = None
    letter: Letter | None = None


@blueprint.get("/")
@requires("letters:read")
def index() -> Response:
    """List letters both ways, all or those of a filter."""
    wanted = wanted_letters()
    partners = partner_choices(session())
    if wanted.partner not in {"", *(partner.slug for partner in partners)}:
        raise BadRequestError(message("letters.error.filter"))
    return render(
        "letters/index.html",
        page=letters_page(session(), wanted, cursor=request.args.get("cursor")),
        asked=asked(),
        partners=partners,
        directions=list(LetterDirection),
        kinds=list(LetterKind),
        is_overdue=partial(is_overdue, today=clock.today()),
    )


@blueprint.get("/new")
@requires("letters:edit")
def new() -> Response:
    """Show the form of a letter; ask which way, of which kind and to whom without them."""
    occasion = _occasion()
    if occasion is None:
        visit = _visit()
        return render(
            "letters/choose.html",
            asked=asked(),
            visit=visit,
            partners=visit.partners if visit else partner_choices(session()),
            directions=list(LetterDirection),
            kinds=list(LetterKind),
        )
    known: dict[str, object] = {
        "direction": occasion.direction.value,
        "kind": occasion.kind.value,
        "partner": occasion.partners[0].slug,
        "visit_id": str(occasion.visit.id) if occasion.visit else "",
        "owner_id": str(signed_in().user_id),
        "day": clock.today(),
    }
    if key := _key("answers"):
        known["answers_id"] = str(key)
    if key := _key("start"):
        known |= started_from(letter_by_id(session(), key))
    return _form_page(occasion, LetterForm(data=known))


@blueprint.post("/new")
@requires("letters:edit")
def create() -> Response:
    """Put a letter on the log."""
    occasion = _occasion()
    if occasion is None:
        raise BadRequestError(message("letters.error.filter"))
    form = LetterForm().offer(_choices(occasion))
    status = refused(
        form,
        lambda: log_letter(
            session(),
            actor=signed_in(),
            partner=form.partner.data,
            plan=form.plan(),
            key=form.row_key,
        ),
    )
    if status:
        return _form_page(occasion, form, status)
    flash(message("letters.flash.logged"))
    return redirect(url_for("letters.show", key=form.row_key))


@blueprint.get("/<uuid:key>/")
@requires("letters:read")
def show(key: UUID) -> Response:
    """Show a letter, its text and scans, what it answers and what answers it."""
    letter = letter_by_id(session(), key)
    return render(
        "letters/show.html",
        letter=letter,
        answers=answers_to(session(), key),
        back=LetterDirection.IN if letter.direction is LetterDirection.OUT else LetterDirection.OUT,
        awaited=letter.state is LetterState.OPEN,
        is_overdue=partial(is_overdue, today=clock.today()),
        own_names=OWN_NAMES,
        panels=panels_for(Subject("letter", key)),
    )


@blueprint.get("/<uuid:key>/edit")
@requires("letters:edit")
def edit(key: UUID) -> Response:
    """Show the form of a letter."""
    letter = letter_by_id(session(), key)
    return _form_page(_of(letter), letter_form(letter))


@blueprint.post("/<uuid:key>/edit")
@requires("letters:edit")
def revise(key: UUID) -> Response:
    """Put a letter right."""
    form = LetterForm().offer(_choices(_of(letter_by_id(session(), key))))
    status = refused(
        form,
        lambda: correct_letter(
            session(), actor=signed_in(), key=key, version=form.row_version, plan=form.plan()
        ),
    )
    if status:
        return _form_page(_of(letter_by_id(session(), key)), form, status)
    flash(message("letters.flash.corrected"))
    return redirect(url_for("letters.show", key=key))


@blueprint.post("/<uuid:key>/end")
@requires("letters:edit")
def end(key: UUID) -> Response:
    """Take a letter that never was off the log."""
    end_letter(session(), actor=signed_in(), key=key, version=ActionForm.checked().row_version)
    flash(message("letters.flash.ended"))
    return redirect(url_for("letters.index"))


def _occasion() -> Occasion | None:
    """Read what the address of a new letter names; None while anything of it is missing."""
    direction = one(DIRECTIONS, request.args.get("direction", ""))
    kind = one(KINDS, request.args.get("kind", ""))
    visit = _visit()
    slug = request.args.get("partner", "")
    among = visit.partners if visit else partner_choices(session())
    partners = [each for each in among if each.slug == slug]
    if direction is None or kind is None or not partners:
        return None
    return Occasion(direction, kind, partners, visit)


def _visit() -> Visit | None:
    key = _key("visit")
    return visit_by_id(session(), key) if key else None


def _key(name: str) -> UUID | None:
    text = request.args.get(name, "")
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise BadRequestError(message("letters.error.filter")) from error


def _of(letter: Letter) -> Occasion:
    return Occasion(letter.direction, letter.kind, [letter.partner], letter.visit, letter)


def _choices(occasion: Occasion) -> LetterChoices:
    """Offer the partner's visits, people and letters; what is named already stays."""
    partner, visit, letter = occasion.partners[0], occasion.visit, occasion.letter
    visits = list(visits_of_partner(session(), partner.id, published_only=False, limit=_VISITS))
    people = list(correspondents(session(), partner.id, visit.id if visit else None))
    letters = list(letters_to_answer(session(), partner.id, occasion.direction))
    users = list(users_who_may(session(), "letters:read"))
    if visit and visit.id not in {each.id for each in visits}:
        visits.insert(0, visit)
    if letter and letter.person and letter.person not in people:
        people.append(letter.person)
    if letter and letter.answered and letter.answered not in letters:
        letters.append(letter.answered)
    if letter and letter.owner and letter.owner not in users:
        users.append(letter.owner)
    return LetterChoices(
        partners=occasion.partners, visits=visits, users=users, people=people, letters=letters
    )


def _form_page(occasion: Occasion, form: LetterForm, status: int = 200) -> Response:
    form.offer(_choices(occasion))
    partner = occasion.partners[0]
    written = {field.name for field in form if field.name.startswith("text_") and field.data}
    own = {f"text_{tag.lower().replace('-', '_')}" for tag in (*Language, *partner.languages)}
    return render(
        "letters/form.html",
        status=status,
        form=form,
        occasion=occasion,
        # Japanese, the interface's languages, the partner's, and whatever has words already.
        texts=[form.text, *(field for field in form if field.name in own | written)],
        last=last_sent(session(), partner.id, occasion.kind),
        own_names=OWN_NAMES,
    )
