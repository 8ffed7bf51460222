"""Write what a dry run announced: all of it, in a handful of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.services import Deed, created, record_many
from exchange.core import clock
from exchange.core.database import Name, take_turns, uuid7
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.youth.enums import ParticipantKind, RegistrationState
from exchange.youth.enums.rosters import Fate
from exchange.youth.models import Edition, Pupil, Registration, RegistrationStep, School
from exchange.youth.queries.duplicates import known_elsewhere
from exchange.youth.queries.lotteries import numbers_of, unnumbered_applicants
from exchange.youth.roster.facts import KnownRegistration
from exchange.youth.roster.fates import COLUMNS, Announcement, FateRow
from exchange.youth.rules.lotteries import draw_number, needs_number
from exchange.youth.rules.registrations import Declared
from exchange.youth.services.bulk import Rows, insert_rows, update_rows
from exchange.youth.services.duplicates import ALIKE, note_duplicates

_S = RegistrationState
#: The columns of a pupil by the part of `Name`, or by themselves.
_COLUMNS: Final = {
    "family": "family_name",
    "given": "given_name",
    "family_kana": "family_kana",
    "given_kana": "given_kana",
    "family_romaji": "family_romaji",
    "given_romaji": "given_romaji",
    "gender": "gender",
}


@dataclass(slots=True)
class _Writing:
    """The rows of each table as they gather; each list becomes one statement."""

    actor: Actor
    edition: Edition
    school: School
    declared: Declared
    #: Keys of the registrations that are new, or made anew.
    made: list[UUID] = field(default_factory=list)
    pupils: Rows = field(default_factory=list)
    renamed: Rows = field(default_factory=list)
    registrations: Rows = field(default_factory=list)
    changed: Rows = field(default_factory=list)
    again: Rows = field(default_factory=list)
    confirmed: Rows = field(default_factory=list)
    steps: Rows = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)

    def take(self, row: FateRow) -> None:
        """Gather what one row changes."""
        if row.fate is Fate.NEW:
            pupil_id = self._pupil(row)
            former = row.known.registration if row.known else None
            if former is None:
                self._register(row, pupil_id)
            else:
                self._make_anew(row, former)
        elif row.fate is Fate.CHANGED:
            self._pupil(row)
            former = row.known.registration if row.known else None
            assert former is not None, "what changes is there"
            new = {column: value for column, (_, value) in row.changes.items()}
            self._change(former.id, {**former.values, **new}, row.changes)
            if former.state is _S.RETURNED:
                self._submit_again(row, former, _S.SUBMITTED, former.school_id)
            elif former.waits_for_school:
                self._confirm(former.id)

    def _pupil(self, row: FateRow) -> UUID:
        """Return the pupil of a row: known, perhaps by a newer spelling, or new."""
        assert row.name is not None, "a row that is taken over has a name"
        if row.known is None:
            return self._new_pupil(row, row.name)
        if row.pupil_changes:
            _, gender = row.pupil_changes.get("gender", (None, row.known.gender))
            self.renamed.append({"key": row.known.id, **_spelt(row.name), "gender": gender})
            changes = {_COLUMNS[part]: pair for part, pair in row.pupil_changes.items()}
            self._tell(Subject("pupil", row.known.id), act="pupils.change", changes=changes)
        return row.known.id

    def _new_pupil(self, row: FateRow, name: Name) -> UUID:
        key, born = uuid7(), row.entry.birth_date
        values = {**_spelt(name), "gender": row.entry.gender}
        self.pupils.append(
            {
                "id": key,
                "school_id": self.school.id,
                "birth_date": born,
                "match_key": row.match,
                "is_demo": self.edition.is_demo,
                **values,
            }
        )
        told = {column: values[column] for column in _COLUMNS.values() if values[column]}
        self._tell(
            Subject("pupil", key),
            act="pupils.create",
            changes=created({**told, "birth_date": born.isoformat()}),
        )
        return key

    def _register(self, row: FateRow, pupil_id: UUID) -> None:
        key = uuid7()
        self.made.append(key)
        values = {
            "kind": ParticipantKind.OWN_YOUTH,
            "guardian_name": "",
            **_given(row),
        }
        ids = {"pupil_id": pupil_id, "school_id": self.school.id}
        self.registrations.append(
            {
                "id": key,
                "edition_id": self.edition.id,
                "state": row.state,
                "waitlist_rank": row.rank,
                "is_demo": self.edition.is_demo,
                **ids,
                **dict.fromkeys(COLUMNS),
                **values,
                **self._declarations(),
            }
        )
        self._step(key, None, row.state)
        told = {**values, **self._declarations()}
        said = {name: value for name, value in told.items() if value not in {"", False}}
        changes = created({**said, **ids})
        if row.state is _S.WAITLISTED:
            self._tell(
                Subject("registration", key), act="registrations.waitlisted", changes=changes
            )
        else:
            self._tell(Subject("registration", key), act="registrations.submitted", changes=changes)

    def _change(
        self, key: UUID, values: Mapping[str, object], changes: Mapping[str, tuple[object, object]]
    ) -> None:
        if changes:
            self.changed.append({"key": key, **values})
            self._tell(Subject("registration", key), act="registrations.change", changes=changes)

    def _confirm(self, key: UUID) -> None:
        """Confirm what a guardian sent: its place stays, as by the button of the single one."""
        self.confirmed.append({"key": key, **self._declarations()})
        changes = {"principal_confirmed_on": (None, self.declared.principal_confirmed_on)}
        self._tell(Subject("registration", key), act="registrations.change", changes=changes)

    def _make_anew(self, row: FateRow, former: KnownRegistration) -> None:
        """Bring one that was taken out in again, from the school of now: nothing is frozen yet."""
        self.made.append(former.id)
        old = dict(former.values)
        if former.school_id != self.school.id:
            old["school_class"] = None  # a class of the school before
        values = {**old, **_given(row)}
        self._change(former.id, values, _differences(former.values, values))
        self._submit_again(row, former, row.state, self.school.id)

    def _submit_again(
        self, row: FateRow, former: KnownRegistration, state: RegistrationState, school_id: UUID
    ) -> None:
        """Bring one that was taken out, or sent back, in again."""
        key, previous = former.id, former.state
        self.again.append(
            {
                "key": key,
                "state": state,
                "waitlist_rank": row.rank,
                "school_id": school_id,
                "by_guardian": False,
                **self._declarations(),
            }
        )
        self._step(key, previous, state)
        changes: dict[str, tuple[object, object]] = {"state": (previous, state)}
        if school_id != former.school_id:
            changes["school_id"] = (former.school_id, school_id)
        if state is _S.WAITLISTED:
            self._tell(
                Subject("registration", key), act="registrations.waitlisted", changes=changes
            )
        else:
            self._tell(Subject("registration", key), act="registrations.submitted", changes=changes)

    def _declarations(self) -> dict[str, object]:
        return {
            "principal_confirmed_on": self.declared.principal_confirmed_on,
            "purpose_explained": self.declared.purpose_explained,
        }

    def _step(
        self, key: UUID, previous: RegistrationState | None, state: RegistrationState
    ) -> None:
        self.steps.append(
            {
                "id": uuid7(),
                "registration_id": key,
                "previous": previous,
                "state": state,
                "at": clock.now(),
                "actor_id": self.actor.user_id,
                "actor_name": self.actor.name,
            }
        )

    def _tell(
        self, subject: Subject, *, act: str, changes: Mapping[str, tuple[object, object]]
    ) -> None:
        self.deeds.append(Deed(act=act, subject=subject, changes=changes))


def take_over(
    session: Session,
    *,
    actor: Actor,
    places: tuple[Edition, School],
    announcement: Announcement,
    declared: Declared,
) -> Sequence[UUID]:
    """Write every row that is new or changed; return the keys of the registrations it made.

    The edition's and the school's locks are held.
    """
    writing = _Writing(actor, *places, declared)
    for row in announcement.rows:
        writing.take(row)
    for table, rows in ((Pupil, writing.pupils), (Registration, writing.registrations)):
        insert_rows(session, table, rows)
    update_rows(session, Pupil, writing.renamed)
    update_rows(session, Registration, writing.changed)
    update_rows(session, Registration, writing.again)
    update_rows(session, Registration, writing.confirmed)
    insert_rows(session, RegistrationStep, writing.steps)
    _number(session, writing)
    record_many(session, actor=actor, deeds=writing.deeds)
    _note_duplicates(session, actor, places[1], [row["match_key"] for row in writing.pupils])
    return writing.made


def _number(session: Session, writing: _Writing) -> None:
    """Give whoever applies for a lottery or a screening a number, as the single form does."""
    edition = writing.edition
    if not needs_number(edition, _S.SUBMITTED):
        return
    taken, given = set(numbers_of(session, edition.id)), list[dict[str, Any]]()
    for key in unnumbered_applicants(session, edition.id):
        number = draw_number(taken.__contains__)
        taken.add(number)
        given.append({"key": key, "blind_number": number})
        changes = {"blind_number": (None, number)}
        deed = Deed(
            act="registrations.number", subject=Subject("registration", key), changes=changes
        )
        writing.deeds.append(deed)
    update_rows(session, Registration, given)


def _note_duplicates(
    session: Session, actor: Actor, school: School, match_keys: Sequence[str]
) -> None:
    """Ask the division about new pupils whom another school knows."""
    take_turns(session, ALIKE)
    keys = known_elsewhere(session, school.id, match_keys)
    if keys:
        own = select(Pupil).where(Pupil.school_id == school.id, Pupil.match_key.in_(keys))
        note_duplicates(session, actor=actor, pupils=session.scalars(own.order_by(Pupil.id)).all())


def _given(row: FateRow) -> dict[str, object]:
    """Return what a row writes of a registration; what it leaves out is not in it."""
    return {
        column: value for column in COLUMNS if (value := getattr(row.entry, column)) is not None
    }


def _differences(
    old: Mapping[str, object], new: Mapping[str, object]
) -> Mapping[str, tuple[object, object]]:
    return {name: (old[name], new[name]) for name in old if old[name] != new[name]}


def _spelt(name: Name) -> dict[str, Any]:
    clean = name.cleaned()
    return {
        **{column: getattr(clean, part) for part, column in _COLUMNS.items() if part != "gender"},
        "search_key": clean.search_key,
        "sort_key": clean.sort_key,
    }
