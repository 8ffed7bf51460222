"""The room's blueprint, and what its pages share: the keyring, the read log, words of languages."""

from collections.abc import Callable, Iterable
from typing import TypeVar
from uuid import UUID

from flask import Blueprint
from sqlalchemy.orm import Session

from exchange.audit.enums.purposes import Purpose
from exchange.audit.services import record
from exchange.core.keys import Keyring
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.hosting.rules.languages import language_name
from exchange.web import languages
from exchange.web.access import signed_in
from exchange.web.pages import settings
from exchange.web.transactions import aside_repeated, session
from exchange.youth.models import Edition
from exchange.youth.queries.programmes import edition_for

Row = TypeVar("Row")

blueprint = Blueprint("hosting", __name__, url_prefix="/hosting")


def ring() -> Keyring:
    """Return the keys that open what is sealed."""
    return Keyring.parse(settings().present_data_key())


def log_read(*, act: str, subject: Subject) -> None:
    """Write down that sealed details are about to be shown: no log, no answer.

    After a refused form what it wrote is undone first, so that the log can be written.
    """
    who = signed_in()
    session().rollback()
    aside_repeated(
        lambda short: record(
            short, actor=who, act=act, subject=subject, purpose=Purpose.PREPARATION
        )
    )


def read_logged(
    find: Callable[[Session, Actor, UUID], Row], key: UUID, *, act: str, kind: str
) -> Row:
    """Return a row whose sealed details are about to be shown, once that is written down."""
    who = signed_in()
    find(session(), who, key)
    log_read(act=act, subject=Subject(kind, key))
    return find(session(), who, key)


def found_edition(key: UUID) -> Edition:
    """Return an edition whoever asks works with."""
    return edition_for(session(), signed_in(), key)


def spoken(codes: Iterable[str]) -> list[str]:
    """Return the names of languages in the page's."""
    return [language_name(code, languages.current()) for code in codes]


def names_of(lists: Iterable[Iterable[str]]) -> dict[str, str]:
    """Return the names, in the page's language, of all languages of these lists, by code."""
    codes = dict.fromkeys(code for each in lists for code in each)
    return dict(zip(codes, spoken(codes), strict=True))
