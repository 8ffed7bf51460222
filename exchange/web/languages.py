"""Which language a request is answered in: asked for, remembered, or the browser's."""

from datetime import timedelta
from typing import Final

from flask import current_app, g, request
from werkzeug.wrappers import Response

from exchange.core.languages import EASY, EASY_NAME, OWN_NAMES, Language
from exchange.web.sessions import cookie_name

#: What browsers send, and the interface language it means.
_ALIASES: Final = {
    "ja": Language.JA,
    "ja-JP": Language.JA,
    "en": Language.EN,
    "en-GB": Language.EN,
    "en-US": Language.EN,
    "zh": Language.ZH_HANT,
    "zh-TW": Language.ZH_HANT,
    "zh-HK": Language.ZH_HANT,
    "zh-Hant": Language.ZH_HANT,
    "zh-Hant-TW": Language.ZH_HANT,
    "zh-CN": Language.ZH_HANT,
    "zh-SG": Language.ZH_HANT,
    "ko": Language.EN,
    "de": Language.EN,
    "fr": Language.EN,
}
_COOKIE: Final = "lang"
_REMEMBERED: Final = timedelta(days=365)


def current() -> str:
    """Return the request's BCP 47 interface language."""
    found: str | None = g.get("lang")
    if found is None:
        found = g.lang = str(_asked_for() or _remembered() or _preferred())
    return found


def offer_easy() -> None:
    """Let this page speak やさしい日本語 to whoever asks for it: consent pages, open editions."""
    g.easy_offered = True
    g.pop("words", None)


def words() -> str:
    """Return the language the page's words are chosen in: Japanese may be the easy one.

    Every word asks: it is found out once.
    """
    found: str | None = g.get("words")
    if found is None:
        found = g.words = EASY if _is_easy() else current()
    return found


def remember(response: Response) -> Response:
    """Keep an explicit `?lang=` of a page for a year; an unknown one means ja."""
    asked = None if _is_file() else _asked_for()
    if asked is not None and request.endpoint != "static":
        response.set_cookie(
            _cookie_name(),
            words() if asked is Language.JA else str(asked),
            max_age=_REMEMBERED,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
    return response


def choices() -> list[tuple[str, str]]:
    """Return (tag, own name) of every language of this page, やさしい日本語 after Japanese."""
    found = [(str(tag), OWN_NAMES[tag]) for tag in Language]
    if g.get("easy_offered"):
        found.insert(1, (EASY, EASY_NAME))
    return found


def _is_easy() -> bool:
    """Say whether やさしい日本語 is offered, and asked for now or before."""
    if not g.get("easy_offered"):
        return False
    return (request.args.get("lang") or request.cookies.get(_cookie_name())) == EASY


def _is_file() -> bool:
    """Feeds and data files choose their language for themselves alone."""
    return request.path.endswith((".ics", ".json", ".csv"))


def _cookie_name() -> str:
    return cookie_name(_COOKIE, secure=current_app.config["SESSION_COOKIE_SECURE"])


def _asked_for() -> Language | None:
    tag = request.args.get("lang")
    if tag is None:
        return None
    return Language(tag) if tag in set(Language) else Language.JA


def _remembered() -> Language | None:
    tag = request.cookies.get(_cookie_name())
    if tag == EASY:
        return Language.JA
    return Language(tag) if tag in set(Language) else None


def _preferred() -> Language:
    found = request.accept_languages.best_match(list(_ALIASES))
    return _ALIASES[found] if found else Language.JA
