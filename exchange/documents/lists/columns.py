"""What the columns of a list are: told from their headings, or as a person once said."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Generic, TypeVar

from exchange.core.text import fold

FieldT = TypeVar("FieldT", bound=StrEnum)
GuardT = TypeVar("GuardT", bound=StrEnum)

#: Marks, brackets and remarks beside the word itself.
_BESIDE: Final = re.compile(
    r"[()\[\]【】「」〔〕<>〈〉※*★●○:、,/_\"|.。~?]|必須|任意|記入欄|入力欄"
)


def heading_key(text: str) -> str:
    """Return a heading without what offices add to it: the form under which it is remembered."""
    return _BESIDE.sub("", fold(text))


@dataclass(frozen=True, slots=True)
class Vocabulary(Generic[FieldT, GuardT]):
    """What the columns of one kind of list can be."""

    #: What is taken over, and what is recognised in order never to be stored.
    fields: type[FieldT]
    guarded: type[GuardT]
    #: Tells one heading; None is not read.
    meaning_of: Callable[[str], FieldT | GuardT | None]
    #: What stands in one column, by the columns it gives way to.
    wholes: Mapping[FieldT, Sequence[FieldT]]

    def tell(
        self, headings: Sequence[str], remembered: Mapping[str, str]
    ) -> Mapping[int, FieldT | GuardT]:
        """Tell every column; what a person once said of a heading goes before the guess.

        A field is taken from its first column, a name in one column gives way to its two parts.
        What is never stored stays so, whatever was said of it.
        """
        found: dict[int, FieldT | GuardT] = {}
        for at, heading in enumerate(headings):
            meaning = self.meaning_of(heading)
            said = remembered.get(heading_key(heading))
            if said is not None and not isinstance(meaning, self.guarded):
                meaning = self.fields(said) if said in set(self.fields) else None
            if meaning is not None and (
                meaning not in found.values() or isinstance(meaning, self.guarded)
            ):
                found[at] = meaning
        return self._without_doubles(found)

    def _without_doubles(
        self, found: Mapping[int, FieldT | GuardT]
    ) -> Mapping[int, FieldT | GuardT]:
        taken = set(found.values())
        doubled = {whole for whole, parts in self.wholes.items() if taken.issuperset(parts)}
        return {at: meaning for at, meaning in found.items() if meaning not in doubled}
