"""What would become of each row of a roster, announced before anything is saved."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from typing import Final
from uuid import UUID

from exchange.core.database import Name
from exchange.core.errors import DomainError
from exchange.core.messages import Message, label, message
from exchange.youth.enums import SEATED, RegistrationState
from exchange.youth.enums.rosters import Fate, RosterField
from exchange.youth.enums.waiting import Gender
from exchange.youth.roster.facts import Facts, KnownPupil, KnownRegistration, Places
from exchange.youth.roster.rows import Entry, Problem, ReadRow
from exchange.youth.rules.changes import ensure_by_itself, identity_of
from exchange.youth.rules.pupils import match_key, newest_spelling
from exchange.youth.rules.registrations import ANEW

_S, _F = RegistrationState, RosterField
#: (old, new) by the attribute of `Name` or "gender", or by the column of a registration.
Changes = Mapping[str, tuple[object, object]]

#: Where a school may still write everything anew, and where seats were given.
_OPEN: Final = frozenset({_S.SUBMITTED, _S.RETURNED, _S.WAITLISTED})
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
_PUPIL_FIELDS: Final = {
    "family": _F.FULL_NAME,
    "given": _F.FULL_NAME,
    "family_kana": _F.FULL_KANA,
    "given_kana": _F.FULL_KANA,
    "family_romaji": _F.FULL_ROMAJI,
    "given_romaji": _F.FULL_ROMAJI,
    "gender": _F.GENDER,
}


#: All that a name and an entry hold, as tuples: less to write down than the values themselves.
_NAME: Final = attrgetter(*(part.name for part in fields(Name)))
_ENTRY: Final = attrgetter(*(part.name for part in fields(Entry) if part.name != "name"))


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
    #: What would change of the pupil.
    pupil_changes: Changes = field(default_factory=dict)
    changes: Changes = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    notes: Sequence[Message] = ()

    @property
    def number(self) -> int:
        """The row in the file, from 1."""
        return self.read.number

    @property
    def shown(self) -> int:
        """The number by which a person knows the row."""
        return self.read.shown

    @property
    def entry(self) -> Entry:
        """What the row writes; only of a row that is not refused."""
        assert self.read.entry is not None, "a refused row has no entry"
        return self.read.entry

    @property
    def gender(self) -> Gender | None:
        """What the pupil answers, or answered before."""
        return self.entry.gender or (self.known.gender if self.known else None)

    @property
    def changed_fields(self) -> Sequence[RosterField]:
        """The fields that would change, each once."""
        of_pupil = [_PUPIL_FIELDS[name] for name in self.pupil_changes]
        return list(dict.fromkeys([*of_pupil, *(COLUMNS[name] for name in self.changes)]))


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
    def waiting(self) -> int:
        """How many of the new go on the waiting list."""
        return sum(row.rank is not None for row in self.rows)

    @property
    def digest(self) -> str:
        """What the announcement comes to, as hexadecimal text."""
        said = hashlib.sha256()
        for row in self.rows:
            entry, name = row.read.entry, row.name
            what = (
                *(row.number, row.fate.value, row.state.value),
                *(entry and (_NAME(entry.name), _ENTRY(entry)), name and _NAME(name)),
                *(row.pupil_changes, row.changes),
            )
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
    persons: dict[UUID, int] = {}
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
        first[key] = row.shown
        told = _fate(row, key, facts, places)
        if told.fate is Fate.NEW and told.known is not None:
            before = persons.setdefault(told.known.person_id, row.shown)
            if before != row.shown:
                twice = message("youth.roster.problem.twice", row=before)
                told = _refused(row, Problem(None, twice))
        places = _places_after(places, told)
        found.append(told)
    return Announcement(found)


def _places_after(places: Places, told: FateRow) -> Places:
    """Return the places once a row is taken over."""
    known = told.known
    if known is not None and "gender" in told.pupil_changes:
        places = places.with_gender_changed_elsewhere(known, told.gender)
    if told.fate is Fate.NEW:
        return places.with_one_more(told.state, told.gender)
    if "gender" not in told.pupil_changes or known is None or known.registration is None:
        return places
    if known.registration.state not in SEATED[places.selection]:
        return places
    return places.with_gender_changed(known.gender, told.gender)


def _refused(row: ReadRow, *problems: Problem) -> FateRow:
    return FateRow(row, Fate.REFUSED, problems=problems, notes=row.notes)


def _fate(row: ReadRow, key: str, facts: Facts, places: Places) -> FateRow:
    known = facts.known_of(key)
    notes = [*row.notes]
    if key in facts.elsewhere:
        notes.append(message("youth.roster.note.elsewhere"))
    registration = known.registration if known else None
    if known is not None and registration is not None and registration.state not in ANEW:
        return _known_fate(replace(row, notes=notes), key, (known, registration), places)
    if registration is not None:
        drafted = registration.state is _S.DRAFT
        notes.append(message("youth.roster.note.draft" if drafted else "youth.roster.note.again"))
    if key in facts.taken_elsewhere:
        return _refused(row, Problem(None, message("youth.duplicate.error.registered_elsewhere")))
    entry = row.entry
    assert entry is not None
    try:
        state = places.state_for(entry.gender or (known.gender if known else None))
    except DomainError as error:
        return _refused(row, Problem(None, error.sentence))
    rank = places.last_rank + 1 if state is _S.WAITLISTED else None
    if rank is not None:
        notes.append(message("youth.roster.note.waitlisted", rank=rank))
    name = newest_spelling(known.name, entry.name) if known else entry.name
    if known and (problem := _needs_yes(known, name) or _seated_elsewhere(known, entry, places)):
        return _refused(row, problem)
    return FateRow(
        row,
        Fate.NEW,
        match=key,
        known=known,
        state=state,
        rank=rank,
        name=name,
        pupil_changes=_pupil_changes(known, name, entry.gender) if known else {},
        notes=notes,
    )


def _known_fate(
    row: ReadRow, key: str, there: tuple[KnownPupil, KnownRegistration], places: Places
) -> FateRow:
    """Compare a row with the registration that is there; what it leaves out stays as it is."""
    entry, (known, registration) = row.entry, there
    assert entry is not None
    name = newest_spelling(known.name, entry.name)
    gender, notes = entry.gender, [*row.notes]
    if gender not in {None, known.gender} and _keeps_gender(registration, gender, places):
        gender = None  # seats were given by it
        notes.append(message("youth.roster.note.gender_kept", state=label(registration.state)))
    elif gender not in {None, known.gender} and not places.may_change_elsewhere(known, gender):
        gender = None
        notes.append(message("youth.roster.note.gender_elsewhere"))
    pupil_changes = _pupil_changes(known, name, gender)
    changes = {
        column: (registration.values[column], value)
        for column in COLUMNS
        if (value := getattr(entry, column)) is not None and value != registration.values[column]
    }
    if registration.waits_for_school:
        notes.append(message("youth.roster.note.taken_over"))
    told = FateRow(row, Fate.SAME, match=key, known=known, name=name, notes=notes)
    if not changes and not pupil_changes and not registration.waits_for_school:
        return told
    if registration.state not in _OPEN | _CHOSEN:
        sentence = message("youth.error.already_registered_as", state=label(registration.state))
        return _refused(row, Problem(None, sentence))
    if problem := _needs_yes(known, name):
        return _refused(row, problem)
    return replace(told, fate=Fate.CHANGED, pupil_changes=pupil_changes, changes=changes)


def _keeps_gender(registration: KnownRegistration, gender: Gender | None, places: Places) -> bool:
    """Say whether a gender stays: of the chosen, and of a seat where none is left for another."""
    holds_seat = registration.state in SEATED[places.selection]
    return registration.state in _CHOSEN or (holds_seat and not places.may_change_to(gender))


def _seated_elsewhere(known: KnownPupil, entry: Entry, places: Places) -> Problem | None:
    """Say where another edition has no seat for the gender that a row writes of its pupil."""
    changes = entry.gender not in {None, known.gender}
    if not changes or places.may_change_elsewhere(known, entry.gender):
        return None
    return Problem(_F.GENDER, message("youth.roster.problem.gender_elsewhere"))


def _needs_yes(known: KnownPupil, name: Name) -> Problem | None:
    """Say where the division has to agree to what a row changes of the name."""
    before, after = (identity_of(each, known.birth_date) for each in (known.name, name))
    try:
        ensure_by_itself(before, after, known.states)
    except DomainError as error:
        of_name = error.field in {"family_name", "given_name"}
        return Problem(_F.FULL_NAME if of_name else _F.FULL_KANA, error.sentence)
    return None


def _pupil_changes(known: KnownPupil, name: Name, gender: Gender | None) -> Changes:
    old = known.name
    changes: dict[str, tuple[object, object]] = {
        part: (getattr(old, part), getattr(name, part))
        for part in _PUPIL_FIELDS
        if part != "gender" and getattr(old, part) != getattr(name, part)
    }
    if gender is not None and gender is not known.gender:
        changes["gender"] = (known.gender, gender)
    return changes
