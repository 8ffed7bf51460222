"""Rows of a roster, each read on its own: what is written of a pupil, or why it cannot be read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeVar

from exchange.core.database import Name
from exchange.core.dates import FiscalYear
from exchange.core.errors import DomainError
from exchange.core.messages import Message, message
from exchange.core.reading import whole
from exchange.documents.lists.cells import is_somebody, name_parts, plain
from exchange.documents.lists.heads import Head
from exchange.documents.sheet_files import Cell, Row, Sheet, text_of
from exchange.youth.enums import Relationship, SchoolLevel
from exchange.youth.enums.rosters import GuardedColumn, RosterField
from exchange.youth.enums.waiting import Gender
from exchange.youth.roster.columns import is_row_sent
from exchange.youth.roster.values import (
    read_birth_date,
    read_gender,
    read_grade,
    read_kana,
    read_mail,
    read_phone,
    read_relationship,
)
from exchange.youth.rules.pupils import ensure_age, ensure_grade

_F: Final = RosterField
RosterHead = Head[RosterField, GuardedColumn]
Value = TypeVar("Value")

#: A row that holds none of these is no pupil's.
_IDENTITY: Final = (
    *(_F.FULL_NAME, _F.FAMILY_NAME, _F.GIVEN_NAME),
    *(_F.FULL_KANA, _F.FAMILY_KANA, _F.GIVEN_KANA),
    _F.BIRTH_DATE,
)
_LONGEST: Final[Mapping[RosterField, int]] = {
    _F.SCHOOL_CLASS: 20,
    _F.GUARDIAN_NAME: 200,
    _F.GUARDIAN_MAIL: 254,
    _F.GUARDIAN_PHONE: 40,
}
_PART: Final = 100


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is refused, and the field it is about; None: the whole row."""

    field: RosterField | None
    sentence: Message


