"""Several guardians at once, on real connections: the last seat is given once."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from exchange.core.database import Database, transact, unit_of_work
from exchange.core.errors import DomainError
from exchange.youth.enums import Registering, RegistrationState
from exchange.youth.models import Registration
from exchange.youth.services import PupilEntry
from exchange.youth.services.applying import apply
from tests.factories.applications import RING, asked
from tests.factories.youth import make_edition, make_entry, make_school
from tests.integration.youth.test_race import at_once

WORKERS = 6
S = RegistrationState


@pytest.fixture(autouse=True)
def in_the_window(at: Callable[[datetime], None]) -> None:
    at(datetime(2026, 6, 10, 3, 0, tzinfo=UTC))


def applying(
    database: Database, key: UUID, school_id: UUID, entry: PupilEntry
) -> Callable[[], str]:
    def work() -> str:
        try:
            return transact(
                database,
                lambda session: str(
                    apply(
                        session, application_id=key, entry=entry, school_id=school_id, ring=RING
                    ).told
                ),
            )
        except DomainError as error:
            return error.sentence.id

    return work


@pytest.mark.parametrize(
    ("limit", "others"),
    [(0, ["youth.error.full"] * 5), (2, ["waitlisted"] * 2 + ["youth.error.full"] * 3)],
)
def test_simultaneous_direct_applications_never_oversell(
    fresh_database: Database, limit: int, others: list[str]
) -> None:
    with unit_of_work(fresh_database) as session:
        edition = make_edition(
            session, registering=Registering.GUARDIAN, quota=1, waitlist_limit=limit
        )
        pieces = [
            (asked(session, edition, f"parent{at}@example.jp").id, make_school(session).id)
            for at in range(WORKERS)
        ]
    answers = at_once(
        [applying(fresh_database, key, school, make_entry()) for key, school in pieces]
    )
    assert sorted(answers) == sorted(["submitted", *others])
    with fresh_database.reading() as session:
        ranks = session.execute(select(Registration.state, Registration.waitlist_rank)).all()
    assert sorted((str(state), rank) for state, rank in ranks) == [
        ("submitted", None),
        *(("waitlisted", rank) for rank in range(1, limit + 1)),
    ]


def test_one_link_pressed_many_times_at_once_makes_one_registration(
    fresh_database: Database,
) -> None:
    with unit_of_work(fresh_database) as session:
        edition = make_edition(session, registering=Registering.BOTH)
        key, school_id = asked(session, edition).id, make_school(session).id
    entry = make_entry()
    answers = at_once([applying(fresh_database, key, school_id, entry) for _ in range(WORKERS)])
    assert answers == ["submitted"] * WORKERS
    with fresh_database.reading() as session:
        assert len(session.scalars(select(Registration)).all()) == 1
