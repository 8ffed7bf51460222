"""Among whom a merge's recipients are chosen."""

from typing import Final
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.errors import BadRequestError
from exchange.core.languages import OWN_NAMES
from exchange.core.messages import message
from exchange.delegations.queries import partner_choices
from exchange.letters.enums import RecipientSource
from exchange.letters.queries.merges import (
    RecipientFilter,
    candidates_page,
    chosen_in,
    last_to,
)
from exchange.letters.services.merges import choose, hindrance_of, leave_out, spoken
from exchange.letters.views.merges import draft
from exchange.letters.views.page import blueprint, one
from exchange.people.enums import PostKind
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.pages import flash, render
from exchange.web.transactions import session

_SOURCES: Final = {source.value: source for source in RecipientSource}
#: A merge about no visit has no members to go to.
_WITHOUT_VISIT: Final = (RecipientSource.POSTS, RecipientSource.ORGANISATIONS)
_POSTS: Final = {"": None, **{kind.value: kind for kind in PostKind}}


@blueprint.get("/merges/<uuid:key>/recipients")
@requires("letters:edit")
def recipients(key: UUID) -> Response:
    """Show among whom the recipients of a draft are chosen."""
    merge, wanted = draft(key), _wanted()
    page = candidates_page(session(), merge, wanted, cursor=request.args.get("cursor"))
    people, organisations = chosen_in(session(), key)
    today = clock.today()
    return render(
        "letters/recipients.html",
        merge=merge,
        page=page,
        asked=_asked(),
        chosen=people | organisations,
        hindered={each.key: found for each in page.rows if (found := hindrance_of(each, today))},
        spoken={each.key: spoken(merge, each) for each in page.rows},
        last=last_to(session(), merge.kind, [each.partner.id for each in page.rows]),
        partners=partner_choices(session()),
        sources=list(RecipientSource) if merge.visit_id else _WITHOUT_VISIT,
        posts=list(PostKind),
        own_names=OWN_NAMES,
    )


@blueprint.post("/merges/<uuid:key>/recipients")
@requires("letters:edit")
def add_recipients(key: UUID) -> Response:
    """Add those who are ticked, or all of the filter that nothing stands against."""
    ActionForm.checked()
    everybody = request.form.get("all") == "yes"
    count = choose(
        session(),
        actor=signed_in(),
        key=key,
        wanted=_wanted(),
        keys=None if everybody else _ticked(),
    )
    flash(message("letters.flash.chosen", count=count))
    asked = {name: text for name, text in _asked().items() if text}
    return redirect(url_for("letters.recipients", key=key, **asked))  # type: ignore[arg-type]  # of the address


@blueprint.post("/merges/<uuid:key>/recipients/<uuid:recipient>/drop")
@requires("letters:edit")
def drop_recipient(key: UUID, recipient: UUID) -> Response:
    """Take somebody out of a draft."""
    ActionForm.checked()
    leave_out(session(), actor=signed_in(), key=key, recipient=recipient)
    return redirect(url_for("letters.merge", key=key))


def _asked() -> dict[str, str]:
    names = ("source", "partner", "language", "post")
    return {name: request.args.get(name, "") for name in names}


def _wanted() -> RecipientFilter:
    """Read among whom is chosen; raises BadRequestError for what no list offers."""
    said = _asked()
    if said["language"] not in {"", *OWN_NAMES}:
        raise BadRequestError(message("letters.error.filter"))
    return RecipientFilter(
        source=one(_SOURCES, said["source"] or RecipientSource.POSTS.value),
        partner=said["partner"],
        language=said["language"],
        post=one(_POSTS, said["post"]),
    )


def _ticked() -> list[UUID]:
    try:
        return [UUID(text) for text in request.form.getlist("chosen")]
    except ValueError as error:
        raise BadRequestError(message("letters.error.filter")) from error
