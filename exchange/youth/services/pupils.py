"""Pupils as their school writes them: made, spelt anew, put right."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core.database import Name, flush, uuid7
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.youth.enums import ParticipantKind, Relationship
from exchange.youth.enums.waiting import Gender
from exchange.youth.models import Pupil, School
from exchange.youth.queries.changes import locked_pupil, states_of_pupil
from exchange.youth.queries.schools import pupil_by_match
from exchange.youth.queries.seats import seated_in, seats_of
from exchange.youth.rules.changes import ensure_by_itself, identity_of
from exchange.youth.rules.pupils import match_key, newest_spelling
from exchange.youth.rules.registrations import UNDECLARED, Declared
from exchange.youth.rules.seats import ensure_gender_fits
from exchange.youth.services.duplicates import note_duplicates


@dataclass(frozen=True, slots=True)
class PupilEntry:
    """What a school writes about a pupil and the guardian when it registers the pupil."""

    name: Name
    birth_date: date
    grade: int
    guardian_name: str
    guardian_relationship: Relationship | None
    guardian_mail: str | None = None
    guardian_phone: str | None = None
    kind: ParticipantKind = ParticipantKind.OWN_YOUTH
    #: Asked only where an edition has seats for each gender.
    gender: Gender | None = None
    school_class: str | None = None
    declared: Declared = UNDECLARED
    #: Written by the guardian, not by the school or the division.
    by_guardian: bool = False
    #: The day the division got it on paper from the guardian.
    paper_received_on: date | None = None


def make_pupil(
    session: Session, *, actor: Actor, school: School, entry: PupilEntry, is_demo: bool
) -> Pupil:
    """Add a pupil of a school; the division is asked where another school knows the child."""
    pupil = Pupil(
        id=uuid7(),
        school_id=school.id,
        birth_date=entry.birth_date,
        match_key=match_key(entry.name, entry.birth_date),
        is_demo=is_demo,
    )
    changes = {**pupil.rename(entry.name), **_answer_gender(pupil, entry)}
    session.add(pupil)
    flush(session)
    changes["birth_date"] = (None, entry.birth_date.isoformat())
    _record(session, actor, pupil, act="pupils.create", changes=changes)
    note_duplicates(session, actor=actor, pupils=[pupil])
    return pupil


def respell_pupil(
    session: Session, *, actor: Actor, pupil: Pupil | None, entry: PupilEntry
) -> Pupil | None:
    """Take the newest spelling of a pupil the school knows; what is left out stays.

    Refused where the pupil is chosen, in whatever edition: the division has to agree.
    """
    if pupil is None:
        return None
    pupil = locked_pupil(session, pupil.id)
    name = newest_spelling(pupil.name, entry.name.cleaned())
    _ensure_by_itself(session, pupil, name, pupil.birth_date)
    changes = {**pupil.rename(name), **_answer_gender(pupil, entry)}
    _ensure_seats(session, pupil, changes)
    _record_change(session, actor, pupil, changes)
    return pupil


def correct_pupil(session: Session, *, actor: Actor, pupil: Pupil, entry: PupilEntry) -> None:
    """Write name and birth date as they were put right; refused where the pupil is chosen.

    Refused too where it makes one pupil into another.
    """
    pupil = locked_pupil(session, pupil.id)
    old, typed = pupil.name, entry.name.cleaned()
    name = replace(
        typed, native=typed.native or old.native, passport=typed.passport or old.passport
    )
    _ensure_by_itself(session, pupil, name, entry.birth_date)
    matching = match_key(name, entry.birth_date)
    other = pupil_by_match(session, pupil.school_id, matching)
    if other is not None and other.id != pupil.id:
        raise DomainError(message("youth.error.already_registered"), field="family_name")
    changes = {**pupil.rename(name), **_answer_gender(pupil, entry)}
    _ensure_seats(session, pupil, changes)
    if pupil.birth_date != entry.birth_date:
        changes["birth_date"] = (pupil.birth_date.isoformat(), entry.birth_date.isoformat())
    pupil.birth_date, pupil.match_key = entry.birth_date, matching
    _record_change(session, actor, pupil, changes)
    note_duplicates(session, actor=actor, pupils=[pupil])


def answer_gender(session: Session, *, actor: Actor, pupil: Pupil, gender: Gender | None) -> None:
    """Keep a guardian's answer where the school has not said; refused where it has no seat left."""
    if pupil.gender is not None or gender is None:
        return
    pupil.gender = gender
    changes = {"gender": (None, gender.value)}
    _ensure_seats(session, pupil, changes)
    _record_change(session, actor, pupil, changes)


def _ensure_by_itself(session: Session, pupil: Pupil, name: Name, birth_date: date) -> None:
    ensure_by_itself(
        identity_of(pupil.name, pupil.birth_date),
        identity_of(name, birth_date),
        states_of_pupil(session, pupil.id),
    )


def _answer_gender(pupil: Pupil, entry: PupilEntry) -> Mapping[str, tuple[str | None, str]]:
    """Take the answer where one was asked for."""
    if entry.gender is None or entry.gender is pupil.gender:
        return {}
    before = pupil.gender.value if pupil.gender else None
    pupil.gender = entry.gender
    return {"gender": (before, entry.gender.value)}


def _ensure_seats(session: Session, pupil: Pupil, changes: Mapping[str, object]) -> None:
    """Refuse a gender whose seats are taken where the pupil holds one, in whatever edition."""
    if "gender" not in changes:
        return
    flush(session)
    editions = seated_in(session, pupil.id)
    for seats in seats_of(session, editions, gender=pupil.gender).values():
        ensure_gender_fits(seats)


def _record_change(
    session: Session, actor: Actor, pupil: Pupil, changes: Mapping[str, tuple[str | None, str]]
) -> None:
    if changes:
        _record(session, actor, pupil, act="pupils.change", changes=changes)


def _record(
    session: Session,
    actor: Actor,
    pupil: Pupil,
    *,
    act: str,
    changes: Mapping[str, tuple[str | None, str]],
) -> None:
    record(session, actor=actor, act=act, subject=Subject("pupil", pupil.id), changes=changes)
