"""What the fields of audit lines are called, and how their values are said.

A field is called as the room's own pages say it, where they do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeAlias

from exchange.audit.enums.parts import Part
from exchange.audit.enums.parts_of import PartOf
from exchange.audit.meanings import Key, Meaning, Several, Slug
from exchange.audit.pointing import Found, Pointer
from exchange.core.database import Localized
from exchange.core.languages import Language
from exchange.core.messages import Message, label, message
from exchange.core.naming import Named
from exchange.core.offers import Subject
from exchange.core.translate import field_labels, show, translate

#: How much of a long text a list tells.
_LONGEST: Final = 120
_START: Final = 60

#: A value as a page says it; several, each behind what its part is called, if anything.
Said: TypeAlias = Message | Localized | str | list[tuple[Message | str, "Said"]]


@cache
def field_words(room: str, name: str) -> Message | None:
    """Return what a field of a room's rows is called; None for what no page shows.

    The label of the room's own form comes first, then our own words, then those of a copy of what
    is kept; at last what the other rooms call it, where they have one word for it.
    """
    said = field_labels().get(name, {})
    if room in said:
        return said[room]
    if name in set(Part):
        return label(Part(name))
    if "privacy" in said:
        return said["privacy"]
    texts = {translate(words, Language.JA): words for words in said.values()}
    return next(iter(texts.values())) if len(texts) == 1 else None


def line_words(done: str, kind: str, room: str, name: str) -> Message | None:
    """Return what a field of a line is called; where it was done, by which act, matters first."""
    for place in (done.partition(".")[0], kind, room):
        if (part := f"{place}.{name}") in set(PartOf):
            return label(PartOf(part))
    return field_words(room, name)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says what values stand for, to one reader."""

    language: str
    #: What points at a row, as what it points at; without what is of no kind or gone.
    subjects: Found
    names: Mapping[Subject, Named]

    def say(self, meaning: Meaning, room: str) -> Said:
        """Say one value, of a row of a room."""
        match meaning:
            case Several(parts):
                return [
                    (field_words(room, name) or name if name else "", self.say(part, room))
                    for name, part in parts
                ]
            case Subject() | Key() | Slug():
                return self._name(meaning)
            case Message():
                return meaning
            case Localized():
                text = meaning.in_language(self.language)
                short = _shortened(text)
                return meaning if short is text else short
            case str():
                return _shortened(meaning)
            case _:
                return show(meaning, self.language)

    def _name(self, pointer: Pointer) -> Said:
        subject = self.subjects.get(pointer)
        named = self.names.get(subject) if subject else None
        if named is None:
            return pointer.text if isinstance(pointer, Slug) else message("audit.value.one")
        if named.is_gone:
            return gone_words(named)
        return named.title or named.kind.words


def gone_words(named: Named) -> Message:
    """Say that what had a name is gone, or was erased."""
    return message("audit.subject.erased" if named.kind.is_person else "audit.subject.gone")


def _shortened(text: str) -> Message | str:
    """Return a text in one line, or how a long one begins and how long it is."""
    if len(text) <= _LONGEST:
        return " / ".join(text.split("\n")) if "\n" in text else text
    start = text.strip().partition("\n")[0][:_START]
    return message("audit.value.long", start=start, length=len(text))
