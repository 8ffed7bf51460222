"""Several schools at once, on real connections: never one too many, never the same pupil twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from time import sleep
from uuid import UUID

from sqlalchemy import func, select

from exchange.core.database import Database, transact, unit_of_work, uuid7
from exchange.core.errors import DomainError
from exchange.core.keys import LedgerKey
from exchange.core.permissions import Actor
from exchange.youth.enums import DuplicateState, RegistrationState
from exchange.youth.ledger import Scope, differences, kept_totals
from exchange.youth.models import SINCE_START, Duplicate, Registration
from exchange.youth.rules.counting import Totals
from exchange.youth.services import PupilEntry, close_edition, register_pupil
from exchange.youth.services.duplicates import Verdict, merge_pupils, note_duplicates
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_entry,
    make_pupil,
    make_registration,
    make_school,
    school_actor,
)
from tests.integration.youth.conftest import AFTER_IT

WORKERS = 6


def at_once(work: list[Callable[[], str]]) -> list[str]:
    """Run all pieces of work at the same moment, each on its own thread."""
    start = Barrier(len(work))

    def one(piece: Callable[[], str]) -> str:
        start.wait(timeout=30)
        return piece()

    with ThreadPoolExecutor(len(work)) as threads:
        return list(threads.map(one, work))


def registering(
    database: Database, actor: Actor, edition_id: UUID, entry: PupilEntry, key: UUID
) -> Callable[[], str]:
    def work() -> str:
        try:
            transact(
                database,
                lambda session: (
                    register_pupil(
                        session, actor=actor, edition_id=edition_id, entry=entry, key=key
                    ).id
                ),
            )
        except DomainError as error:
            return error.sentence.id
        return "registered"

    return work


def seated(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Registration)) or 0


def test_simultaneous_registrations_never_oversell(fresh_database: Database) -> None:
    with unit_of_work(fresh_database) as session:
        edition = make_edition(session, quota=3, waitlist_limit=0)
        actors = [school_actor(make_school(session)) for _ in range(WORKERS)]
        key = edition.id
    answers = at_once(
        [registering(fresh_database, actor, key, make_entry(), uuid7()) for actor in actors]
    )
    assert sorted(answers) == ["registered"] * 3 + ["youth.error.full"] * 3
    assert seated(fresh_database) == 3


def test_simultaneous_registrations_of_one_school_keep_to_its_share(
    fresh_database: Database,
) -> None:
    with unit_of_work(fresh_database) as session:
        edition = make_edition(session, quota=10, school_quota=2, waitlist_limit=0)
        actor, key = school_actor(make_school(session)), edition.id
    answers = at_once(
        [registering(fresh_database, actor, key, make_entry(), uuid7()) for _ in range(WORKERS)]
    )
    assert sorted(answers) == ["registered"] * 2 + ["youth.error.school_full"] * 4
    assert seated(fresh_database) == 2


def test_one_form_sent_many_times_at_once_makes_one_pupil(fresh_database: Database) -> None:
    with unit_of_work(fresh_database) as session:
        key = make_edition(session).id
        actor = school_actor(make_school(session))
    form, entry = uuid7(), make_entry()
    answers = at_once(
        [registering(fresh_database, actor, key, entry, form) for _ in range(WORKERS)]
    )
    assert answers == ["registered"] * WORKERS
    assert seated(fresh_database) == 1


def test_two_forms_for_one_pupil_at_once_make_one_pupil(fresh_database: Database) -> None:
    with unit_of_work(fresh_database) as session:
        key = make_edition(session).id
        actor = school_actor(make_school(session))
    entry = make_entry()
    answers = at_once([registering(fresh_database, actor, key, entry, uuid7()) for _ in range(2)])
    assert sorted(answers) == ["registered", "youth.error.already_registered_as"]
    assert seated(fresh_database) == 1


def test_nobody_is_registered_while_two_pupils_become_one(
    fresh_database: Database, ledger_key: LedgerKey
) -> None:
    with unit_of_work(fresh_database) as session:
        edition, school = make_edition(session), make_school(session)
        actor, key = school_actor(school), edition.id
        entry = make_entry()
        first = make_pupil(session, name=entry.name)
        make_registration(session, edition=edition, pupil=first)
        second = make_pupil(session, name=entry.name, school=school)
        [pair] = note_duplicates(session, actor=COORDINATOR, pupils=[second])
        pair_id = pair.id
    with ThreadPoolExecutor(1) as threads, unit_of_work(fresh_database) as session:
        merge_pupils(
            session,
            actor=COORDINATOR,
            duplicate_id=pair_id,
            keeps_first=True,
            verdict=Verdict(DuplicateState.MERGED, "一人の生徒"),
            ledger_key=ledger_key,
        )
        answer = threads.submit(registering(fresh_database, actor, key, entry, uuid7()))
        sleep(0.5)  # as far as it comes before the merge is written
        assert not answer.done()
    assert answer.result() == "youth.duplicate.error.registered_elsewhere"
    assert seated(fresh_database) == 1


def test_two_schools_that_write_one_child_at_once_are_asked_about(
    fresh_database: Database,
) -> None:
    entry = make_entry()
    with unit_of_work(fresh_database) as session:
        actors = [school_actor(make_school(session)) for _ in range(2)]
        keys = [make_edition(session).id for _ in actors]
    with ThreadPoolExecutor(1) as threads, unit_of_work(fresh_database) as session:
        register_pupil(session, actor=actors[0], edition_id=keys[0], entry=entry)
        second = registering(fresh_database, actors[1], keys[1], entry, uuid7())
        answer = threads.submit(second)
        sleep(0.5)  # as far as it comes before the first is written
    assert answer.result() == "registered"
    with fresh_database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Duplicate)) == 1


def test_two_editions_closed_at_once_leave_right_totals(
    fresh_database: Database, at: Callable[[datetime], None], ledger_key: LedgerKey
) -> None:
    with unit_of_work(fresh_database) as session:
        pupil = make_pupil(session)
        keys = []
        for _ in range(4):
            edition = make_edition(session)
            state = RegistrationState.COMPLETED
            make_registration(session, edition=edition, pupil=pupil, state=state)
            keys.append(edition.id)
    at(AFTER_IT)

    def closing(key: UUID) -> Callable[[], str]:
        def work() -> str:
            transact(
                fresh_database,
                lambda session: (
                    close_edition(
                        session, actor=COORDINATOR, edition_id=key, ledger_key=ledger_key
                    ).id
                ),
            )
            return "closed"

        return work

    assert at_once([closing(key) for key in keys]) == ["closed"] * 4
    with fresh_database.reading() as session:
        assert kept_totals(session)[Scope(SINCE_START, False)] == Totals(4, 1)
        assert differences(session) == []
