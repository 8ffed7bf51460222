"""The dry run: a file read as chosen, every row with its fate, and what to mind of the whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from exchange.core.messages import Message, label, message
from exchange.documents.sheet_files import Sheet, SheetFile
from exchange.documents.workbook_parts import column_letters
from exchange.youth.enums.rosters import GuardedColumn, RosterField
from exchange.youth.roster.fates import Announcement
from exchange.youth.roster.keeping import Choices, Table, in_encoding, table_of
from exchange.youth.roster.rows import ReadRow, Setting, pupil_rows, read_rows

_F = RosterField
#: A name, reading, birth date and grade must be in the table, each in one of its columns.
_NEEDED = (
    (_F.FULL_NAME, _F.FAMILY_NAME),
    (_F.FULL_KANA, _F.FAMILY_KANA),
    (_F.BIRTH_DATE,),
    (_F.GRADE,),
)
#: So many row numbers are named in one sentence.
_NAMED = 12


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it is read."""

    file: SheetFile
    table: Table
    choices: Choices
    rows: Sequence[ReadRow]
    #: Numbers of the rows that are no pupils.
    aside: Sequence[int]
    #: Whether a column of genders is taken over.
    asks_gender: bool = False

    @property
    def columns(self) -> Mapping[RosterField, str]:
        """What is taken over from which column, by its heading or its letters."""
        return {meaning: self.name_of(at) for meaning, at in self.table.head.fields.items()}

    @property
    def guarded(self) -> Mapping[GuardedColumn, Sequence[str]]:
        """The columns that are not stored, by kind."""
        found: dict[GuardedColumn, list[str]] = {}
        for at, kind in self.table.head.guarded.items():
            found.setdefault(kind, []).append(self.name_of(at))
        return found

    def name_of(self, at: int) -> str:
        """Return a column's heading, or its letters where it has none."""
        headings = self.table.head.headings
        return (headings[at] if at < len(headings) else "") or column_letters(at)

    def column_of(self, wanted: RosterField | None) -> str | None:
        """Return the column a problem is about; None where the whole row is, or no column."""
        at = self.table.head.fields.get(wanted) if wanted else None
        return None if at is None else self.name_of(at)

    @property
    def lacking(self) -> Sequence[RosterField]:
        """The fields without which no row can be taken over."""
        fields = self.table.head.fields
        return [each[0] for each in _NEEDED if not any(field in fields for field in each)]


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a person looks at before anything is saved."""

    reading: Reading
    announcement: Announcement

    @property
    def faults(self) -> Sequence[Message]:
        """Why no row can be taken over: which columns are not found."""
        return [
            message("youth.roster.file.lacking", column=label(field))
            for field in self.reading.lacking
        ]

    @property
    def notes(self) -> Sequence[Message]:
        """What to mind of the file as a whole."""
        return _notes(self.reading)


def read_file(file: SheetFile, choices: Choices, setting: Setting) -> Reading:
    """Read a file as a person chose, or as it seems to be."""
    file = in_encoding(file, choices.encoding)
    table = table_of(file, choices)
    pupils, aside = pupil_rows(table.sheet, table.head, with_hidden=choices.with_hidden)
    rows = list(read_rows(pupils, table.sheet, table.head, setting))
    return Reading(file, table, choices, rows, aside, setting.asks_gender)


def _notes(reading: Reading) -> Sequence[Message]:
    sheet, notes = reading.table.sheet, list[Message]()
    if not reading.table.head.row:
        notes.append(message("youth.roster.file.no_head"))
    garbled = sum("\ufffd" in str(cell) for row in sheet.rows for cell in row)
    if garbled:
        notes.append(message("youth.roster.file.garbled", count=garbled))
    others = [each.name for each in reading.file.sheets if each is not sheet and each.rows]
    if others:
        named = ", ".join(others)
        notes.append(message("youth.roster.file.sheets", read=sheet.name, others=named))
    gender = reading.column_of(_F.GENDER)
    if gender is not None and not reading.asks_gender:
        notes.append(message("youth.roster.file.gender", column=gender))
    notes += _hidden(reading, sheet)
    if reading.aside:
        notes.append(message("youth.roster.file.aside", rows=_numbers(reading.aside)))
    return notes


def _hidden(reading: Reading, sheet: Sheet) -> Sequence[Message]:
    """Name what a person does not see on the screen, or did not type."""
    notes = []
    hidden = sorted(at for at in sheet.marks.hidden_rows if at > reading.table.head.row)
    hidden = [at for at in hidden if at <= len(sheet.rows)]
    if hidden and reading.choices.with_hidden:
        notes.append(message("youth.roster.file.hidden_rows", rows=_numbers(hidden)))
    elif hidden:
        notes.append(message("youth.roster.file.hidden_left_out", rows=_numbers(hidden)))
    used = range(len(reading.table.head.headings))
    columns = [reading.name_of(at) for at in sorted(sheet.marks.hidden_columns) if at in used]
    if columns:
        notes.append(message("youth.roster.file.hidden_columns", columns=", ".join(columns)))
    formulas = [reading.name_of(at) for at in sorted(sheet.marks.formulas) if at in used]
    if formulas:
        notes.append(message("youth.roster.file.formulas", columns=", ".join(formulas)))
    return notes


def _numbers(found: Sequence[int]) -> str:
    named = ", ".join(map(str, found[:_NAMED]))
    return f"{named}, …" if len(found) > _NAMED else named
