"""A partner's own form as a list: its fields in, a table of cells out, and back."""

from collections.abc import Mapping, Sequence
from typing import Final

from exchange.delegations.enums import MemberField, MemberRole
from exchange.delegations.memberlist.dryrun import read_list
from exchange.delegations.memberlist.rows import Manner, ReadRow
from exchange.documents.delimited import Encoding
from exchange.documents.lists.keeping import Choices
from exchange.documents.sheet_files import FileKind, Sheet, SheetFile, text_of

_F: Final = MemberField
#: What a partner is asked, with a heading that tells it.
ASKED: Final[Mapping[MemberField, str]] = {
    _F.FULL_NAME: "Name",
    _F.PASSPORT_NAME: "Passport name",
    _F.TITLE: "Title",
    _F.AFFILIATION: "Organisation",
    _F.ROLE: "Role",
    _F.DIET: "Diet",
    _F.MOBILITY: "Mobility",
    _F.COMPANION: "Companion",
}
#: A role as it is written into the table and read again.
_ROLES: Final = {
    MemberRole.LEADER: "head",
    MemberRole.DEPUTY_LEADER: "deputy",
    MemberRole.MEMBER: "member",
    MemberRole.ATTENDANT: "attendant",
    MemberRole.INTERPRETER: "interpreter",
}
#: Rows of the form; who brings more sends a file.
MOST: Final = 60
#: Rows left empty below those that are filled in.
_SPARE: Final = 4

FormRow = Mapping[MemberField, str]


def table_of_form(rows: Sequence[FormRow]) -> SheetFile:
    """Return what a partner typed as a list; rows without anything are left out."""
    cells = [
        [_written(field, row.get(field, "")) or None for field in ASKED]
        for row in rows
        if any(row.get(field) for field in ASKED if field is not _F.ROLE)
    ]
    return SheetFile(FileKind.CSV, [Sheet("", [list(ASKED.values()), *cells])], Encoding.UTF_8)


def rows_of_table(file: SheetFile) -> Sequence[FormRow]:
    """Return the rows of a form that was handed in; none of any other file."""
    sheet = file.sheets[0]
    if not sheet.rows or [text_of(cell) for cell in sheet.rows[0]] != list(ASKED.values()):
        return ()
    named = {written: role.value for role, written in _ROLES.items()}
    return [
        {
            field: named.get(text, text) if field is _F.ROLE else text
            for field, cell in zip(ASKED, row, strict=False)
            if (text := text_of(cell))
        }
        for row in sheet.rows[1:]
    ]


def read_form(file: SheetFile) -> Sequence[ReadRow]:
    """Read a form as its list will be read, to name at once what cannot be taken."""
    return read_list(file, Choices(), Manner(guests=True, blank_keeps=True)).rows


def with_spare(rows: Sequence[FormRow]) -> Sequence[FormRow]:
    """Return rows with some empty ones below, as many as the form has."""
    return [*rows, *({} for _ in range(_SPARE))][:MOST] if len(rows) < MOST else rows[:MOST]


def _written(field: MemberField, text: str) -> str:
    if field is not _F.ROLE:
        return text
    return _ROLES[MemberRole(text)] if text in set(MemberRole) else ""
