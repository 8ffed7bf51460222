"""Fifty families accept at the same moment, each in a process of its own: three have a seat."""

import multiprocessing
from datetime import UTC, datetime
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from typing import Final
from uuid import UUID

from sqlalchemy import func, select

from exchange.core import clock
from exchange.core.database import Database, transact, unit_of_work
from exchange.core.errors import BusyError, DomainError
from exchange.youth.enums import RegistrationState
from exchange.youth.models import Registration
from exchange.youth.services import accept_offer
from tests.factories.youth import COORDINATOR, make_edition, make_registration

FAMILIES: Final = 50
SEATS: Final = 3
#: The sample edition registers in June 2026.
IN_WINDOW: Final = datetime(2026, 6, 15, 3, tzinfo=UTC)
#: Started by forking: the libraries are loaded once, every process opens its own connection.
PROCESSES: Final = multiprocessing.get_context("fork")


def accept(url: str, key: UUID, start: Barrier, answers: "Queue[str]") -> None:
    """Accept one offer at the moment all others do, and say what was answered."""
    database = Database(url)
    try:
        start.wait(timeout=120)
        answers.put(answer(database, key))
    finally:
        database.dispose()


def answer(database: Database, key: UUID) -> str:
    """Press the button, and again where the page says that the system is busy."""
    while True:
        try:
            transact(
                database,
                lambda session: accept_offer(session, actor=COORDINATOR, registration_id=key).id,
            )
        except BusyError:
            continue
        except DomainError as error:
            return error.sentence.id
        return "seated"


def test_fifty_acceptances_at_once_for_three_seats_seat_exactly_three(
    fresh_database: Database,
) -> None:
    with unit_of_work(fresh_database) as session:
        edition = make_edition(session, quota=SEATS)
        keys = [
            make_registration(
                session,
                edition=edition,
                state=RegistrationState.OFFERED,
                offer_until=edition.closes_on,
            ).id
            for _ in range(FAMILIES)
        ]
        edition_id = edition.id
    url = fresh_database.engine.url.render_as_string(hide_password=False)
    fresh_database.dispose()
    answers: Queue[str] = PROCESSES.Queue()
    start = PROCESSES.Barrier(FAMILIES)
    clock.fix(IN_WINDOW)
    families = [PROCESSES.Process(target=accept, args=(url, key, start, answers)) for key in keys]
    for family in families:
        family.start()
    found = sorted(answers.get(timeout=180) for _ in families)
    for family in families:
        family.join(timeout=60)
    clock.fix(None)
    assert found == ["seated"] * SEATS + ["youth.error.full"] * (FAMILIES - SEATS)
    with fresh_database.reading() as session:
        seated = session.scalar(
            select(func.count()).where(
                Registration.edition_id == edition_id,
                Registration.state == RegistrationState.SELECTED,
            )
        )
    assert seated == SEATS
