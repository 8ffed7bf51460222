"""A person's own second factor: an app, or a sheet of codes."""

from collections.abc import Sequence

import pyotp
import segno
from flask import redirect, url_for
from flask import session as cookie
from markupsafe import Markup
from werkzeug.wrappers import Response

from exchange.accounts.forms import AppForm, FactorForm
from exchange.accounts.forms.factors import APP, CODES
from exchange.accounts.keeping import keyring
from exchange.accounts.login import lacks_factor, may_change_factors, strengthen, was_strong
from exchange.accounts.models import User
from exchange.accounts.passkeys import relying_party
from exchange.accounts.queries import factors_of
from exchange.accounts.rules import SHEET_CODES, SPARE_CODES, Factors
from exchange.accounts.services import (
    NewCode,
    begin_app,
    confirm_app,
    keep_codes,
    new_codes,
    pending_secret,
    remove_factor,
)
from exchange.accounts.views.page import blueprint
from exchange.accounts.views.passwords import ensure_current
from exchange.core import clock
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.messages import message
from exchange.core.translate import translate
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.forms import KeyedForm
from exchange.web.headers import keep_private
from exchange.web.pages import flash, render, settings
from exchange.web.transactions import database, session

#: Where the cookie says by which form the sheet was printed: a page sent again prints no other.
_PRINTED = "sheet_printed"


@blueprint.get("/mine/factor/")
@requires("account:own")
def factor() -> Response:
    """Show what a person has beside the password, and what they may set up."""
    return _factor_page(_offered(FactorForm()))


@blueprint.post("/mine/factor/")
@requires("account:own")
def change_factor() -> Response:
    """Begin an app, print a sheet or take everything away; the password is asked for first."""
    form = _offered(FactorForm())
    if _has_printed(form):
        return _printed_page()
    if not form.validate():
        return _factor_page(form, 422)
    try:
        ensure_may_change()
        ensure_current(form.current.data)
    except DomainError as error:
        form.show(error)
        return _factor_page(form, error.status)
    if form.act.data == APP:
        begin_app(session(), actor=signed_in(), ring=keyring())
        return redirect(url_for("accounts.app"))
    if form.act.data == CODES:
        return _print_sheet(form)
    remove_factor(session(), actor=signed_in())
    flash(message("accounts.flash.factor_removed"))
    return redirect(url_for("accounts.mine"))


@blueprint.get("/mine/factor/app")
@requires("account:own")
def app() -> Response:
    """Show the picture an app reads, and ask for the app's first code."""
    return _app_page(AppForm())


@blueprint.post("/mine/factor/app")
@requires("account:own")
def take_app() -> Response:
    """Take the app once its code is right, and print the spare codes that go with it."""
    form = AppForm()
    if _has_printed(form):
        return _printed_page()
    if not form.validate():
        return _app_page(form, 422)
    codes = new_codes(SPARE_CODES)
    try:
        ensure_may_change()
        confirm_app(session(), actor=signed_in(), code=form.code.data, ring=keyring())
    except DomainError as error:
        form.show(error)
        return _app_page(form, error.status)
    return _sheet(form, codes)


def ensure_may_change() -> None:
    """Raise DomainError in a session that began with less than its person has by now."""
    if not may_change_factors():
        raise DomainError(message("accounts.error.factor_first"))


def _has_printed(form: KeyedForm) -> bool:
    """Say whether the sheet in force was printed by this very form, which comes once more."""
    printed = cookie.get(_PRINTED)
    return printed is not None and printed == form.key.data and _factors().codes_left is not None


def _printed_page() -> Response:
    """Say that the sheet is in force, how many codes are left, and how to print another."""
    return _factor_page(_offered(FactorForm(formdata=None)), 409, is_printed=True)


def _print_sheet(form: KeyedForm) -> Response:
    """Print a new sheet: a short one beside an app, a long one for who has only the sheet."""
    codes = new_codes(SPARE_CODES if _factors().has_app else SHEET_CODES)
    return _sheet(form, codes)


def _sheet(form: KeyedForm, codes: Sequence[NewCode]) -> Response:
    """Put a sheet in force and show it, this once."""
    keep_codes(session(), actor=signed_in(), codes=codes)
    strengthen(signed_in().known_id)
    cookie[_PRINTED] = form.key.data
    user = session().get_one(User, signed_in().known_id)
    return keep_private(
        render(
            "accounts/codes.html",
            codes=codes,
            user=user,
            made_at=clock.machine_now(),
            address=settings().base_url,
        )
    )


def _factor_page(form: FactorForm, status: int = 200, *, is_printed: bool = False) -> Response:
    return render(
        "accounts/factor.html",
        status=status,
        form=form,
        factors=_factors(),
        is_printed=is_printed,
        is_needed=lacks_factor(),
        may_change=may_change_factors(),
        ends_others=not was_strong(),
        takes_passkeys=relying_party(settings().base_url) is not None,
    )


def _app_page(form: AppForm, status: int = 200) -> Response:
    user = session().get_one(User, signed_in().known_id)
    secret = pending_secret(session(), user_id=user.id, ring=keyring())
    if secret is None:
        raise NotFoundError
    issuer = translate(message("web.site.name"), languages.current())
    address = pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name=issuer)
    drawn = segno.make(address, error="m", micro=False)
    picture = Markup(drawn.svg_inline(scale=4, dark="#000", light="#fff", omitsize=True))
    return keep_private(
        render(
            "accounts/app.html", status=status, form=form, picture=picture, secret=_spaced(secret)
        )
    )


def _spaced(secret: str) -> str:
    """Write a secret in groups of four, as people type it."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def _offered(form: FactorForm) -> FactorForm:
    form.offer(_factors())
    return form


def _factors() -> Factors:
    """Look up what a person has before the request begins to write."""
    with database().reading() as short:
        return factors_of(short, signed_in().known_id)
