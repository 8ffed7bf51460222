"""The demo loads on any day of the year, once, and only where nobody real has an account."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.celebrations.models import Celebration, RunwayStep
from exchange.closures.models import AvoidedDays
from exchange.core import clock
from exchange.core.errors import DomainError
from exchange.core.permissions import Role
from exchange.delegations.enums import VisitState
from exchange.delegations.models import TitleTerm, Visit
from exchange.delegations.queries.purging import members_to_empty
from exchange.people.models import Person
from exchange.privacy.enums import OfficialKind
from exchange.privacy.services import candidates_of
from exchange.reference.demo import load_demo
from exchange.reference.demo.cast import MAIL_DOMAIN
from exchange.reference.models import LoadedRow
from exchange.rooms.keeping import OFFICIAL_SOURCES
from exchange.tasks.models import Task
from exchange.youth.enums import EditionState, RegistrationState
from exchange.youth.enums.waiting import WaitingAct
from exchange.youth.lottery import drawn_from, faults, published
from exchange.youth.models import (
    SINCE_START,
    Edition,
    Lottery,
    Participation,
    ParticipationTotal,
    Programme,
    Pupil,
    Registration,
    School,
    WaitingNote,
)
from tests.factories.accounts import make_user
from tests.factories.demo import KEYS, TODAY, load

MARKED = (
    *(User, School, Pupil, Programme, Edition, Registration, Visit, Person, Task, Participation),
    *(AvoidedDays, Celebration, Lottery, RunwayStep, TitleTerm),
)


@pytest.mark.parametrize(
    "today",
    [
        date(2026, 4, 1),
        date(2026, 11, 21),
        date(2027, 2, 28),
        date(2027, 3, 31),
        date(2027, 5, 19),
        date(2028, 2, 29),
    ],
)
def test_it_loads_on_any_day_of_the_year(session: Session, today: date) -> None:
    load(session, today)
    states = session.scalars(select(Visit.state).order_by(Visit.starts)).all()
    editions = session.scalars(select(Edition.state)).all()
    assert sorted(states) == [
        *(VisitState.CANCELLED, VisitState.CLOSED, VisitState.PLANNED, VisitState.UNDER_WAY)
    ]
    assert sorted(editions) == [EditionState.ANNOUNCED] * 5 + [EditionState.CLOSED] * 2
    assert session.scalar(select(func.count()).select_from(Participation)) == 7
    assert_waiting_and_drawn(session, today)
    assert_something_is_to_be_purged_and_decided(session, today)


def assert_something_is_to_be_purged_and_decided(session: Session, today: date) -> None:
    """Hold that members' needs go next week, nothing today, and that a letter's time is over."""
    due = [len(members_to_empty(session, today + timedelta(days=days))) for days in (0, 7)]
    assert due == [0, 2]
    [candidate] = candidates_of(session, today=today, sources=OFFICIAL_SOURCES)
    assert (candidate.kind, candidate.decision) == (OfficialKind.LETTER, None)


def assert_waiting_and_drawn(session: Session, today: date) -> None:
    """Hold that a waiting list is in motion, and that lots were drawn as published."""
    told = select(WaitingNote.told).order_by(WaitingNote.at, WaitingNote.number)
    assert session.scalars(told).all() == [
        *(WaitingAct.SKIPPED, WaitingAct.OFFERED, WaitingAct.DECLINED, WaitingAct.OFFERED),
    ]
    offered = select(Registration.offer_until).where(Registration.offer_until.is_not(None))
    [until] = session.scalars(offered)
    assert until is not None
    assert until > today
    lottery = session.scalars(select(Lottery)).one()
    assert (lottery.is_demo, lottery.seed) == (True, "0815")
    assert lottery.list_text is not None
    file = published(lottery.list_text, seed=lottery.seed, drawn=True)
    assert faults(file) == []
    drawn = select(Registration).where(Registration.edition_id == lottery.edition_id)
    states = {row.blind_number: row.state for row in session.scalars(drawn)}
    won = {number for number, state in states.items() if state is RegistrationState.SELECTED}
    assert won == set(drawn_from(lottery.list_text, lottery.seed).winners)


def test_every_row_it_makes_is_marked(demo: Session) -> None:
    of_the_city = select(LoadedRow.row_id)
    for model in MARKED:
        made = select(model.is_demo).where(model.id.not_in(of_the_city))
        marks = demo.scalars(made.distinct()).all()
        assert (model.__name__, marks) == (model.__name__, [True])


def test_the_seven_accounts_have_the_promised_addresses_and_roles(demo: Session) -> None:
    opened = select(User).where(User.password_hash.is_not(None))
    found = {user.email: user.role for user in demo.scalars(opened)}
    roles = {
        "admin": Role.ADMINISTRATOR,
        "manager": Role.MANAGER,
        "coordinator": Role.COORDINATOR,
        "section": Role.SECTION,
        "viewer": Role.VIEWER,
        "school-a": Role.SCHOOL,
        "school-b": Role.SCHOOL,
    }
    assert found == {f"{name}@{MAIL_DOMAIN}": role for name, role in roles.items()}


def test_heidelberg_is_in_may_2027_whatever_the_day(session: Session) -> None:
    load(session, date(2028, 2, 29))
    visit = session.scalars(select(Visit).where(Visit.state == VisitState.PLANNED)).one()
    assert (visit.starts, visit.ends) == (date(2027, 5, 17), date(2027, 5, 22))


def test_a_second_load_changes_nothing(demo: Session) -> None:
    before = demo.scalar(select(func.count()).select_from(Registration))
    assert load_demo(demo, password=None, keys=KEYS, today=date(2026, 11, 22)) is None
    assert demo.scalar(select(func.count()).select_from(Registration)) == before


def test_it_is_refused_where_somebody_real_has_an_account(session: Session) -> None:
    make_user(session, role=Role.COORDINATOR)
    with pytest.raises(DomainError) as refusal:
        load_demo(session, password=None, keys=KEYS, today=date(2026, 11, 21))
    assert refusal.value.sentence.id == "reference.error.real_users"
    assert session.scalar(select(func.count()).select_from(Visit)) == 0


def test_a_password_is_made_up_when_none_is_given(session: Session) -> None:
    accounts = load_demo(session, password=None, keys=KEYS, today=clock.today())
    assert accounts is not None
    assert len(accounts.password) >= 12


def test_the_past_is_dated_in_the_past_and_the_clock_runs_on(demo: Session) -> None:
    first = demo.scalar(select(func.min(Visit.created_at)))
    assert first is not None
    assert first.date() < TODAY - timedelta(days=75)
    assert abs(clock.now() - clock.machine_now()) < timedelta(seconds=5)


def test_one_pupil_in_two_exchanges_counts_twice_and_once(demo: Session) -> None:
    whole = demo.get(ParticipationTotal, (SINCE_START, True))
    public = demo.get(ParticipationTotal, (SINCE_START, False))
    assert whole is not None
    assert (whole.person_times, whole.unique_persons) == (7, 6)
    assert public is None or (public.person_times, public.unique_persons) == (0, 0)
