"""A form that comes after its session is over: kept, until its person has signed in again."""

from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask, g, request, url_for
from flask import session as cookie

from exchange.accounts.login import TOKEN
from exchange.accounts.services import Typed, hash_token, keep_form, typed_form
from exchange.core.keys import Keyring
from exchange.web.pages import settings
from exchange.web.transactions import aside_repeated, database

#: Where the cookie says which form waits for whoever signs in next.
_KEPT = "kept"
#: Where the cookie says that a form came too late and was not kept.
_LOST = "lost"
#: What a button sends that nobody has typed.
_UNTYPED = frozenset({"csrf_token", "version", "opened"})


def register_keeping(app: Flask) -> None:
    """Let the access gate ask what becomes of a form that came too late."""
    app.extensions["keep_form"] = keep_late_form


def keyring() -> Keyring:
    """Return the keys of sealed columns."""
    return Keyring.parse(settings().present_data_key())


def keep_late_form() -> str | None:
    """Keep a form of ours whose session time has ended; return the page a button was pressed on.

    Nothing is kept of the room of accounts: its fields are passwords. Nor of a session that was
    ended on purpose: who goes on with it may have stolen it. The sign-in page says so.
    """
    ring, token = settings().present_data_key(), cookie.get(TOKEN)
    if not g.get("csrf_valid") or not ring or not token or request.blueprint == "accounts":
        _note_lost()
        return None
    fields = [
        (name, value)
        for name, values in request.form.lists()
        for value in values
        if name != "csrf_token"
    ]
    page = _page_before()
    if _UNTYPED.issuperset(request.form):
        return page or None
    typed = Typed(request.full_path.rstrip("?"), page, fields, bool(request.files))
    hashed, keyring = hash_token(token), Keyring.parse(ring)
    key = aside_repeated(
        lambda short: keep_form(short, token_hash=hashed, typed=typed, ring=keyring)
    )
    if key is None:
        _note_lost()
    else:
        cookie[_KEPT] = str(key)
    return page or None


def _note_lost() -> None:
    """Note, for the page of signing in, that what was typed is gone."""
    if not _UNTYPED.issuperset(request.form):
        cookie[_LOST] = True


def form_was_lost() -> bool:
    """Say, once, whether this browser sent a form too late that was not kept."""
    return bool(cookie.pop(_LOST, False))


def carried_form() -> str | None:
    """Return what says, in the cookie, that a form waits; it outlives the change of sessions."""
    found: str | None = cookie.get(_KEPT)
    return found


def page_of_kept_form(user_id: UUID, carried: str | None) -> str | None:
    """Return where a person finds what they had typed; anybody else's is forgotten here."""
    if carried is None or waiting_form(user_id, carried) is None:
        return None
    cookie[_KEPT] = carried
    return url_for("accounts.kept")


def waiting_form(user_id: UUID, carried: str | None) -> Typed | None:
    """Return the form that waits in this browser, if it is this person's."""
    ring = settings().present_data_key()
    if carried is None or not ring:
        return None
    key, keyring = UUID(carried), Keyring.parse(ring)
    with database().reading() as short:
        return typed_form(short, key=key, user_id=user_id, ring=keyring)


def _page_before() -> str:
    """Return the page of this site that the form stood on; "" where the browser does not say."""
    before = urlsplit(request.referrer or "")
    return before.path if before.netloc == request.host else ""
