"""A copy in words: values as their reader's language says them, and plain for machines."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Final

from exchange.core.database import Localized
from exchange.core.dates import PartialDate
from exchange.core.languages import EASY, EASY_NAME
from exchange.core.messages import Message, label, message
from exchange.core.printing import printed
from exchange.core.translate import translate
from exchange.hosting.rules.languages import language_name
from exchange.privacy.meaning import Doer, Tongue

#: What the program calls its own parts; people are called by their names.
_PARTS: Final = re.compile(r"exchange [a-z-]+|[a-z_]+\.[a-z_]+|handover|reports|sign-in")
_NAMED: Final[Mapping[str, Message]] = {
    "guardian": message("youth.waiting.guardian.name"),
    "waiting list": message("youth.step.waiting_list"),
}


def said(value: object, language: str) -> str:
    """Say a value in a language; nothing is an empty text."""
    match value:
        case None:
            return ""
        case Localized():
            return value.in_language(language)
        case Tongue():
            return EASY_NAME if value.tag == EASY else language_name(value.tag, language)
        case Mapping():
            return _joined((_pair(*each, language) for each in value.items()), language)
        case list() | tuple():
            return _joined((said(each, language) for each in value), language)
        case _:
            found = _word(value)
            return printed(value, language) if found is None else translate(found, language)


def _word(value: object) -> Message | None:
    """Return the catalogue's word for a value; None where it is printed as it is."""
    match value:
        case bool():
            return message("privacy.copy.yes") if value else message("privacy.copy.no")
        case Enum():
            return label(value)
        case Message():
            return value
        case Doer(name):
            return doer_words(name)
        case _:
            return None


def doer_words(name: str) -> Message | None:
    """Return what people call a doer without an account, by its name; None for a name of itself."""
    if name in _NAMED:
        return _NAMED[name]
    return message("privacy.copy.by_itself") if _PARTS.fullmatch(name) else None


def plain(value: object) -> object:
    """Return a value as JSON knows it: codes, ISO 8601, texts by language."""
    match value:
        case Enum():
            return value.value
        case Tongue():
            return value.tag
        case Doer():
            return value.name
        case date() | datetime():
            return value.isoformat()
        case PartialDate():
            return str(value)
        case Mapping():
            return {str(plain(name)): plain(each) for name, each in value.items()}
        case list() | tuple():
            return [plain(each) for each in value]
        case _:
            return value


def _pair(name: object, content: object, language: str) -> str:
    words = {"name": said(name, language), "content": said(content, language)}
    return translate(message("privacy.copy.pair", **words), language)


def _joined(words: Iterable[str], language: str) -> str:
    between = translate(message("privacy.copy.and"), language)
    return between.join(each for each in words if each)
