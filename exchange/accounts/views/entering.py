"""The one way in: whatever a person has shown, the same things happen then."""

from flask import redirect, request
from werkzeug.wrappers import Response

from exchange.accounts.forms import SignInForm
from exchange.accounts.keeping import carried_form, form_was_lost, page_of_kept_form
from exchange.accounts.login import enter, lost_session
from exchange.accounts.passkeys import relying_party
from exchange.accounts.rules import device_of
from exchange.accounts.services import note_sign_in
from exchange.accounts.single_sign_on import name_of
from exchange.core.errors import DomainError
from exchange.core.messages import Message
from exchange.core.permissions import Actor
from exchange.web.pages import render, settings
from exchange.web.places import landing
from exchange.web.transactions import session


def come_in(who: Actor, *, target: str | None, is_strong: bool) -> Response:
    """Begin the session of who signed in; lead to what they had typed, or the page asked for.

    `is_strong` says that more than a password was shown.
    """
    carried = carried_form()
    device = device_of(request.user_agent.string)
    note_sign_in(session(), actor=who, device=device, is_strong=is_strong)
    enter(who.known_id, is_strong=is_strong)
    kept = page_of_kept_form(who.known_id, carried)
    return redirect(kept or inside(target) or landing(who))


def sign_in_page(
    form: SignInForm, *, target: str | None, status: int = 200, refusal: Message | None = None
) -> Response:
    """Show every way in that is set up here, and why another one than the form led nowhere."""
    directory = settings().directory
    return render(
        "accounts/sign_in.html",
        status=status,
        form=form,
        directory=name_of(directory) if directory else None,
        staff_passwords=settings().break_glass is None,
        next=inside(target),
        refusal=refusal,
        party=relying_party(settings().base_url),
        kept=carried_form() is not None,
        over=lost_session(),
        lost=form_was_lost(),
    )


def not_let_in(error: DomainError, *, target: str | None) -> Response:
    """Show the sign-in page with the sentence that says why not."""
    form = SignInForm(formdata=None)
    return sign_in_page(form, target=target, status=error.status, refusal=error.sentence)


def inside(target: str | None) -> str | None:
    """Return a path of this site, nothing that could lead elsewhere."""
    if not target or not target.startswith("/") or not target.isprintable():
        return None
    return None if target.startswith("//") or "\\" in target else target
