"""A name's spellings: the passport's in capitals, and when two of them are one person's."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from exchange.core.database import Name
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.text import fold

#: Latin letters with what passports print between them.
_PRINTED: Final = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Žẞ][A-ZÀ-ÖØ-ÞĀ-Žẞ '’.\-]*")
#: Family and given name are divided by it on many lists, and by nothing in a passport.
_DIVIDERS: Final = re.compile(r"[,、，/／]+")
_LATIN: Final = re.compile(r"[\u0000-\u024f\u1e00-\u1eff‐-’]+")


def passport_spelling(text: str) -> str:
    """Return a passport's spelling in capitals; raises DomainError for what no passport prints."""
    plain = _DIVIDERS.sub(" ", unicodedata.normalize("NFKC", text)).upper()
    spelt = " ".join(plain.split())
    if spelt and _PRINTED.fullmatch(spelt) is None:
        raise DomainError(message("people.error.passport_letters"), field="passport_name")
    return spelt


@lru_cache(maxsize=4096)
def name_keys(name: Name) -> frozenset[str]:
    """Return what is equal for one person's name, however a list writes it.

    Words in Latin letters count in any order: MUSTERMANN ERIKA is Erika Mustermann.
    """
    spellings = (name.native, f"{name.family} {name.given}", name.passport)
    return frozenset(key for each in spellings if (key := _key(each)))


def _key(text: str) -> str:
    plain = _DIVIDERS.sub(" ", text).strip()
    if not plain:
        return ""
    if _LATIN.fullmatch(plain) is None:
        return fold(plain)
    return " ".join(sorted(filter(None, (fold(word) for word in plain.split()))))
