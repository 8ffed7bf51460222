"""A form that comes after its time is over: kept, until its person has proven again who it is."""

from collections.abc import Mapping
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask, g, request, url_for
from flask import session as cookie

from exchange.accounts.login import TOKEN
from exchange.accounts.queries import FormWriter
from exchange.accounts.services import (
    Typed,
    forget_form,
    hash_token,
    keep_form,
    keep_form_of_link,
    typed_form,
)
from exchange.core.keys import Keyring
from exchange.web.pages import settings
from exchange.web.transactions import aside_repeated, database, session

#: Where the cookie says which form waits for whoever signs in next.
_KEPT = "kept"
#: Where the cookie says which form waits behind which secret link.
_BEHIND = "kept_behind"
#: Behind how many links one browser has forms waiting, for a family's children.
_MOST_BEHIND = 8
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
    token = cookie.get(TOKEN)
    if not _may_be_kept() or not token or request.blueprint == "accounts":
        _note_lost()
        return None
    page = _page_before()
    if not is_typed():
        return page or None
    hashed, typed, ring = hash_token(token), _typed(page), keyring()
    key = aside_repeated(lambda short: keep_form(short, token_hash=hashed, typed=typed, ring=ring))
    if key is None:
        _note_lost()
    else:
        cookie[_KEPT] = str(key)
    return page or None


def keep_form_behind(link_id: UUID, *, page: str) -> bool:
    """Keep a form of ours that came too late by a secret link; say whether it is kept.

    `page` is the one it was typed on: such pages send no referrer.
    """
    if not _may_be_kept():
        return False
    typed, ring = _typed(page), keyring()
    key = aside_repeated(
        lambda short: keep_form_of_link(short, link_id=link_id, typed=typed, ring=ring)
    )
    # Keys are ordered by time: what was kept longest ago makes room.
    waiting = sorted({**_behind(), link_id.hex: str(key)}.items(), key=lambda each: each[1])
    cookie[_BEHIND] = dict(waiting[-_MOST_BEHIND:])
    return True


def form_behind(link_id: UUID) -> Typed | None:
    """Return the form that waits in this browser behind a secret link."""
    return _waiting(FormWriter(link_id=link_id), _behind().get(link_id.hex))


def form_has_come(link_id: UUID) -> None:
    """Drop what was kept behind a secret link, with what the request saves."""
    forget_form(session(), FormWriter(link_id=link_id))
    cookie[_BEHIND] = {link: key for link, key in _behind().items() if link != link_id.hex}


def _behind() -> Mapping[str, str]:
    """Return the forms that wait in this browser, by link."""
    found: object = cookie.get(_BEHIND)
    return found if isinstance(found, dict) else {}


def is_typed() -> bool:
    """Say whether the request carries more than a button sends."""
    return not _UNTYPED.issuperset(request.form)


def _may_be_kept() -> bool:
    return bool(g.get("csrf_valid") and settings().present_data_key())


def _typed(page: str) -> Typed:
    fields = [
        (name, value)
        for name, values in request.form.lists()
        for value in values
        if name != "csrf_token"
    ]
    return Typed(request.full_path.rstrip("?"), page, fields, bool(request.files))


def _note_lost() -> None:
    """Note, for the page of signing in, that what was typed is gone."""
    if is_typed():
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
    return _waiting(FormWriter(user_id), carried)


def _waiting(writer: FormWriter, carried: str | None) -> Typed | None:
    ring = settings().present_data_key()
    if carried is None or not ring:
        return None
    key, keyring = UUID(carried), Keyring.parse(ring)
    with database().reading() as short:
        return typed_form(short, key=key, writer=writer, ring=keyring)


def _page_before() -> str:
    """Return the page of this site that the form stood on; "" where the browser does not say."""
    before = urlsplit(request.referrer or "")
    return before.path if before.netloc == request.host else ""
