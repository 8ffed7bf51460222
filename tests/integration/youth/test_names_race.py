"""A name changes in one edition while the pupil is chosen in another: one waits for the other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from time import sleep
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from exchange.core.database import Database, Name, transact, unit_of_work
from exchange.core.errors import DomainError
from exchange.core.permissions import Actor
from exchange.youth.enums import RegistrationState
from exchange.youth.models import Edition, Pupil, Registration
from exchange.youth.services import correct_registration, register_pupil, select_pupils
from exchange.youth.services.changing import Details, change_registration
from exchange.youth.services.rosters import Confirmation, confirm_roster
from tests.factories.rosters import RING, make_roster, rows_of, run_of
from tests.factories.sheets import csv_of
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_entry,
    make_pupil,
    make_registration,
    make_school,
    school_actor,
)
from tests.integration.youth.test_rosters import DECLARED

NAME = Name("高崎", "花子", "たかさき", "はなこ")
RESPELT = replace(NAME, family="髙﨑")
BORN = date(2012, 5, 3)
LINE = ("髙﨑 花子", "たかさき はなこ", "H24.5.3", "2", "", "見本 太郎", "", "")


@dataclass(frozen=True, slots=True)
class Pair:
    """A pupil who is registered for one edition, and written anew for another."""

    actor: Actor
    pupil_id: UUID
    chosen_in: UUID
    applied: UUID
    written_for: UUID


#: Given a session, prepare a way of writing a pupil anew and return it.
Way = Callable[[Session, Pair], Callable[[Session], object]]


def two_editions(session: Session) -> Pair:
    school = make_school(session)
    pupil = make_pupil(session, name=NAME, school=school)
    row = make_registration(session, pupil=pupil)
    actor, other = school_actor(school), make_edition(session)
    return Pair(actor, pupil.id, row.edition_id, row.id, other.id)


def _registered(session: Session, pair: Pair, state: RegistrationState) -> UUID:
    edition = session.get_one(Edition, pair.written_for)
    pupil = session.get_one(Pupil, pair.pupil_id)
    return make_registration(session, edition=edition, pupil=pupil, state=state).id


def by_change(session: Session, pair: Pair) -> Callable[[Session], object]:
    key = _registered(session, pair, RegistrationState.SUBMITTED)
    details = Details(RESPELT, BORN, "見本 太郎", None)
    return lambda held: change_registration(
        held, actor=pair.actor, registration_id=key, details=details
    )


def by_correction(session: Session, pair: Pair) -> Callable[[Session], object]:
    key = _registered(session, pair, RegistrationState.RETURNED)
    entry = make_entry(name=RESPELT, birth_date=BORN)
    return lambda held: correct_registration(
        held, actor=pair.actor, registration_id=key, entry=entry
    )


def by_form(_session: Session, pair: Pair) -> Callable[[Session], object]:
    entry = make_entry(name=RESPELT, birth_date=BORN)
    return lambda held: register_pupil(
        held, actor=pair.actor, edition_id=pair.written_for, entry=entry
    )


def by_roster(session: Session, pair: Pair) -> Callable[[Session], object]:
    body = csv_of(rows_of(LINE))
    roster = make_roster(session, pair.actor, pair.written_for, body)
    key, digest = roster.id, run_of(session, pair.actor, roster).announcement.digest
    said = Confirmation(digest, DECLARED)
    return lambda held: confirm_roster(
        held, actor=pair.actor, key=key, confirmation=said, ring=RING
    )


def answer_of(database: Database, work: Callable[[Session], object]) -> str:
    """Run a piece of work; return which sentence refused it, or that it was done."""
    try:
        transact(database, lambda session: work(session) and None)
    except DomainError as error:
        return error.sentence.id
    return "done"


@pytest.mark.parametrize(
    ("way", "refusal"),
    [
        (by_change, "youth.error.reason_missing"),
        (by_correction, "youth.change.error.ask"),
        (by_form, "youth.change.error.ask"),
        (by_roster, "youth.roster.error.other"),
    ],
)
def test_a_name_written_anew_waits_for_a_choice_that_is_being_made(
    fresh_database: Database, way: Way, refusal: str
) -> None:
    with unit_of_work(fresh_database) as session:
        pair = two_editions(session)
        rename = way(session, pair)
    with ThreadPoolExecutor(1) as threads, unit_of_work(fresh_database) as session:
        keys = [pair.applied]
        select_pupils(session, actor=COORDINATOR, edition_id=pair.chosen_in, keys=keys)
        answer = threads.submit(answer_of, fresh_database, rename)
        sleep(0.5)  # as far as it comes before the choice is written
        assert not answer.done()
    assert answer.result() == refusal
    with fresh_database.reading() as session:
        assert session.get_one(Pupil, pair.pupil_id).name == NAME


def test_a_choice_waits_for_a_name_that_is_being_written(fresh_database: Database) -> None:
    with unit_of_work(fresh_database) as session:
        pair = two_editions(session)
        rename = by_change(session, pair)

    def choose(session: Session) -> object:
        keys = [pair.applied]
        return select_pupils(session, actor=COORDINATOR, edition_id=pair.chosen_in, keys=keys)

    with ThreadPoolExecutor(1) as threads, unit_of_work(fresh_database) as session:
        assert rename(session) is None
        answer = threads.submit(answer_of, fresh_database, choose)
        sleep(0.5)
        assert not answer.done()
    assert answer.result() == "done"
    with fresh_database.reading() as session:
        assert session.get_one(Pupil, pair.pupil_id).name == RESPELT
        state = session.get_one(Registration, pair.applied).state
        assert state is RegistrationState.SELECTED
