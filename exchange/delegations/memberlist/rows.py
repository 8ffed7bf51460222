"""Rows of a list of members, each read on its own: what is written of somebody, or why not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from exchange.core.database import Name
from exchange.core.errors import DomainError
from exchange.core.hepburn import suggest
from exchange.core.messages import Message, message
from exchange.core.text import is_kana, normalise_kana
from exchange.delegations.enums import GuardedMemberColumn, MemberField, MemberRole
from exchange.delegations.memberlist.roles import role_of
from exchange.documents.lists.cells import is_somebody, name_parts, plain
from exchange.documents.lists.heads import Head
from exchange.documents.sheet_files import Cell, Row, Sheet
from exchange.documents.workbook_parts import column_letters
from exchange.people.spellings import passport_spelling

_F: Final = MemberField
MemberHead = Head[MemberField, GuardedMemberColumn]
#: First row, first column, last row, last column.
Block = tuple[int, int, int, int]

#: A row that holds none of these is nobody's.
_IDENTITY: Final = (
    *(_F.FULL_NAME, _F.FAMILY_NAME, _F.GIVEN_NAME),
    *(_F.PASSPORT_NAME, _F.PASSPORT_FAMILY, _F.PASSPORT_GIVEN),
    *(_F.TITLE, _F.ROLE),
)
_LONGEST: Final[Mapping[MemberField, int]] = {
    _F.FULL_NAME: 200,
    _F.PASSPORT_NAME: 200,
    _F.AFFILIATION: 200,
    _F.TITLE: 200,
    _F.TITLE_JA: 200,
    _F.TITLE_EN: 200,
    _F.DIET: 200,
    _F.MOBILITY: 200,
    _F.COMPANION: 200,
}
_PART: Final = 100


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is refused, and the field it is about; None: the whole row."""

    field: MemberField | None
    sentence: Message


