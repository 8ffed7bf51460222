"""What a closed visit leaves behind: a report that is owed, a line of history, its outcome."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.errors import DomainError
from exchange.core.permissions import Role
from exchange.delegations.enums import Direction, VisitState
from exchange.delegations.models import Visit
from exchange.delegations.services.closing import close_visit, show_visit, state_outcome
from exchange.partners.enums import FactKind
from exchange.partners.models import PartnerFact, Source
from exchange.tasks.models import Task
from tests.factories.accounts import make_user
from tests.factories.delegations import ACTOR, make_visit
from tests.factories.partners import make_partner
from tests.servers.visitor import Visitor


@pytest.fixture(autouse=True)
def after_the_visit() -> Iterator[None]:
    clock.fix(datetime(2027, 5, 24, 3, tzinfo=UTC))
    yield
    clock.fix(None)


@pytest.fixture
def visit(session: Session) -> Visit:
    """Be in Heidelberg from 17 to 22 May 2027, a Saturday."""
    make_partner(session)
    return make_visit(session, state=VisitState.UNDER_WAY)


def close(session: Session, visit: Visit, days: int = 7) -> Visit:
    return close_visit(session, actor=ACTOR, key=visit.id, version=visit.version, report_days=days)


def say(session: Session, visit: Visit) -> None:
    version = visit.version
    state_outcome(session, actor=ACTOR, key=visit.id, version=version, outcome="次は来訪")


def history(session: Session) -> list[tuple[str, str]]:
    found = session.scalars(select(PartnerFact).where(PartnerFact.kind == FactKind.HISTORY))
    return [(fact.text["ja"] if fact.text else "", str(fact.date)) for fact in found]


@pytest.mark.parametrize(
    ("direction", "title"), [(Direction.OUT, "復命書を書く"), (Direction.IN, "受入の報告書を書く")]
)
def test_who_answers_for_a_visit_owes_its_report(
    session: Session, direction: Direction, title: str
) -> None:
    make_partner(session)
    owner = make_user(session)
    visit = make_visit(session, state=VisitState.UNDER_WAY, direction=direction)
    visit.owner_id = owner.id
    session.flush()
    close(session, visit)
    task = session.scalars(select(Task)).one()
    assert (task.title, task.due, task.assignee_id) == (title, date(2027, 6, 1), owner.id)
    assert (task.subject_kind, task.subject_id) == ("visit", visit.id)


def test_where_the_owner_has_left_the_report_is_owed_by_who_closes(
    session: Session, visit: Visit
) -> None:
    visit.owner_id = make_user(session, active=False).id
    session.flush()
    me = make_user(session)
    close_visit(session, actor=me.as_actor(), key=visit.id, version=visit.version, report_days=1)
    task = session.scalars(select(Task)).one()
    assert (task.assignee_id, task.due) == (me.id, date(2027, 5, 24))


def test_a_public_visit_is_told_of_once_on_its_partners_timeline(session: Session) -> None:
    for slug in ("heidelberg", "kaohsiung"):
        make_partner(session, slug=slug)
    visit = make_visit(
        session,
        state=VisitState.UNDER_WAY,
        partners=["heidelberg", "kaohsiung"],
        published_at=clock.now(),
    )
    close(session, visit)
    show_visit(session, actor=ACTOR, key=visit.id, version=visit.version)
    assert history(session) == [("ハイデルベルク友好訪問", "2027-05-17")] * 2
    assert session.scalars(select(Source.slug).where(Source.slug == "KM-OWN")).all() == ["KM-OWN"]


def test_a_visit_for_staff_alone_is_told_of_when_it_is_published(
    session: Session, visit: Visit
) -> None:
    close(session, visit)
    assert history(session) == []
    show_visit(session, actor=ACTOR, key=visit.id, version=visit.version)
    assert history(session) == [("ハイデルベルク友好訪問", "2027-05-17")]


def test_a_visit_to_come_is_no_history(session: Session) -> None:
    make_partner(session)
    visit = make_visit(session, state=VisitState.CONFIRMED)
    show_visit(session, actor=ACTOR, key=visit.id, version=visit.version)
    assert history(session) == []


def test_a_visit_of_the_demo_is_no_history(session: Session) -> None:
    make_partner(session)
    visit = make_visit(session, state=VisitState.UNDER_WAY, is_demo=True, published_at=clock.now())
    close(session, visit)
    assert history(session) == []
    assert session.scalars(select(Task.is_demo)).all() == [True]


@pytest.mark.parametrize("state", list(VisitState))
def test_an_outcome_is_said_of_a_visit_that_has_begun(session: Session, state: VisitState) -> None:
    make_partner(session)
    visit = make_visit(session, state=state)
    if state in {VisitState.UNDER_WAY, VisitState.CLOSED}:
        say(session, visit)
        assert visit.outcome == "次は来訪"
        say(session, visit)
    else:
        with pytest.raises(DomainError):
            say(session, visit)


def test_the_button_closes_and_the_outcome_is_written_on_its_page(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    make_partner(session)
    days = {"starts": date(2026, 10, 1), "ends": date(2026, 10, 5)}
    visit = make_visit(session, state=VisitState.UNDER_WAY, **days)
    coordinator = client_as(Role.COORDINATOR)
    path = f"/delegations/{visit.id}/"
    coordinator.get(f"{path}?lang=en")
    coordinator.submit(f"{path}closed", {"version": str(visit.version)})
    session.expire_all()
    assert visit.state is VisitState.CLOSED
    assert session.scalars(select(Task.due)).all() == [date(2026, 10, 14)]
    assert f"{path}outcome" in coordinator.get(path).text
    fields = {"outcome": "次は来訪", "version": str(visit.version)}
    assert coordinator.submit(f"{path}outcome", fields).location == path
    assert "次は来訪" in coordinator.get(path).text
    assert "次は来訪" in coordinator.get(f"{path}outcome").text
    assert coordinator.submit(f"{path}outcome", fields).status_code == 409
    assert coordinator.submit(f"{path}outcome", {"outcome": "x" * 4001}).status_code == 422
