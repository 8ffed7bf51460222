"""What would become of each row of a roster, announced before anything is saved."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID

from exchange.core.database import Name
from exchange.core.errors import DomainError
from exchange.core.messages import Message, label, message
from exchange.core.text import fold
from exchange.youth.enums import SEATED, RegistrationState, Selection
from exchange.youth.enums.rosters import Fate, RosterField
from exchange.youth.roster.rows import Entry, Problem, ReadRow
from exchange.youth.rules.editions import Seats, state_on_registering
from exchange.youth.rules.pupils import match_key

_S, _F = RegistrationState, RosterField
#: (old, new) by the attribute of `Name`, or by the column of a registration.
Changes = Mapping[str, tuple[object, object]]

#: Where a school may still write everything anew, and where names need the division's yes.
_OPEN: Final = frozenset({_S.DRAFT, _S.SUBMITTED, _S.RETURNED, _S.WAITLISTED})
_CHOSEN: Final = frozenset({_S.OFFERED, _S.SELECTED, _S.CONFIRMED})

#: The columns of a registration that a row may change, by the field that names them.
COLUMNS: Final = {
    "grade": _F.GRADE,
    "school_class": _F.SCHOOL_CLASS,
    "guardian_name": _F.GUARDIAN_NAME,
    "guardian_relationship": _F.GUARDIAN_RELATIONSHIP,
    "guardian_mail": _F.GUARDIAN_MAIL,
    "guardian_phone": _F.GUARDIAN_PHONE,
}
_NAME_FIELDS: Final = {
    "family": _F.FULL_NAME,
    "given": _F.FULL_NAME,
    "family_kana": _F.FULL_KANA,
    "given_kana": _F.FULL_KANA,
    "family_romaji": _F.FULL_ROMAJI,
    "given_romaji": _F.FULL_ROMAJI,
}


@dataclass(frozen=True, slots=True)
class KnownRegistration:
    """A pupil's registration for the edition, as it stands."""

    id: UUID
    state: RegistrationState
    #: By column.
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class KnownPupil:
    """A pupil the school knows already."""

    id: UUID
    name: Name
    registration: KnownRegistration | None


@dataclass(frozen=True, slots=True)
class Places:
    """The seats of an edition for one school, and its waiting list."""

    selection: Selection
    seats: Seats
    waiting: int = 0
    limit: int | None = None
    #: The last place on the waiting list.
    last_rank: int = 0

    @property
    def next_state(self) -> RegistrationState:
        """What becomes of one more registration; raises DomainError where there is no place."""
        return state_on_registering(
            self.selection, self.seats, waiting=self.waiting, limit=self.limit
        )

    def with_one_more(self, state: RegistrationState) -> "Places":
        """Return the places once one more is registered."""
        if state is _S.WAITLISTED:
            return replace(self, waiting=self.waiting + 1, last_rank=self.last_rank + 1)
        seats = self.seats
        if state in SEATED[self.selection]:
            by_school = seats.taken_by_school + 1
            seats = replace(seats, taken=seats.taken + 1, taken_by_school=by_school)
        return replace(self, seats=seats)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the database knows beside the file: the school's own pupils by match key, and the keys
    that are pupils of other schools, nothing more of those."""

    known: Mapping[str, KnownPupil]
    elsewhere: Collection[str]
    places: Places
    #: Keys of pupils whom the division knows to be one person with one who is in the edition.
    taken_elsewhere: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class FateRow:
    """One row and what would become of it."""

    read: ReadRow
    fate: Fate
    match: str = ""
    known: KnownPupil | None = None
    #: Of a new registration: its state, and its place on the waiting list.
    state: RegistrationState = RegistrationState.SUBMITTED
    rank: int | None = None
    #: The name that would be kept: the newest spelling, what is left out as it was.
    name: Name | None = None
    name_changes: Changes = field(default_factory=dict)
    changes: Changes = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    notes: Sequence[Message] = ()

    @property
    def number(self) -> int:
        """The row in the file, from 1."""
        return self.read.number

    @property
    def entry(self) -> Entry:
        """What the row writes; only of a row that is not refused."""
        assert self.read.entry is not None, "a refused row has no entry"
        return self.read.entry

    @property
    def changed_fields(self) -> Sequence[RosterField]:
        """The fields that would change, each once."""
        names = [_NAME_FIELDS[name] for name in self.name_changes]
        return list(dict.fromkeys([*names, *(COLUMNS[name] for name in self.changes)]))


@dataclass(frozen=True, slots=True)
class Announcement:
    """Every row with its fate; `digest` is the same when confirming would change the same."""

    rows: Sequence[FateRow]

    @property
    def counts(self) -> Mapping[Fate, int]:
        """How many rows have each fate."""
        counted = Counter(row.fate for row in self.rows)
        return {fate: counted[fate] for fate in Fate}

    @property
    def digest(self) -> str:
        """What the announcement comes to, as hexadecimal text."""
        said = hashlib.sha256()
        for row in self.rows:
            what = (row.number, row.fate, row.state, row.read.entry, row.name, row.changes)
            said.update(repr(what).encode())
        return said.hexdigest()


def matches(rows: Iterable[ReadRow]) -> Mapping[int, str]:
    """Return the match key of each row that can be read, by its number."""
    return {
        row.number: match_key(row.entry.name, row.entry.birth_date)
        for row in rows
        if row.entry is not None
    }


def announce(rows: Iterable[ReadRow], keys: Mapping[int, str], facts: Facts) -> Announcement:
    """Say what would become of each row, in the file's order: who comes first is seated first."""
    places = facts.places
    first: dict[str, int] = {}
    found: list[FateRow] = []
    for row in rows:
        if row.entry is None:
            found.append(_refused(row, *row.problems))
            continue
        key = keys[row.number]
        if key in first:
            twice = message("youth.roster.problem.twice", row=first[key])
            found.append(_refused(row, Problem(None, twice)))
            continue
        first[key] = row.number
        told = _fate(row, key, facts, places)
        if told.fate is Fate.NEW:
            places = places.with_one_more(told.state)
        found.append(told)
    return Announcement(found)


