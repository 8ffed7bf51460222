"""The pages of handing over: seen by a manager, filled in, refused, printed."""

import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.audit.models import AuditLine
from exchange.core.permissions import Role
from exchange.handover.enums import HandoverState
from exchange.handover.models import Handover
from exchange.partners.queries import partner_by_slug
from exchange.tasks.models import Task
from tests.factories.accounts import make_user
from tests.factories.delegations import make_visit
from tests.factories.letters import make_post
from tests.factories.people import make_person
from tests.factories.tasks import make_task
from tests.factories.youth import make_school
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def manager(client_as: SignIn) -> Visitor:
    return client_as(Role.MANAGER)


@pytest.fixture
def leaver(session: Session) -> User:
    return make_user(session, name="異動 する子")


@pytest.fixture
def heir(session: Session) -> User:
    return make_user(session, name="後任 太郎")


def test_what_is_chosen_moves_and_the_account_ends_by_the_form(
    session: Session, manager: Visitor, leaver: User, heir: User
) -> None:
    first, second = (make_task(session, assignee_id=leaver.id) for _ in range(2))
    session.commit()
    place = f"/handover/people/{leaver.id}/"
    assert "異動 する子" in manager.get("/handover/?lang=ja").text
    page = manager.get(f"{place}?lang=ja")
    assert (first.title in page.text, 'value="2027-03-31"' in page.text) == (True, True)
    moved = {"chosen": str(first.id), "successor_id": str(heir.id)}
    assert manager.submit(f"{place}move", moved).location == place
    ended = manager.submit(f"{place}plan", {"successor_id": str(heir.id), "when": "now"})
    assert ended.location == "/handover/"
    done = "異動 する子さんの担当を引き継ぎ"
    assert done in manager.get("/handover/?lang=ja").text
    assert done not in manager.get("/handover/?lang=ja").text  # said once
    assert done not in manager.get(f"/handover/?lang=ja&ended={leaver.id}").text
    session.expire_all()
    assert {first.assignee_id, second.assignee_id} == {heir.id}
    assert (leaver.active, manager.get(place).status_code) == (False, 200)
    assert "後任 太郎" in manager.get("/handover/?lang=ja").text


def test_a_plan_is_shown_and_called_off(
    session: Session, manager: Visitor, leaver: User, heir: User
) -> None:
    session.commit()
    place = f"/handover/people/{leaver.id}/"
    said = {"successor_id": str(heir.id), "when": "day", "last_day": "2027-03-31"}
    assert manager.submit(f"{place}plan", {**said, "words": "桂林の件"}).location == place
    page = manager.get(f"{place}?lang=ja").text
    assert ("桂林の件" in page, "3月31日" in page) == (True, True)
    assert "アカウントは、終了しています。" not in page
    heir.active = False
    session.commit()
    assert "後任 太郎さんのアカウントは、終了しています。" in manager.get(f"{place}?lang=ja").text
    again = manager.submit(f"{place}plan", said)
    assert again.status_code == 422
    row = session.scalars(select(Handover)).one()
    stay = f"/handover/plans/{row.id}/call-off"
    assert manager.submit(stay, {"version": row.version}).location == place
    session.expire_all()
    assert row.state is HandoverState.CALLED_OFF


def test_a_successor_whose_own_end_is_planned_is_said_to_be_none(
    session: Session, manager: Visitor, leaver: User, heir: User
) -> None:
    third = make_user(session, name="次期 次郎")
    session.commit()
    said = {"when": "day", "last_day": "2027-03-31"}
    for gone, to in ((leaver, heir), (heir, third)):
        sent = {**said, "successor_id": str(to.id)}
        assert manager.submit(f"/handover/people/{gone.id}/plan", sent).status_code == 302
    page = manager.get(f"/handover/people/{leaver.id}/?lang=ja").text
    assert "後任者に予定した次期 次郎さんに移ります" in page
    page = manager.get(f"/handover/people/{heir.id}/?lang=ja").text
    assert ("異動 する子さん（最終日：" in page, "次期 次郎さんに移り、" in page) == (True, True)
    page = manager.get(f"/handover/people/{third.id}/?lang=ja").text
    assert "後任 太郎（令和9年(2027年)3月31日に終了予定）</option>" in page
    [later] = session.scalars(select(Handover).where(Handover.leaver_id == heir.id))
    later.ends_at += timedelta(days=1)
    session.commit()
    page = manager.get(f"/handover/people/{leaver.id}/?lang=ja").text
    assert "後任 太郎さんに移り、アカウントが終了します" in page


