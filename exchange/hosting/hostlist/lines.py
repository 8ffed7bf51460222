"""Each line of a host list as a family, and what would become of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from exchange.core.errors import DomainError
from exchange.core.messages import Message, label, message
from exchange.core.text import clean_line, fold, normalise_kana
from exchange.hosting.enums import AgeBand, Column, Fate
from exchange.hosting.hostlist.cells import (
    animals_of,
    free_of,
    members_of,
    phone_of,
    places_of,
    preference_of,
    smoking_of,
)
from exchange.hosting.hostlist.columns import MOST_ROWS, guess, header_of
from exchange.hosting.hostlist.families import (
    FamilyDetails,
    MemberDetails,
    ensure_members,
    match_key,
)
from exchange.hosting.rules.languages import languages_of, words_of

#: The longest text of a column of words.
LONGEST: Final = {
    Column.NAME: 200,
    Column.KANA: 200,
    Column.ADDRESS: 300,
    Column.PHONE: 60,
    Column.MAIL: 254,
    Column.MEMBERS: 1000,
    Column.LANGUAGES: 300,
    Column.HOBBIES: 300,
    Column.PETS: 300,
    Column.MEALS: 500,
    Column.NOTES: 1000,
}
#: Who stands first where the list names the family by a person that its members leave out.
REPRESENTATIVE: Final = "代表者"


@dataclass(frozen=True, slots=True)
class Line:
    """One family of the list: what becomes of it, which columns change, or why it is refused."""

    number: int
    name: str
    fate: Fate
    details: FamilyDetails | None = None
    changed: tuple[Column, ...] = ()
    problem: Message | None = None


@dataclass(frozen=True, slots=True)
class HostList:
    """A list as it was read."""

    header: tuple[str, ...]
    columns: Mapping[int, Column]
    lines: Sequence[Line]

    @property
    def refused(self) -> int:
        """How many lines cannot be taken."""
        return sum(line.fate is Fate.REFUSED for line in self.lines)

    @property
    def taken(self) -> Sequence[FamilyDetails]:
        """The families that are new or changed."""
        moved = {Fate.NEW, Fate.CHANGED}
        return [line.details for line in self.lines if line.details and line.fate in moved]


def read_list(
    rows: Sequence[Sequence[str]],
    known: Mapping[str, FamilyDetails],
    *,
    near: date,
    columns: Mapping[int, Column] | None = None,
) -> HostList:
    """Read a list beside the families known, by match key; `columns` as a person corrected them.

    A column the list does not have leaves what is known. Raises DomainError for what is no list.
    """
    top = header_of(rows)
    found = guess(rows[top]) if columns is None else dict(columns)
    if Column.NAME not in found.values():
        raise DomainError(message("hosting.error.no_name_column"))
    body = [(top + 1 + n, row) for n, row in enumerate(rows[top + 1 :], 1) if any(row)]
    if not body:
        raise DomainError(message("hosting.error.list_empty"), field="text")
    if len(body) > MOST_ROWS:
        raise DomainError(message("hosting.error.list_long", most=MOST_ROWS), field="text")
    return HostList(tuple(rows[top]), found, list(_lines(body, found, known, near)))


def _lines(
    body: Sequence[tuple[int, Sequence[str]]],
    columns: Mapping[int, Column],
    known: Mapping[str, FamilyDetails],
    near: date,
) -> Iterator[Line]:
    seen: set[str] = set()
    for number, row in body:
        cells = {column: _cell(row, place) for place, column in columns.items()}
        try:
            stated = _stated(cells, near)
        except DomainError as error:
            yield Line(number, cells[Column.NAME], Fate.REFUSED, problem=error.sentence)
            continue
        key = match_key(stated)
        if key in seen:
            twice = message("hosting.error.twice")
            yield Line(number, stated.name, Fate.REFUSED, problem=twice)
            continue
        seen.add(key)
        yield _line(number, stated, known.get(key), columns)


def _line(
    number: int, stated: FamilyDetails, former: FamilyDetails | None, columns: Mapping[int, Column]
) -> Line:
    if former is None:
        return Line(number, stated.name, Fate.NEW, stated)
    given = [column for column in Column if column in columns.values()]
    changed = tuple(each for each in given if _value(stated, each) != _value(former, each))
    values: dict[str, Any] = {each.value: getattr(stated, each.value) for each in changed}
    if Column.PETS in changed:
        values["animals"] = stated.animals
    fate = Fate.CHANGED if changed else Fate.SAME
    return Line(number, stated.name, fate, replace(former, **values), changed)


def _value(details: FamilyDetails, column: Column) -> object:
    return getattr(details, column.value)


def _cell(row: Sequence[str], place: int) -> str:
    return normalise_kana(row[place].strip()) if place < len(row) else ""


def _stated(cells: Mapping[Column, str], near: date) -> FamilyDetails:
    for column, longest in LONGEST.items():
        if len(cells.get(column, "")) > longest:
            raise DomainError(
                message("hosting.error.cell_long", column=label(column), most=longest)
            )
    if not clean_line(cells[Column.NAME]):
        raise DomainError(message("hosting.error.no_name"))
    mail = cells.get(Column.MAIL, "")
    if mail and "@" not in mail:
        raise DomainError(message("hosting.error.mail", text=mail))
    values: dict[str, Any] = {
        column.value: _READ[column](text) for column, text in cells.items() if column in _READ
    }
    if Column.PETS in cells:
        values["animals"] = animals_of(cells[Column.PETS])
    if Column.AVAILABLE in cells:
        values["available"] = free_of(cells[Column.AVAILABLE], near=near)
    details = _with_representative(FamilyDetails(**values))
    ensure_members(details)
    return details


def _with_representative(details: FamilyDetails) -> FamilyDetails:
    """Put the person the family is named by first, where the members leave that person out."""
    whole = fold(details.name)
    listed = any(fold(member.name) in whole for member in details.members)
    if listed or len(details.name.split()) == 1:
        return details
    first = MemberDetails(details.name, REPRESENTATIVE, AgeBand.ADULT)
    return replace(details, members=(first, *details.members))


def _words(text: str) -> tuple[str, ...]:
    return tuple(words_of(text))


def _languages(text: str) -> tuple[str, ...]:
    return tuple(languages_of(text))


def _lines_of(text: str) -> str:
    return "\n".join(clean_line(line) for line in text.splitlines())


#: How a column's cell is read where that needs nothing else.
_READ: Final[Mapping[Column, Callable[[str], object]]] = {
    Column.NAME: clean_line,
    Column.KANA: clean_line,
    Column.ADDRESS: clean_line,
    Column.PHONE: phone_of,
    Column.MAIL: clean_line,
    Column.MEMBERS: members_of,
    Column.LANGUAGES: _languages,
    Column.HOBBIES: _words,
    Column.PETS: clean_line,
    Column.SMOKING: smoking_of,
    Column.MEALS: _lines_of,
    Column.PREFERENCE: preference_of,
    Column.PLACES: places_of,
    Column.NOTES: _lines_of,
}