def _refused(row: ReadRow, *problems: Problem) -> FateRow:
    return FateRow(row, Fate.REFUSED, problems=problems, notes=row.notes)


def _fate(row: ReadRow, key: str, facts: Facts, places: Places) -> FateRow:
    known = facts.known.get(key)
    notes = [*row.notes]
    if key in facts.elsewhere:
        notes.append(message("youth.roster.note.elsewhere"))
    registration = known.registration if known else None
    if known is not None and registration is not None and registration.state is not _S.WITHDRAWN:
        return _known_fate(replace(row, notes=notes), key, known, registration)
    if registration is not None:
        notes.append(message("youth.roster.note.again"))
    if key in facts.taken_elsewhere:
        return _refused(row, Problem(None, message("youth.duplicate.error.registered_elsewhere")))
    try:
        state = places.next_state
    except DomainError as error:
        return _refused(row, Problem(None, error.sentence))
    rank = places.last_rank + 1 if state is _S.WAITLISTED else None
    if rank is not None:
        notes.append(message("youth.roster.note.waitlisted", rank=rank))
    entry = row.entry
    assert entry is not None
    name = merged(known.name, entry.name) if known else entry.name
    return FateRow(
        row,
        Fate.NEW,
        match=key,
        known=known,
        state=state,
        rank=rank,
        name=name,
        name_changes=_name_changes(known.name, name) if known else {},
        notes=notes,
    )


def _known_fate(
    row: ReadRow, key: str, known: KnownPupil, registration: KnownRegistration
) -> FateRow:
    """Compare a row with the registration that is there; what it leaves out stays as it is."""
    entry = row.entry
    assert entry is not None
    name = merged(known.name, entry.name)
    name_changes = _name_changes(known.name, name)
    changes = {
        column: (registration.values[column], value)
        for column in COLUMNS
        if (value := getattr(entry, column)) is not None and value != registration.values[column]
    }
    told = FateRow(row, Fate.SAME, match=key, known=known, name=name, notes=row.notes)
    if not changes and not name_changes:
        return told
    if registration.state in _CHOSEN and name_changes:
        sentence = message("youth.roster.problem.chosen", state=label(registration.state))
        return _refused(row, Problem(_F.FULL_NAME, sentence))
    if registration.state not in _OPEN | _CHOSEN:
        sentence = message("youth.error.already_registered_as", state=label(registration.state))
        return _refused(row, Problem(None, sentence))
    return replace(told, fate=Fate.CHANGED, name_changes=name_changes, changes=changes)


def merged(old: Name, new: Name) -> Name:
    """Return the newest spelling; what a row leaves out, or writes undivided, stays as it was."""
    family, given = new.family, new.given
    if not given and old.given and fold(family) == fold(old.written):
        family, given = old.family, old.given
    family_kana, given_kana = new.family_kana, new.given_kana
    if fold(new.kana) == fold(old.kana):  # kana of either script are one reading
        family_kana, given_kana = old.family_kana, old.given_kana
    return replace(
        old,
        family=family,
        given=given,
        family_kana=family_kana,
        given_kana=given_kana,
        family_romaji=new.family_romaji or old.family_romaji,
        given_romaji=new.given_romaji or old.given_romaji,
    )


def _name_changes(old: Name, new: Name) -> Changes:
    return {
        part: (getattr(old, part), getattr(new, part))
        for part in _NAME_FIELDS
        if getattr(old, part) != getattr(new, part)
    }
