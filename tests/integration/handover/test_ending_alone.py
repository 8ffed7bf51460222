"""An account on the page of users: it ends with all that opens by it, or leads to its handover."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.accounts.services import invite, user_of_link
from exchange.calendars.models import PrivateFeed
from exchange.calendars.services import FeedChoice, create_feed
from exchange.core import clock
from exchange.core.database import uuid7
from exchange.core.entries import EntryKind
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.links import Link, LinkPurpose, is_live
from exchange.core.permissions import Role
from exchange.delegations.enums import Direction
from exchange.delegations.queries.partner_links import live_link
from exchange.delegations.services.partner_links import make_link
from exchange.handover.belongings import OFFERED
from exchange.handover.enums import HandoverState, OwnedKind
from exchange.handover.queries import holdings
from exchange.handover.services import HandoverPlan, end_alone, plan_handover
from exchange.inquiries.enums import Way
from exchange.letters.enums import LetterState
from exchange.tasks.models import Task
from exchange.youth.enums import Selection
from exchange.youth.models import Assessor
from exchange.youth.services.assessors import AssessorEntry, invite_assessor
from exchange.youth.services.screening import begin_screening
from tests.factories.accounts import make_user
from tests.factories.celebrations import make_celebration
from tests.factories.delegations import make_visit
from tests.factories.inquiries import ask_the_city_s
from tests.factories.letters import make_letter
from tests.factories.promises import make_promise
from tests.factories.tasks import make_task
from tests.factories.youth import make_edition, make_school
from tests.servers.visitor import Visitor

TODAY: Final = date(2026, 11, 25)
MAKE: Final[dict[OwnedKind, Callable[[Session], Any]]] = {
    OwnedKind.VISIT: make_visit,
    OwnedKind.CELEBRATION: make_celebration,
    OwnedKind.PROMISE: make_promise,
    OwnedKind.LETTER: lambda session: make_letter(
        session, due=date(2026, 12, 10), state=LetterState.OPEN
    ),
    OwnedKind.TASK: make_task,
}


def ended(session: Session, who: User, *, by: User) -> int:
    return end_alone(session, actor=by.as_actor(), user_id=who.id, version=who.version)


@pytest.fixture
def administrator(session: Session) -> User:
    return make_user(session, role=Role.ADMINISTRATOR, password_hash="x")


@pytest.mark.parametrize("kind", OwnedKind)
def test_nothing_open_of_any_kind_becomes_nobody_s(
    session: Session, administrator: User, kind: OwnedKind
) -> None:
    leaver, row = make_user(session), MAKE[kind](session)
    (belonging,) = (each for each in OFFERED.belongings if each.kind == kind)
    setattr(row, belonging.owner.key, leaver.id)
    session.flush()
    assert ended(session, leaver, by=administrator) == 1
    assert (leaver.active, holdings(session, OFFERED.belongings, owner=None)) == (True, [])


@pytest.mark.parametrize("keeper", ["a manager", "whoever ends it"])
def test_what_opened_by_an_account_with_nothing_open_ends_or_is_renewed(
    session: Session, administrator: User, keeper: str
) -> None:
    leaver = make_user(session)
    actor, last_day = leaver.as_actor(), date(2099, 1, 1)
    keep = make_user(session, role=Role.MANAGER) if keeper == "a manager" else administrator
    choice = FeedChoice("予定", "ja", (EntryKind.VISIT,))
    create_feed(session, actor=actor, key=uuid7(), choice=choice)
    token = invite(session, actor=administrator.as_actor(), user=leaver)
    guests = make_visit(session, direction=Direction.IN)
    guests.owner_id = keep.id
    make_link(session, actor=actor, visit_id=guests.id, last_day=last_day, today=TODAY)
    edition = make_edition(session, selection=Selection.SCREENING)
    begin_screening(session, actor=actor, edition_id=edition.id, criteria="作文 5")
    entry = AssessorEntry("採点 太郎", date(2027, 1, 1), sees_grade=False)
    assessor: Assessor = invite_assessor(session, actor=actor, edition_id=edition.id, entry=entry)
    figures = ask_the_city_s(session, actor, Way.LINK).link_id
    assert ended(session, leaver, by=administrator) == 0
    session.expire_all()
    assert not leaver.active
    with pytest.raises(NotFoundError):
        user_of_link(session, LinkPurpose.INVITATION, token)
    assert session.scalars(select(PrivateFeed)).one().ended_at is not None
    link = live_link(session, guests.id)
    assert (link.generation if link else 0, session.get_one(Link, figures).generation) == (2, 2)
    assert not is_live(session.get_one(Link, assessor.link_id))
    sent = session.scalars(select(Task.assignee_id).where(Task.title.contains("リンク"))).all()
    assert (sent, holdings(session, OFFERED.belongings, owner=None)) == ([keep.id] * 3, [])


def test_a_school_s_account_ends_with_its_feeds(session: Session, administrator: User) -> None:
    desk = make_user(session, role=Role.SCHOOL, school_id=make_school(session).id)
    choice = FeedChoice("予定", "ja", (EntryKind.VISIT,))
    create_feed(session, actor=desk.as_actor(), key=uuid7(), choice=choice)
    assert ended(session, desk, by=administrator) == 0
    assert (desk.active, session.scalars(select(PrivateFeed)).one().ended_at is None) == (
        False,
        False,
    )


def test_a_planned_end_is_done_with_it(session: Session, administrator: User) -> None:
    leaver, heir, manager = (make_user(session, role=Role.MANAGER) for _ in range(3))
    at = clock.machine_now().replace(year=2099)
    plan = HandoverPlan(successor_id=heir.id, ends_at=at)
    handover = plan_handover(session, actor=manager.as_actor(), leaver_id=leaver.id, plan=plan)
    assert ended(session, leaver, by=administrator) == 0
    assert (leaver.active, handover.state) == (False, HandoverState.DONE)


def test_an_administrator_beside_whom_every_end_is_planned_stays(
    session: Session, administrator: User
) -> None:
    going = make_user(session, role=Role.ADMINISTRATOR, password_hash="x")
    manager = make_user(session, role=Role.MANAGER)
    at = clock.machine_now().replace(year=2099)
    plan = HandoverPlan(successor_id=manager.id, ends_at=at)
    plan_handover(session, actor=manager.as_actor(), leaver_id=going.id, plan=plan)
    with pytest.raises(DomainError) as refused:
        ended(session, administrator, by=going)
    assert refused.value.sentence.id == "accounts.error.last_administrator"


def test_the_page_of_users_names_the_page_where_a_manager_hands_it_over(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    leaver = make_user(session, name="見本 花子")
    make_task(session, assignee_id=leaver.id)
    session.commit()
    admin = client_as(Role.ADMINISTRATOR)
    admin.get("/accounts/users/?lang=en")
    answer = admin.submit(f"/accounts/users/{leaver.id}/end", {"version": str(leaver.version)})
    session.expire_all()
    assert (answer.status_code, leaver.active) == (422, True)
    page = f"http://localhost/handover/people/{leaver.id}/"
    said = "見本 花子 still answers for 1 open thing. First a manager hands it over"
    assert f"{said} on the handover page, {page}," in answer.text