@dataclass(frozen=True, slots=True)
class Entry:
    """A pupil as a row writes them; None is what the row leaves out."""

    name: Name
    birth_date: date
    grade: int
    school_class: str | None = None
    gender: Gender | None = None
    guardian_name: str | None = None
    guardian_relationship: Relationship | None = None
    guardian_mail: str | None = None
    guardian_phone: str | None = None


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row: its number in the file, what is in it, and what is to be said of it."""

    number: int
    #: As read so far, for the page: a refused row shows what could be read.
    name: Name
    birth_date: date | None = None
    grade: int | None = None
    school_class: str | None = None
    entry: Entry | None = None
    problems: Sequence[Problem] = ()
    notes: Sequence[Message] = ()
    #: Whether the reading was written in another way, and stays the same.
    tidied: bool = False
    #: Its row in the file that was sent before, where this one came back from there.
    sent_as: int | None = None

    @property
    def shown(self) -> int:
        """The number by which a person knows the row."""
        return self.sent_as or self.number


@dataclass(frozen=True, slots=True)
class Setting:
    """What a row is measured by."""

    level: SchoolLevel
    year: FiscalYear
    #: Where there are seats for each gender; elsewhere a column of it is passed over.
    asks_gender: bool = False


def pupil_rows(
    sheet: Sheet, head: RosterHead, *, with_hidden: bool = True
) -> tuple[Sequence[tuple[int, Row]], Sequence[int]]:
    """Return the rows that are pupils with their numbers, and the numbers of those left aside.

    Left aside are sums, remarks and examples below or between the pupils; empty rows are not named.
    """
    identity = [head.fields[each] for each in _IDENTITY if each in head.fields]
    pupils: list[tuple[int, Row]] = []
    aside: list[int] = []
    for number, row in enumerate(sheet.rows[head.row :], start=head.row + 1):
        if not any(cell not in {None, ""} for cell in row):
            continue
        hidden = not with_hidden and number in sheet.marks.hidden_rows
        if hidden or not is_somebody(row, identity):
            aside.append(number)
        else:
            pupils.append((number, row))
    return pupils, aside


def read_rows(
    rows: Sequence[tuple[int, Row]], sheet: Sheet, head: RosterHead, setting: Setting
) -> Iterator[ReadRow]:
    """Read each row on its own."""
    hidden = sheet.marks.hidden_rows
    before = next((at for at, text in enumerate(head.headings) if is_row_sent(text)), None)
    for number, row in rows:
        sent_as = None
        if before is not None and before < len(row):
            sent_as = whole(text_of(row[before]))
        reader = _Reader(row, head.fields, setting, sent_as)
        yield reader.read(number, hidden=number in hidden)


@dataclass(slots=True)
class _Reader:
    """Reads one row and gathers what is to be said of it."""

    row: Row
    columns: Mapping[RosterField, int]
    setting: Setting
    sent_as: int | None = None
    tidied: bool = False
    problems: list[Problem] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)

    def read(self, number: int, *, hidden: bool) -> ReadRow:
        if hidden:
            self.notes.append(message("youth.roster.note.hidden"))
        name = self._name()
        born = self._needed(
            _F.BIRTH_DATE, lambda: self._noted(read_birth_date(self._cell(_F.BIRTH_DATE)))
        )
        grade, beside = self._needed(_F.GRADE, self._grade) or (None, "")
        self._fits(born)
        rest = self._rest(beside)
        entry = None
        if not self.problems and born is not None and grade is not None:
            entry = Entry(name, born, grade, **rest)  # type: ignore[arg-type]
        return ReadRow(
            number,
            name,
            born,
            grade,
            rest["school_class"],  # type: ignore[arg-type]
            entry,
            self.problems,
            self.notes,
            self.tidied,
            self.sent_as,
        )

    def _cell(self, wanted: RosterField) -> Cell:
        at = self.columns.get(wanted)
        return self.row[at] if at is not None and at < len(self.row) else None

    def _text(self, wanted: RosterField) -> str:
        """Return a field's text; a failed formula and what is too long are problems of it."""
        cell = self._cell(wanted)
        if cell is None:
            return ""
        try:
            text = plain(cell)
        except DomainError as error:
            self._refuse(wanted, error.sentence)
            return ""
        most = _LONGEST.get(wanted, _PART)
        if len(text) > most:
            self._refuse(wanted, message("youth.roster.problem.long", most=most))
        return text[:most]

    def _name(self) -> Name:
        family, given = self._parts(_F.FULL_NAME, _F.FAMILY_NAME, _F.GIVEN_NAME)
        family_kana, given_kana = self._parts(_F.FULL_KANA, _F.FAMILY_KANA, _F.GIVEN_KANA)
        family_romaji, given_romaji = self._parts(_F.FULL_ROMAJI, _F.FAMILY_ROMAJI, _F.GIVEN_ROMAJI)
        if not family and not given:
            self._refuse(
                self._named_by(_F.FULL_NAME, _F.FAMILY_NAME), message("youth.roster.problem.name")
            )
        elif not given:
            self.notes.append(message("youth.roster.note.undivided", text=family))
        column = self._named_by(_F.FULL_KANA, _F.FAMILY_KANA)
        if not family_kana and not given_kana:
            self._refuse(column, message("youth.roster.problem.no_kana"))
        kana = [self._kana(column, part) for part in (family_kana, given_kana)]
        self.tidied = kana != [family_kana, given_kana]
        return Name(family, given, kana[0], kana[1], family_romaji, given_romaji)

    def _parts(
        self, whole: RosterField, family: RosterField, given: RosterField
    ) -> tuple[str, str]:
        """Return both parts of a name, from their own columns or divided."""
        if whole in self.columns:
            text = self._text(whole)
            return name_parts(text) if text else ("", "")
        return self._text(family), self._text(given)

    def _kana(self, column: RosterField, text: str) -> str:
        return (self._tried(column, lambda: read_kana(text)) or text) if text else ""

    def _named_by(self, whole: RosterField, part: RosterField) -> RosterField:
        return part if part in self.columns else whole

    def _grade(self) -> tuple[int, str]:
        found = read_grade(self._cell(_F.GRADE), self.setting.level)
        ensure_grade(self.setting.level, found[0])
        return found

    def _fits(self, born: date | None) -> None:
        """Refuse a birth date that no pupil of the school can have."""
        if born is not None:
            self._tried(
                _F.BIRTH_DATE, lambda: ensure_age(self.setting.level, born, self.setting.year)
            )

    def _rest(self, beside: str) -> dict[str, object]:
        """Read what may be left out; a class beside the grade gives way to one of its own."""
        relationship = self._text(_F.GUARDIAN_RELATIONSHIP)
        mail, phone = self._text(_F.GUARDIAN_MAIL), self._text(_F.GUARDIAN_PHONE)
        return {
            "school_class": (self._text(_F.SCHOOL_CLASS) or beside).removesuffix("組") or None,
            "gender": self._gender(),
            "guardian_name": self._text(_F.GUARDIAN_NAME) or None,
            "guardian_relationship": read_relationship(relationship) if relationship else None,
            "guardian_mail": self._tried(_F.GUARDIAN_MAIL, lambda: read_mail(mail))
            if mail
            else None,
            "guardian_phone": self._tried(_F.GUARDIAN_PHONE, lambda: self._noted(read_phone(phone)))
            if phone
            else None,
        }

    def _gender(self) -> Gender | None:
        text = self._text(_F.GENDER) if self.setting.asks_gender else ""
        return self._tried(_F.GENDER, lambda: self._noted(read_gender(text))) if text else None

    def _needed(self, wanted: RosterField, read: Callable[[], Value]) -> Value | None:
        if self._cell(wanted) in {None, ""}:
            missing = {
                _F.BIRTH_DATE: message("youth.roster.problem.no_birth_date"),
                _F.GRADE: message("youth.roster.problem.no_grade"),
            }
            self._refuse(wanted, missing[wanted])
            return None
        return self._tried(wanted, read)

    def _tried(self, wanted: RosterField, read: Callable[[], Value]) -> Value | None:
        try:
            return read()
        except DomainError as error:
            self._refuse(wanted, error.sentence)
            return None

    def _noted(self, found: tuple[Value, Message | None]) -> Value:
        value, note = found
        if note is not None:
            self.notes.append(note)
        return value

    def _refuse(self, wanted: RosterField, sentence: Message) -> None:
        self.problems.append(Problem(wanted, sentence))
