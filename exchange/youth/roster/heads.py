"""Where a roster's table begins: its headings under merged titles, in one row or in two."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from exchange.core.text import clean_line
from exchange.documents.sheet_files import Row, Sheet, text_of
from exchange.documents.workbook_parts import column_letters
from exchange.youth.enums.rosters import GuardedColumn, RosterField
from exchange.youth.roster.columns import meanings_of

_NUMBER: Final = re.compile("[0-9０-９]{3}")
#: Rows in which headings are looked for.
_LOOKED_AT: Final = 40
#: So many columns must be told for a row to be the headings.
_FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class Head:
    """The headings of a table and what they mean."""

    #: The last row of the headings, from 1; 0 where there are none.
    row: int
    headings: Sequence[str]
    meanings: Mapping[int, RosterField | GuardedColumn]

    @property
    def fields(self) -> Mapping[RosterField, int]:
        """The columns that are taken over, by field."""
        return {
            meaning: at for at, meaning in self.meanings.items() if isinstance(meaning, RosterField)
        }

    @property
    def guarded(self) -> Mapping[int, GuardedColumn]:
        """The columns that are never stored."""
        return {
            at: meaning
            for at, meaning in self.meanings.items()
            if isinstance(meaning, GuardedColumn)
        }


def find_head(sheet: Sheet, remembered: Mapping[str, str], *, row: int | None = None) -> Head:
    """Return the headings: those in `row` where a person said so, else of whatever tells most."""
    if row is not None:
        return _told(sheet, row, remembered)
    candidates = [
        Head(at, headings, meanings)
        for at in range(1, min(len(sheet.rows), _LOOKED_AT) + 1)
        for headings in _headings(sheet, at)
        if len(set((meanings := meanings_of(headings, remembered)).values())) >= _FEWEST
    ]
    if not candidates:
        return _headless(sheet, remembered)
    return max(candidates, key=lambda head: (len(head.meanings), -head.row))


def _told(sheet: Sheet, row: int, remembered: Mapping[str, str]) -> Head:
    """Read the headings where a person said they stand, with the row above if that tells more."""
    if not 1 <= row <= len(sheet.rows):
        return _headless(sheet, remembered)
    heads = [Head(row, names, meanings_of(names, remembered)) for names in _headings(sheet, row)]
    return max(heads, key=lambda head: len(head.meanings))


def _headings(sheet: Sheet, at: int) -> Sequence[Sequence[str]]:
    """Return a row's headings alone, and beneath the groups of the row above."""
    own = _texts(sheet.rows[at - 1], _width(sheet))
    if at == 1 or _holds_data(sheet.rows[at - 1]) or len(meanings_of(own, {})) < _FEWEST:
        return [own]
    return [own, _grouped(_texts(sheet.rows[at - 2], _width(sheet)), own)]


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


def _headless(sheet: Sheet, remembered: Mapping[str, str]) -> Head:
    """Name the columns by their letters: what they mean is for a person to say."""
    letters = [column_letters(at) for at in range(_width(sheet))]
    return Head(0, letters, meanings_of(letters, remembered))
