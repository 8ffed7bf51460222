"""The one blueprint of accounts, and what its pages ask for."""

from typing import Final, TypeVar
from uuid import UUID

from flask import Blueprint, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from exchange.accounts.forms import InviteForm, UsersForm
from exchange.accounts.models import User
from exchange.accounts.queries import school_choices
from exchange.accounts.rules import INVITATION_LIFETIME
from exchange.accounts.services import mail_invitation
from exchange.core.errors import NotFoundError
from exchange.core.messages import Message, message
from exchange.web import languages
from exchange.web.headers import keep_private
from exchange.web.pages import can_mail, render, settings
from exchange.web.transactions import session

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts")

#: What is chosen for an account that is no school's.
NO_SCHOOL: Final = message("accounts.choice.no_school")

FormT = TypeVar("FormT", InviteForm, UsersForm)


def found_user(key: UUID) -> User:
    """Return an account, be it ended or not; raises NotFoundError."""
    user = session().get(User, key)
    if user is None:
        raise NotFoundError
    return user


def with_schools(form: FormT, none: Message) -> FormT:
    """Offer the schools, after the words for none of them."""
    form.school_id.choices = [
        SelectChoice("", none),
        *(SelectChoice(key, name) for key, name in school_choices(session())),
    ]
    return form


def invited_page(user: User, token: str) -> Response:
    """Show an invitation's address, this once, and mail it where mail is set up."""
    link = settings().base_url + url_for("accounts.invitation", token=token)
    is_mailed = can_mail()
    if is_mailed:
        mail_invitation(session(), user=user, link=link, language=languages.current())
    page = render(
        "accounts/invited.html",
        user=user,
        link=link,
        days=INVITATION_LIFETIME.days,
        is_mailed=is_mailed,
    )
    return keep_private(page)
