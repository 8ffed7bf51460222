"""The dry run: a file read as chosen, every row with its fate, and what to mind of the whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from exchange.core.messages import Message, label, message
from exchange.core.text import clean_line
from exchange.documents.lists.keeping import Choices, in_encoding, table_of
from exchange.documents.lists.reading import ListReading, notes_on
from exchange.documents.sheet_files import SheetFile, text_of
from exchange.youth.enums.rosters import GuardedColumn, RosterField
from exchange.youth.roster.columns import VOCABULARY
from exchange.youth.roster.facts import Places
from exchange.youth.roster.fates import Announcement
from exchange.youth.roster.rows import ReadRow, Setting, pupil_rows, read_rows

_F = RosterField
#: A name, reading, birth date and grade must be in the table, each in one of its columns.
_NEEDED = (
    (_F.FULL_NAME, _F.FAMILY_NAME),
    (_F.FULL_KANA, _F.FAMILY_KANA),
    (_F.BIRTH_DATE,),
    (_F.GRADE,),
)


@dataclass(frozen=True, slots=True)
class Reading(ListReading[RosterField, GuardedColumn]):
    """A file as it is read."""

    rows: Sequence[ReadRow]
    #: Numbers of the rows that are no pupils.
    aside: Sequence[int]
    #: Whether a column of genders is taken over.
    asks_gender: bool = False

    def written(self, number: int, *fields: RosterField) -> str:
        """Return what a row of the file has in some columns, read or not."""
        row = self.table.sheet.rows[number - 1]
        columns = [self.table.head.fields.get(field) for field in fields]
        cells = [text_of(row[at]) for at in columns if at is not None and at < len(row)]
        return " ".join(filter(None, map(clean_line, cells)))

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
    #: The seats before any row is taken over.
    places: Places

    @property
    def faults(self) -> Sequence[Message]:
        """Why no row can be taken over: which columns are not found."""
        if len(self.reading.lacking) == len(_NEEDED):
            return [message("youth.roster.file.no_roster")]
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
    table = table_of(file, choices, VOCABULARY)
    pupils, aside = pupil_rows(table.sheet, table.head, with_hidden=choices.with_hidden)
    rows = list(read_rows(pupils, table.sheet, table.head, setting))
    return Reading(file, table, choices, rows, aside, setting.asks_gender)


def _notes(reading: Reading) -> Sequence[Message]:
    gender = reading.column_of(_F.GENDER)
    passed_over = gender is not None and not reading.asks_gender
    tidied = sum(row.tidied for row in reading.rows)
    return [
        *([message("youth.roster.file.gender", column=gender)] if passed_over else []),
        *([message("youth.roster.file.kana", count=tidied)] if tidied else []),
        *notes_on(reading, reading.aside),
    ]