def test_one_s_own_account_is_not_offered_to_end_now(
    session: Session, manager: Visitor, leaver: User
) -> None:
    own = session.scalars(select(User).where(User.role == Role.MANAGER)).one()
    pages = [manager.get(f"/handover/people/{each.id}/").text for each in (own, leaver)]
    assert ['value="now"' in page for page in pages] == [False, True]


@pytest.mark.parametrize(
    "said", [{"when": "day"}, {"when": "day", "last_day": "2026-11-24"}, {"when": "later"}]
)
def test_a_plan_without_a_day_to_come_is_refused(
    session: Session, manager: Visitor, leaver: User, heir: User, said: dict[str, str]
) -> None:
    session.commit()
    sent = {"successor_id": str(heir.id), **said}
    assert manager.submit(f"/handover/people/{leaver.id}/plan", sent).status_code == 422
    assert session.scalars(select(Handover)).all() == []


def test_what_is_nobody_s_is_given_to_somebody(
    session: Session, manager: Visitor, leaver: User, heir: User
) -> None:
    lost, left = make_task(session), make_task(session, assignee_id=leaver.id)
    leaver.active = False
    session.commit()
    page = manager.get("/handover/nobody/").text
    assert (lost.title in page, left.title in page) == (True, True)
    nothing = manager.submit("/handover/nobody/", {"successor_id": str(heir.id)})
    assert nothing.status_code == 422
    chosen = {"chosen": [str(lost.id), str(left.id)], "successor_id": str(heir.id)}
    assert manager.submit("/handover/nobody/", chosen).location == "/handover/nobody/"
    session.expire_all()
    assert set(session.scalars(select(Task.assignee_id))) == {heir.id}


def test_the_pack_says_what_is_open_and_whom_to_greet(
    session: Session, manager: Visitor, leaver: User
) -> None:
    visit = make_visit(session)
    make_task(session, assignee_id=leaver.id, title="礼状を送る", due=date(2026, 12, 1))
    make_post(session, partner_by_slug(session, "heidelberg"), make_person(session))
    visit.owner_id = leaver.id
    session.commit()
    answer = manager.get(f"/handover/people/{leaver.id}/pack.pdf?lang=ja")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    for said in ("事務引継書", "異動 する子", "礼状を送る", "desk@there.example", "未確認"):
        assert said in text
    line = session.scalars(select(AuditLine).where(AuditLine.act == "handover.print_pack")).one()
    assert line.subject_id == leaver.id


def test_an_officer_prints_their_own_pack_without_contacts(
    session: Session, client_as: SignIn
) -> None:
    officer = client_as(Role.SECTION)
    me = session.scalars(select(User).where(User.role == Role.SECTION)).one()
    visit = make_visit(session)
    visit.owner_id = me.id
    make_post(session, partner_by_slug(session, "heidelberg"), make_person(session))
    session.commit()
    answer = officer.get("/handover/mine.pdf?lang=en")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    assert ("Handover pack" in text, "desk@there.example" in text) == (True, False)


def test_schools_nobody_signs_in_for_are_listed(session: Session, manager: Visitor) -> None:
    make_school(session, name="無人中学校")
    invited = make_school(session, name="招待中学校")
    make_user(session, role=Role.SCHOOL, school_id=invited.id)
    session.commit()
    page = manager.get("/handover/schools/?lang=ja").text
    for said in ("無人中学校", "アカウントなし", "招待中学校", "招待が未使用"):
        assert said in page


def test_a_school_s_account_is_not_handed_over(
    session: Session, client_as: SignIn, manager: Visitor
) -> None:
    client_as(Role.SCHOOL)
    desk = session.scalars(select(User).where(User.role == Role.SCHOOL)).one()
    session.commit()
    assert manager.get(f"/handover/people/{desk.id}/").status_code == 404
