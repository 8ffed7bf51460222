"""Whatever happened to pupils and editions, the ledger's totals are a naive count of it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.database import Database
from exchange.core.keys import LedgerKey
from exchange.youth.enums import Organiser, ParticipantKind, RegistrationState, YouthDirection
from exchange.youth.ledger import Scope, differences, kept_totals, recount
from exchange.youth.models import SINCE_START, Pupil
from exchange.youth.rules.counting import Totals
from exchange.youth.services import cancel_edition, close_edition
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_programme,
    make_pupil,
    make_registration,
    make_school,
)

PUPILS = 4
#: The first fiscal year of the first rule's running total.
START = 2024
STATES = (
    *(RegistrationState.COMPLETED, RegistrationState.ABSENT, RegistrationState.WITHDRAWN),
    *(RegistrationState.DECLINED, RegistrationState.NOT_SELECTED),
)


@dataclass(frozen=True)
class History:
    """One edition and who did what in it."""

    year: int
    organiser: Organiser
    counts: bool
    direction: YouthDirection
    is_demo: bool
    cancelled: bool
    #: Pupil's number -> how it ended, and as whom.
    people: Mapping[int, tuple[RegistrationState, ParticipantKind]]


histories = st.builds(
    History,
    year=st.integers(2022, 2026),
    organiser=st.sampled_from(Organiser),
    counts=st.booleans(),
    direction=st.sampled_from(YouthDirection),
    is_demo=st.booleans(),
    cancelled=st.booleans(),
    people=st.dictionaries(
        st.integers(0, PUPILS - 1),
        st.tuples(st.sampled_from(STATES), st.sampled_from(ParticipantKind)),
    ),
)


def counted(history: History) -> set[int]:
    """Name the pupils who count, in the words of the first rule."""
    if history.cancelled or history.organiser is not Organiser.CITY or not history.counts:
        return set()
    if history.direction is YouthDirection.ONLINE:
        return set()
    wanted = (RegistrationState.COMPLETED, ParticipantKind.OWN_YOUTH)
    return {number for number, ended in history.people.items() if ended == wanted}


def naive(past: list[History]) -> Mapping[Scope, Totals]:
    """Count by hand: the last pupil is a sample, and so is everyone in a sample edition."""
    lists: dict[Scope, list[int]] = defaultdict(list)
    for history in past:
        for number in counted(history):
            sample = history.is_demo or number == PUPILS - 1
            for with_demo in (True,) if sample else (True, False):
                scopes = (SINCE_START, history.year) if history.year >= START else (history.year,)
                for year in scopes:
                    lists[Scope(year, with_demo)].append(number)
    return {scope: Totals(len(listed), len(set(listed))) for scope, listed in lists.items()}


def happen(session: Session, history: History, pupils: list[Pupil], key: LedgerKey) -> None:
    city = history.organiser is Organiser.CITY
    counts = history.counts and city
    programme = make_programme(session, organiser=history.organiser, counts=counts)
    year = history.year
    edition = make_edition(
        session,
        programme=programme,
        direction=history.direction,
        is_demo=history.is_demo,
        opens_on=date(year, 6, 1),
        closes_on=date(year, 6, 30),
        starts=date(year, 8, 1),
        ends=date(year, 8, 10),
    )
    for number, (state, kind) in history.people.items():
        pupil = pupils[number]
        make_registration(session, edition=edition, pupil=pupil, state=state, kind=kind)
    if history.cancelled:
        cancel_edition(session, actor=COORDINATOR, edition_id=edition.id, reason="台風のため")
    else:
        close_edition(session, actor=COORDINATOR, edition_id=edition.id, ledger_key=key)


@pytest.mark.usefixtures("at")
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(past=st.lists(histories, max_size=4))
def test_totals_are_a_naive_count_of_what_happened(
    database: Database, ledger_key: LedgerKey, past: list[History]
) -> None:
    clock.fix(datetime(2027, 4, 1, tzinfo=UTC))
    with database.writing() as session:
        school = make_school(session)
        pupils = [
            make_pupil(session, school=school, is_demo=number == PUPILS - 1)
            for number in range(PUPILS)
        ]
        for history in past:
            happen(session, history, pupils, ledger_key)
        expected = naive(past)
        kept = kept_totals(session)
        assert {scope: kept[scope] for scope in expected} == expected
        assert all(kept[scope] == Totals(0, 0) for scope in kept.keys() - expected.keys())
        assert recount(session) == expected
        assert differences(session) == []
        session.rollback()


def test_a_digest_leads_back_to_nobody_without_the_key() -> None:
    person = UUID(int=7)
    digests = {LedgerKey(bytes([seed]) * 32).digest(person) for seed in range(8)}
    assert len(digests) == 8
