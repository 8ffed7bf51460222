"""Messages into a given language, from the catalogues; Babel, no Flask."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Final

from babel.messages.pofile import read_po

from exchange.core.languages import EASY, Language
from exchange.core.messages import Message, label
from exchange.core.printing import printed

CATALOGUES: Final = Path(__file__).resolve().parent.parent / "translations"

#: Interface languages, and what stands in for a feed's other languages; anything else is ja.
_FOLDERS: Final[Mapping[str, str]] = {
    Language.JA: "ja",
    Language.EN: "en",
    Language.ZH_HANT: "zh_Hant",
    "zh-Hans": "zh_Hant",
    "ko": "en",
    "de": "en",
    "fr": "en",
    EASY: "ja_easy",
}

#: The ids of what pages call a field.
_FIELD: Final = re.compile(
    r"(?P<room>[a-z_]+)\.(?:[a-z_]+\.)*(?:field|column|KeptColumn)\.(?P<name>[a-z_0-9]+)"
)

#: A folder that says only some things its own way, and the one whose words stand in.
_STANDS_ON: Final = {"ja_easy": "ja"}


class UnknownMessageError(LookupError):
    """A message id that the catalogues do not hold; a fault of the program."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The texts of one language, all rooms together."""

    texts: Mapping[str, str | tuple[str, ...]]
    plural: Callable[[int], int]

    def text(self, id: str, count: object) -> str:  # noqa: A002 - the catalogue's own word
        """Return the text of an id, in the plural form of `count`."""
        try:
            found = self.texts[id]
        except KeyError:
            raise UnknownMessageError(id) from None
        if isinstance(found, str):
            return found
        return found[self.plural(count if isinstance(count, int) else 0)]


def say(id: str, language: str) -> str:  # noqa: A002 - the catalogue's own word
    """Return the words of an id that takes no parameters."""
    return catalogue(_FOLDERS.get(language, "ja")).text(id, None)


def translate(message: Message, language: str) -> str:
    """Return a message's words in a BCP 47 language; parameters are translated too."""
    text = catalogue(_FOLDERS.get(language, "ja")).text(message.id, message.params.get("count"))
    if not message.params:
        return text
    return text.format_map({name: show(value, language) for name, value in message.params.items()})


def show(value: object, language: str) -> str:
    """Print a parameter as the language prints it."""
    match value:
        case Message():
            return translate(value, language)
        case Enum():
            return translate(label(value), language)
        case bool():
            return translate(Message("core.yes" if value else "core.no"), language)
        case int():
            return f"{value:,}"
        case _:
            return printed(value, Language.JA if language == EASY else language)


@cache
def catalogue(folder: str) -> Catalogue:
    """Read all catalogues of a language once."""
    below = _STANDS_ON.get(folder)
    texts = dict(catalogue(below).texts) if below else {}
    plural: Callable[[int], int] = lambda _count: 0  # noqa: E731 - one form unless told otherwise
    for path in sorted((CATALOGUES / folder).glob("*.po")):
        with path.open("rb") as file:
            read = read_po(file, locale=below or folder)
        texts.update(_entries(read))
        if read.num_plurals > 1:
            plural = _two_forms
    return Catalogue(texts, plural)


def _two_forms(count: int) -> int:
    return 0 if count == 1 else 1


def _entries(messages: object) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    for entry in messages:  # type: ignore[attr-defined]
        if entry.id:
            plural = isinstance(entry.id, tuple)
            yield (entry.id[0], tuple(entry.string)) if plural else (entry.id, entry.string)


@cache
def field_labels() -> Mapping[str, Mapping[str, Message]]:
    """Return what pages call a field, by its name and then by room: `<room>.….field.<name>`.

    Words of `privacy` are those of a copy of what is kept, which says every column apart.
    """
    found: dict[str, dict[str, Message]] = {}
    for key, text in catalogue(_FOLDERS[Language.JA]).texts.items():
        named = _FIELD.fullmatch(key)
        if named and isinstance(text, str) and "{" not in text:
            found.setdefault(named["name"], {}).setdefault(named["room"], Message(key))
    return found