@dataclass(frozen=True, slots=True)
class Entry:
    """A member as a row writes them; None is what the list does not say."""

    name: Name
    affiliation: str | None = None
    #: As the list has it, in the language of its writers.
    title: str | None = None
    #: What the list itself offers as the Japanese and the English title.
    title_ja: str | None = None
    title_en: str | None = None
    role: MemberRole | None = None
    companion: str | None = None
    diet: str | None = None
    mobility: str | None = None


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row: its number in the file, what it writes, and what is to be said of it."""

    number: int
    entry: Entry
    problems: Sequence[Problem] = ()
    notes: Sequence[Message] = ()


@dataclass(frozen=True, slots=True)
class Manner:
    """How the rows of a list are to be taken."""

    #: Whether its members come from abroad: their readings are never turned into Latin letters.
    guests: bool
    #: Whether an empty cell leaves what is on record, as where a form does not show it.
    blank_keeps: bool = False


def member_rows(
    sheet: Sheet, head: MemberHead, *, with_hidden: bool = True
) -> tuple[Sequence[tuple[int, Row]], Sequence[int]]:
    """Return the rows that are members with their numbers, and the numbers of those left aside.

    A row whose name lies under merged cells is a member, so that it can be refused by name.
    """
    identity = [head.fields[each] for each in _IDENTITY if each in head.fields]
    blocks = _blocks_by_row(sheet)
    members: list[tuple[int, Row]] = []
    aside: list[int] = []
    for number, row in enumerate(sheet.rows[head.row :], start=head.row + 1):
        if not any(cell not in {None, ""} for cell in row):
            continue
        hidden = not with_hidden and number in sheet.marks.hidden_rows
        covered = any(_covering(blocks.get(number, ()), number, at) for at in identity)
        if hidden or not (is_somebody(row, identity) or covered):
            aside.append(number)
        else:
            members.append((number, row))
    return members, aside


def read_rows(
    rows: Sequence[tuple[int, Row]], sheet: Sheet, head: MemberHead, manner: Manner
) -> Iterator[ReadRow]:
    """Read each row on its own."""
    blocks = _blocks_by_row(sheet)
    for number, row in rows:
        yield _Reader(number, row, sheet, head.fields, manner, blocks.get(number, ())).read()


def _blocks_by_row(sheet: Sheet) -> Mapping[int, Sequence[Block]]:
    """Return the merged blocks that each row of a sheet lies in."""
    found: dict[int, list[Block]] = {}
    for block in sorted(sheet.marks.merged):
        for number in range(block[0], min(block[2], len(sheet.rows)) + 1):
            found.setdefault(number, []).append(block)
    return found


def _covering(blocks: Sequence[Block], number: int, at: int) -> Block | None:
    """Return the merged block of a row that covers a cell without beginning in it."""
    for block in blocks:
        first, left, _, right = block
        if left <= at <= right and (number, at) != (first, left):
            return block
    return None


@dataclass(slots=True)
class _Reader:
    """Reads one row and gathers what is to be said of it."""

    number: int
    row: Row
    sheet: Sheet
    columns: Mapping[MemberField, int]
    manner: Manner
    blocks: Sequence[Block]
    problems: list[Problem] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)

    def read(self) -> ReadRow:
        name = self._name()
        if not name.written and not name.passport:
            already = any(problem.field in _IDENTITY for problem in self.problems)
            if not already:
                column = next((each for each in _IDENTITY[:6] if each in self.columns), None)
                self._refuse(column, message("delegations.list.problem.name"))
        entry = Entry(
            name=name,
            affiliation=self._optional(_F.AFFILIATION),
            title=self._optional(_F.TITLE),
            title_ja=self._optional(_F.TITLE_JA),
            title_en=self._optional(_F.TITLE_EN),
            role=self._read_role(),
            companion=self._optional(_F.COMPANION),
            diet=self._optional(_F.DIET),
            mobility=self._optional(_F.MOBILITY),
        )
        return ReadRow(self.number, entry, self.problems, self.notes)

    def _name(self) -> Name:
        family, given = self._written()
        kana = self._kana()
        native = ""
        if self.manner.guests and not given and _F.FULL_NAME in self.columns:
            family, native = "", family
        passport = self._passport(_F.PASSPORT_NAME)
        parts = (self._passport(_F.PASSPORT_FAMILY), self._passport(_F.PASSPORT_GIVEN))
        name = Name(
            family, given, *kana, native=native, passport=passport or " ".join(filter(None, parts))
        ).cleaned()
        if not self.manner.guests and not name.passport and name.kana:
            spelling = suggest(name.kana)
            self.notes.append(message("delegations.list.note.hepburn", spelling=spelling))
        return name

    def _written(self) -> tuple[str, str]:
        """Return both parts of a name; a list of names and given names has the family's first."""
        whole = self._text(_F.FULL_NAME)
        family, given = self._text(_F.FAMILY_NAME), self._text(_F.GIVEN_NAME)
        if _F.GIVEN_NAME in self.columns:
            return family or whole, given
        if _F.FAMILY_NAME in self.columns:
            return family, whole
        return (whole, "") if self.manner.guests else _parts(whole)

    def _kana(self) -> tuple[str, str]:
        if _F.FULL_KANA in self.columns:
            return _parts(self._reading(_F.FULL_KANA))
        return self._reading(_F.FAMILY_KANA), self._reading(_F.GIVEN_KANA)

    def _reading(self, wanted: MemberField) -> str:
        text = normalise_kana(self._text(wanted))
        if text and not is_kana(text):
            self._refuse(wanted, message("delegations.list.problem.kana"))
            return ""
        return text

    def _passport(self, wanted: MemberField) -> str:
        text = self._text(wanted)
        try:
            spelt = passport_spelling(text)
        except DomainError as error:
            self._refuse(wanted, error.sentence)
            return ""
        if spelt != text:
            self.notes.append(message("delegations.list.note.capitals", spelling=spelt))
        return spelt

    def _read_role(self) -> MemberRole | None:
        text = self._text(_F.ROLE)
        if not text:
            return None
        role = role_of(text)
        if role is None:
            self._refuse(_F.ROLE, message("delegations.list.problem.role", text=text))
        return role

    def _optional(self, wanted: MemberField) -> str | None:
        if wanted not in self.columns:
            return None
        text = self._text(wanted)
        return None if not text and self.manner.blank_keeps else text

    def _text(self, wanted: MemberField) -> str:
        """Return a field's text; what cannot be read, is too long or merged away is a problem."""
        at = self.columns.get(wanted)
        if at is None:
            return ""
        cell = self._cell(wanted, at)
        try:
            text = "" if cell is None else plain(cell)
        except DomainError as error:
            self._refuse(wanted, error.sentence)
            return ""
        if "\ufffd" in text:
            self._refuse(wanted, message("delegations.list.problem.unreadable"))
            return ""
        most = _LONGEST.get(wanted, _PART)
        if len(text) > most:
            self._refuse(wanted, message("delegations.list.problem.long", most=most))
        return text[:most]

    def _cell(self, wanted: MemberField, at: int) -> Cell:
        """Take one organisation over for all it stands beside; else say what is merged away."""
        own = self.row[at] if at < len(self.row) else None
        block = _covering(self.blocks, self.number, at)
        if own is not None or block is None:
            return own
        first, left, last, right = block
        cells = f"{column_letters(left)}{first}:{column_letters(right)}{last}"
        if wanted is _F.AFFILIATION and left == at:
            self.notes.append(message("delegations.list.note.merged", cells=cells))
            return self.sheet.rows[first - 1][at]
        self._refuse(wanted, message("delegations.list.problem.merged", cells=cells))
        return None

    def _refuse(self, wanted: MemberField | None, sentence: Message) -> None:
        self.problems.append(Problem(wanted, sentence))


def _parts(text: str) -> tuple[str, str]:
    return name_parts(text) if text else ("", "")
