"""A file as it is read: its table, how a person chose it to be read, and what its columns are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic

from exchange.core.messages import Message, message
from exchange.core.text import clean_line
from exchange.documents.delimited import Encoding
from exchange.documents.lists.columns import FieldT, GuardT, heading_key
from exchange.documents.lists.keeping import CHOICES, Choices, Table
from exchange.documents.sheet_files import Sheet, SheetFile, text_of
from exchange.documents.workbook_parts import column_letters

#: So many row numbers are named in one sentence.
_NAMED = 12


@dataclass(frozen=True, slots=True)
class ListReading(Generic[FieldT, GuardT]):
    """A file, the table in it, and how it was chosen to be read."""

    file: SheetFile
    table: Table[FieldT, GuardT]
    choices: Choices

    @property
    def columns(self) -> Mapping[FieldT, str]:
        """What is taken over from which column, by its heading or its letters."""
        return {meaning: self.name_of(at) for meaning, at in self.table.head.fields.items()}

    @property
    def guarded(self) -> Mapping[GuardT, Sequence[str]]:
        """The columns that are not stored, by kind."""
        found: dict[GuardT, list[str]] = {}
        for at, kind in self.table.head.guarded.items():
            found.setdefault(kind, []).append(self.name_of(at))
        return found

    @property
    def encodings(self) -> Sequence[Encoding]:
        """The encodings in which the file could be read; none for a workbook."""
        if self.file.raw is None:
            return ()
        chosen = self.file.encoding
        return tuple(dict.fromkeys([*([chosen] if chosen else []), *CHOICES]))

    def name_of(self, at: int) -> str:
        """Return a column's heading, or its letters where it has none."""
        headings = self.table.head.headings
        return (headings[at] if at < len(headings) else "") or column_letters(at)

    def column_of(self, wanted: FieldT | None) -> str | None:
        """Return the column a problem is about; None where the whole row is, or no column."""
        at = self.table.head.fields.get(wanted) if wanted else None
        return None if at is None else self.name_of(at)

    def is_guess(self, row: int | None, *, sheet: int) -> bool:
        """Say whether a row of headings is only the one found: another sheet need not have it."""
        if row is None or sheet != self.table.at:
            return True
        return row == self.table.head.row and not self.choices.header_row

    def said(
        self, typed: Mapping[str, str], known: type[FieldT], *, row: int | None
    ) -> Mapping[str, str]:
        """Return what a person changed of the columns (`column-3`), by heading, and no more.

        `row` is where they say that the headings stand.
        """
        guessed = {at: field.value for field, at in self.table.head.fields.items()}
        said: dict[str, str] = {}
        for at, heading in enumerate(self._headings_in(row)):
            chosen = typed.get(f"column-{at}")
            if chosen is None or chosen == guessed.get(at, ""):
                continue
            if chosen in set(known) or not chosen:
                said[heading_key(heading)] = chosen
        return said

    def _headings_in(self, row: int | None) -> Sequence[str]:
        rows = self.table.sheet.rows
        if not row or row == self.table.head.row or row > len(rows):
            return self.table.head.headings
        return [clean_line(text_of(cell)) for cell in rows[row - 1]]


def notes_on(reading: ListReading[FieldT, GuardT], aside: Sequence[int]) -> Sequence[Message]:
    """Say what to mind of a file as a whole; `aside` are the rows that are nobody's."""
    sheet, notes = reading.table.sheet, list[Message]()
    if not reading.table.head.row:
        notes.append(message("documents.list.no_head"))
    garbled = sum("\ufffd" in str(cell) for row in sheet.rows for cell in row)
    if garbled:
        notes.append(message("documents.list.garbled", count=garbled))
    others = [each.name for each in reading.file.sheets if each is not sheet and each.rows]
    if others:
        named = ", ".join(others)
        notes.append(message("documents.list.sheets", read=sheet.name, others=named))
    notes += _hidden(reading, sheet)
    if aside:
        notes.append(message("documents.list.aside", rows=numbers(aside)))
    return notes


def numbers(found: Sequence[int]) -> str:
    """Name some row numbers."""
    named = ", ".join(map(str, found[:_NAMED]))
    return f"{named}, …" if len(found) > _NAMED else named


def _hidden(reading: ListReading[FieldT, GuardT], sheet: Sheet) -> Sequence[Message]:
    """Name what a person does not see on the screen, or did not type."""
    notes = []
    hidden = sorted(at for at in sheet.marks.hidden_rows if at > reading.table.head.row)
    hidden = [at for at in hidden if at <= len(sheet.rows)]
    if hidden and reading.choices.with_hidden:
        notes.append(message("documents.list.hidden_rows", rows=numbers(hidden)))
    elif hidden:
        notes.append(message("documents.list.hidden_left_out", rows=numbers(hidden)))
    used = range(len(reading.table.head.headings))
    columns = [reading.name_of(at) for at in sorted(sheet.marks.hidden_columns) if at in used]
    if columns:
        notes.append(message("documents.list.hidden_columns", columns=", ".join(columns)))
    formulas = [reading.name_of(at) for at in sorted(sheet.marks.formulas) if at in used]
    if formulas:
        notes.append(message("documents.list.formulas", columns=", ".join(formulas)))
    return notes
