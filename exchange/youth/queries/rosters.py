"""Rosters as sent, and what the database knows beside a file."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import Row, Select, and_, select
from sqlalchemy.orm import Session, joinedload

from exchange.core.collecting import collection_paused
from exchange.core.database import Name
from exchange.core.dates import FiscalYear
from exchange.core.errors import NotFoundError
from exchange.core.permissions import Actor
from exchange.documents.lists.keeping import Choices
from exchange.documents.sheet_files import SheetFile
from exchange.youth.enums import RegistrationState
from exchange.youth.enums.waiting import Gender
from exchange.youth.models import (
    Edition,
    Programme,
    Pupil,
    Registration,
    Roster,
    RosterHabit,
    School,
)
from exchange.youth.queries.changes import states_of_pupils
from exchange.youth.queries.duplicates import known_elsewhere, registered_elsewhere
from exchange.youth.queries.registrations import last_rank, waiting_count
from exchange.youth.queries.seats import seats_by_gender, seats_of
from exchange.youth.roster.dryrun import DryRun, read_file
from exchange.youth.roster.facts import Facts, Genders, KnownPupil, KnownRegistration, Places
from exchange.youth.roster.fates import COLUMNS, announce, matches
from exchange.youth.roster.rows import Setting
from exchange.youth.rules.applying import waits_for_school
from exchange.youth.rules.seats import asks_gender, gender_quota

Found = TypeVar("Found")

#: As many keys as one statement carries on every database.
_PORTION: Final = 5_000
#: The last rosters of a school that its pages name.
_LATELY: Final = 5

_NAME_COLUMNS: Final = (
    Pupil.family_name,
    Pupil.given_name,
    Pupil.family_kana,
    Pupil.given_kana,
    Pupil.family_romaji,
    Pupil.given_romaji,
    Pupil.native_name,
    Pupil.passport_name,
)


def roster_for(session: Session, actor: Actor, key: UUID) -> Roster:
    """Return a roster of the actor's school with its edition and school; NotFoundError."""
    statement = select(Roster).where(Roster.id == key, Roster.school_id == actor.school_id)
    return _found(session.scalar(statement.options(*_parts())))


