"""Where a list's table begins: its headings under merged titles, in one row or in two."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic

from exchange.core.text import clean_line
from exchange.documents.lists.columns import FieldT, GuardT, Vocabulary
from exchange.documents.sheet_files import Row, Sheet, text_of
from exchange.documents.workbook_parts import column_letters

_NUMBER: Final = re.compile("[0-9０-９]{3}")
#: Rows in which headings are looked for.
_LOOKED_AT: Final = 40
#: So many columns must be told for a row to be the headings.
_FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class Head(Generic[FieldT, GuardT]):
    """The headings of a table and what they mean."""

    #: The last row of the headings, from 1; 0 where there are none.
    row: int
    headings: Sequence[str]
    #: The columns that are taken over, by field.
    fields: Mapping[FieldT, int]
    #: The columns that are never stored.
    guarded: Mapping[int, GuardT]

    @property
    def told(self) -> int:
        """How many columns mean something."""
        return len(self.fields) + len(self.guarded)


@dataclass(frozen=True, slots=True)
class HeadFinder(Generic[FieldT, GuardT]):
    """Finds the headings of one kind of list, with what a person said of them."""

    vocabulary: Vocabulary[FieldT, GuardT]
    remembered: Mapping[str, str]

    def find(self, sheet: Sheet, *, row: int | None = None) -> Head[FieldT, GuardT]:
        """Return the headings: those in `row` where a person said so, else what tells most."""
        if row is not None:
            return self._said(sheet, row)
        candidates = [
            head
            for at in range(1, min(len(sheet.rows), _LOOKED_AT) + 1)
            for headings in self._headings(sheet, at)
            if _kinds(head := self._head(at, headings)) >= _FEWEST
        ]
        if not candidates:
            return self._headless(sheet)
        return max(candidates, key=lambda head: (head.told, -head.row))

    def _head(self, row: int, headings: Sequence[str]) -> Head[FieldT, GuardT]:
        fields: dict[FieldT, int] = {}
        guarded: dict[int, GuardT] = {}
        for at, meaning in self.vocabulary.tell(headings, self.remembered).items():
            if isinstance(meaning, self.vocabulary.fields):
                fields[meaning] = at
            elif isinstance(meaning, self.vocabulary.guarded):
                guarded[at] = meaning
        return Head(row, headings, fields, guarded)

    def _said(self, sheet: Sheet, row: int) -> Head[FieldT, GuardT]:
        """Read the headings where they are said to stand, with the row above if it tells more."""
        if not 1 <= row <= len(sheet.rows):
            return self._headless(sheet)
        heads = [self._head(row, names) for names in self._headings(sheet, row)]
        return max(heads, key=lambda head: head.told)

    def _headings(self, sheet: Sheet, at: int) -> Sequence[Sequence[str]]:
        """Return a row's headings alone, and beneath the groups of the row above."""
        own = _texts(sheet.rows[at - 1], _width(sheet))
        told = self.vocabulary.tell(own, {})
        if at == 1 or _holds_data(sheet.rows[at - 1]) or len(told) < _FEWEST:
            return [own]
        return [own, _grouped(_texts(sheet.rows[at - 2], _width(sheet)), own)]

    def _headless(self, sheet: Sheet) -> Head[FieldT, GuardT]:
        """Name the columns by their letters: what they mean is for a person to say."""
        return self._head(0, [column_letters(at) for at in range(_width(sheet))])


def _kinds(head: Head[FieldT, GuardT]) -> int:
    """Count what is told apart: several columns of one guarded kind are one."""
    return len(head.fields) + len(set(head.guarded.values()))


def _holds_data(row: Row) -> bool:
    """Say whether a row can be no headings: it holds a number, a day, an address."""
    return any(
        not isinstance(cell, str) or "@" in cell or _NUMBER.search(cell) is not None
        for cell in row
        if cell is not None
    )


def _grouped(above: Sequence[str], own: Sequence[str]) -> Sequence[str]:
    """Put the group of merged cells above before each heading; one over nothing is a heading."""
    named: list[str] = []
    group = ""
    for over, text in zip(above, own, strict=True):
        if over:
            group = over if text else ""
        named.append(f"{group}{text}" if text else over)
    return named


def _texts(row: Row, width: int) -> Sequence[str]:
    texts = [clean_line(text_of(cell)) for cell in row]
    return [*texts, *[""] * (width - len(texts))]


def _width(sheet: Sheet) -> int:
    return max(map(len, sheet.rows), default=0)