def locked_roster(session: Session, actor: Actor, key: UUID) -> Roster:
    """Lock and return a roster of the actor's school, read anew; NotFoundError."""
    statement = (
        select(Roster)
        .where(Roster.id == key, Roster.school_id == actor.school_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return _found(session.scalar(statement))


def lately_sent(session: Session, school_id: UUID, edition_id: UUID) -> Sequence[Roster]:
    """Return the last rosters a school sent for an edition, the newest first."""
    statement = (
        select(Roster)
        .where(Roster.school_id == school_id, Roster.edition_id == edition_id)
        .order_by(Roster.created_at.desc(), Roster.id.desc())
        .limit(_LATELY)
    )
    return session.scalars(statement).all()


def habit_of(session: Session, school_id: UUID) -> Mapping[str, str]:
    """Return what a school's headings mean, as a person there once said."""
    found = session.get(RosterHabit, school_id)
    return found.meanings if found else {}


def school_by_name(session: Session, name: str) -> School:
    """Return a school by its slug or its key; raises NotFoundError."""
    found = session.scalar(select(School).where(School.slug == name))
    if found is None:
        try:
            found = session.get(School, UUID(name))
        except ValueError:
            found = None
    return _found(found)


def school_slugs(session: Session) -> Sequence[str]:
    """Return the slugs of the schools that register pupils."""
    statement = select(School.slug).where(School.active).order_by(School.slug)
    return session.scalars(statement).all()


@collection_paused()
def dry_run(
    session: Session,
    edition: Edition,
    school: School,
    sent: tuple[SheetFile, Choices],
    *,
    declares: bool = True,
) -> DryRun:
    """Read a file and say what would become of each row now; changes nothing.

    Where the head of the school confirms the file, it takes over what guardians sent.
    Some statements whatever the number of rows, and one more for each 5,000.
    """
    file, choices = sent
    year = FiscalYear(edition.fiscal_year)
    reading = read_file(file, choices, Setting(school.level, year, asks_gender(edition)))
    keys = matches(reading.rows)
    facts = facts_for(session, edition, school, set(keys.values()))
    announced = announce(reading.rows, keys, replace(facts, declares=declares))
    return DryRun(reading, announced, facts.places)


def facts_for(session: Session, edition: Edition, school: School, keys: Collection[str]) -> Facts:
    """Return what the database knows of match keys, and the seats that are left."""
    elsewhere = known_elsewhere(session, school.id, keys)
    known = _known_pupils(session, edition, school, keys)
    return Facts(
        known=known,
        elsewhere=elsewhere,
        # Made one person by the division, two pupils may be written differently since.
        taken_elsewhere=registered_elsewhere(session, edition, school.id, keys),
        places=replace(
            places_of(session, edition, school.id),
            elsewhere=_by_gender(session, _editions_seating(session, known.values())),
        ),
    )


def places_of(session: Session, edition: Edition, school_id: UUID) -> Places:
    """Return the seats of an edition for one school as they are now, and its waiting list."""
    return Places(
        selection=edition.selection,
        seats=seats_of(session, [edition], school_id=school_id)[edition.id],
        waiting=waiting_count(session, edition),
        limit=edition.waitlist_limit,
        last_rank=last_rank(session, edition.id),
        genders=_by_gender(session, [edition])[edition.id],
    )


def _by_gender(session: Session, editions: Sequence[Edition]) -> Mapping[UUID, Genders]:
    found: dict[UUID, dict[Gender, tuple[int, int]]] = {each.id: {} for each in editions}
    for gender in Gender:
        counting = [each for each in editions if gender_quota(each, gender) is not None]
        if not counting:
            continue
        for key, seats in seats_of(session, counting, gender=gender).items():
            assert seats.gender_quota is not None, "these editions count it"
            found[key][gender] = (seats.gender_quota, seats.taken_by_gender)
    return found


def _editions_seating(session: Session, pupils: Iterable[KnownPupil]) -> Sequence[Edition]:
    keys = {key for pupil in pupils for key in pupil.seated_in}
    if not keys:
        return []
    return session.scalars(select(Edition).where(Edition.id.in_(keys))).all()


def _seats_elsewhere(
    session: Session, edition: Edition, keys: Sequence[UUID]
) -> Mapping[UUID, Collection[UUID]]:
    """Return the other editions with seats by gender in which pupils hold one, by pupil."""
    if not keys or not asks_gender(edition):
        return {}
    found: dict[UUID, set[UUID]] = {}
    for pupil_id, edition_id in session.execute(
        seats_by_gender().where(Registration.pupil_id.in_(keys), Edition.id != edition.id)
    ):
        found.setdefault(pupil_id, set()).add(edition_id)
    return found


def _known_pupils(
    session: Session, edition: Edition, school: School, keys: Collection[str]
) -> Mapping[str, KnownPupil]:
    """Find the school's pupils by match key, with their registrations for the edition."""
    wanted, known = sorted(keys), {}
    for start in range(0, len(wanted), _PORTION):
        portion = wanted[start : start + _PORTION]
        found = session.execute(_with_registrations(edition, school, portion)).all()
        ids = [each.id for each in found]
        states = states_of_pupils(session, ids)
        seated = _seats_elsewhere(session, edition, ids)
        for each in found:
            pupil = _known(edition, each, states.get(each.id, ()))
            known[each.match_key] = replace(pupil, seated_in=seated.get(each.id, ()))
    return known


def _with_registrations(
    edition: Edition, school: School, keys: Sequence[str]
) -> Select[*tuple[Any, ...]]:
    of_edition = and_(Registration.pupil_id == Pupil.id, Registration.edition_id == edition.id)
    return (
        select(
            Pupil.id,
            Pupil.match_key,
            Pupil.birth_date,
            Pupil.gender,
            Pupil.merged_into_id,
            *_NAME_COLUMNS,
            Registration.id.label("registration_id"),
            Registration.state,
            Registration.school_id,
            Registration.by_guardian,
            Registration.principal_confirmed_on,
            *(getattr(Registration, column) for column in COLUMNS),
        )
        .outerjoin(Registration, of_edition)
        .where(Pupil.school_id == school.id, Pupil.match_key.in_(keys))
        .order_by(Pupil.id)
    )


def _known(edition: Edition, found: Row[Any], states: Collection[RegistrationState]) -> KnownPupil:
    registration = None
    if found.registration_id is not None:
        values = {column: getattr(found, column) for column in COLUMNS}
        waits = waits_for_school(
            edition,
            by_guardian=found.by_guardian,
            confirmed_on=found.principal_confirmed_on,
            state=found.state,
        )
        registration = KnownRegistration(
            found.registration_id, found.state, found.school_id, values, waits
        )
    name = Name(*(getattr(found, column.key) for column in _NAME_COLUMNS))
    person_id = found.merged_into_id or found.id
    return KnownPupil(
        found.id, name, found.birth_date, registration, found.gender, person_id, states
    )


def _parts() -> tuple[Any, ...]:
    return (
        joinedload(Roster.edition).joinedload(Edition.programme).joinedload(Programme.partner),
        joinedload(Roster.school),
    )


def _found(row: Found | None) -> Found:
    if row is None:
        raise NotFoundError
    return row
