"""The division writes to schools; each school has one thread, reads it and answers."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.database import uuid7
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.permissions import Role
from exchange.outbox.models import Mail
from exchange.youth.enums import RegistrationState
from exchange.youth.models import School, SchoolMessage
from exchange.youth.services.messages import (
    Note,
    answer_division,
    answer_school,
    mark_thread_read,
    write_to_schools,
)
from tests.factories.accounts import make_user
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_pupil,
    make_registration,
    make_school,
    school_actor,
)
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]


def thread(session: Session, school: School) -> list[SchoolMessage]:
    statement = select(SchoolMessage).where(SchoolMessage.school_id == school.id)
    return list(session.scalars(statement.order_by(SchoolMessage.id)))


def test_every_account_of_a_school_is_told_by_mail_and_sent_twice_it_is_one(
    session: Session,
) -> None:
    schools = [make_school(session) for _ in range(2)]
    addresses = {make_user(session, role=Role.SCHOOL, school_id=schools[0].id).email for _ in "ab"}
    note = Note("説明会は6月20日です。", key=uuid7())
    for _ in range(2):
        write_to_schools(
            session, actor=COORDINATOR, school_ids=[each.id for each in schools], note=note
        )
    assert [len(thread(session, each)) for each in schools] == [1, 1]
    mails = session.scalars(select(Mail)).all()
    assert {mail.recipient for mail in mails} == addresses
    assert all("説明会は6月20日です。" in (mail.body or "") for mail in mails)


def test_a_message_needs_a_school_that_takes_part(session: Session) -> None:
    with pytest.raises(DomainError, match="nobody"):
        write_to_schools(session, actor=COORDINATOR, school_ids=[], note=Note("x"))
    ended = make_school(session, active=False)
    with pytest.raises(NotFoundError):
        write_to_schools(session, actor=COORDINATOR, school_ids=[ended.id], note=Note("x"))
    with pytest.raises(NotFoundError):
        answer_division(session, actor=COORDINATOR, note=Note("x"))


def test_each_side_marks_as_read_what_the_other_wrote(session: Session) -> None:
    school = make_school(session)
    actor = school_actor(school)
    write_to_schools(session, actor=COORDINATOR, school_ids=[school.id], note=Note("連絡"))
    assert mark_thread_read(session, actor=actor, school_id=school.id) == 1
    answer_division(session, actor=actor, note=Note("返信"))
    assert [row.read_by for row in thread(session, school)] == ["学校 見本", None]
    assert mark_thread_read(session, actor=COORDINATOR, school_id=school.id) == 1
    assert mark_thread_read(session, actor=COORDINATOR, school_id=school.id) == 0
    with pytest.raises(NotFoundError):
        mark_thread_read(session, actor=school_actor(make_school(session)), school_id=school.id)


def test_who_answers_has_read_what_the_other_side_wrote(session: Session) -> None:
    school = make_school(session)
    actor = school_actor(school)
    write_to_schools(session, actor=COORDINATOR, school_ids=[school.id], note=Note("連絡"))
    answer_division(session, actor=actor, note=Note("返信"))
    answer_school(session, actor=COORDINATOR, school_id=school.id, note=Note("了解"))
    read = {row.text: row.read_by for row in thread(session, school)}
    assert read == {"連絡": "学校 見本", "返信": "国際課 見本", "了解": None}
    write_to_schools(session, actor=COORDINATOR, school_ids=[school.id], note=Note("全校へ"))
    answer_division(session, actor=actor, note=Note("また"))
    write_to_schools(session, actor=COORDINATOR, school_ids=[school.id], note=Note("次の件"))
    read = {row.text: row.read_by for row in thread(session, school)}
    assert read["また"] is None, "a new message to several schools answers nobody"


def test_the_schools_of_an_edition_are_written_to_and_answer(
    session: Session, client_as: SignIn
) -> None:
    edition = make_edition(session)
    inside, outside, out = (make_school(session) for _ in range(3))
    moved = make_pupil(session, school=outside)
    make_registration(session, edition=edition, pupil=moved)
    moved.school_id = inside.id
    make_registration(
        session,
        edition=edition,
        pupil=make_pupil(session, school=out),
        state=RegistrationState.WITHDRAWN,
    )
    coordinator = client_as(Role.COORDINATOR)
    page = coordinator.get(f"/youth/messages/new?edition={edition.id}").text
    ticked = [school.id for school in (inside, outside, out) if _is_ticked(page, school)]
    assert ticked == [inside.id]
    typed = {"schools": [], "edition_id": str(edition.id), "text": "締切が近づいています。"}
    assert coordinator.submit("/youth/messages/new", typed).status_code == 422
    typed["schools"] = [str(inside.id)]
    assert coordinator.submit("/youth/messages/new", typed).status_code == 302
    desk = client_as(Role.SCHOOL, school=inside)
    assert "締切が近づいています。" in desk.get("/school/").text
    assert (
        "締切が近づいています。"
        not in client_as(Role.SCHOOL, school=out).get("/school/messages/").text
    )
    assert desk.submit("/school/messages/", {"text": ""}).status_code == 422
    assert desk.submit("/school/messages/", {"text": "承知しました。"}).status_code == 302
    assert "未読の連絡" not in desk.get("/school/").text, "answering is reading"
    assert desk.submit("/school/messages/read").status_code == 302
    path = f"/youth/messages/{inside.id}/"
    assert "承知しました。" in coordinator.get(path).text
    assert "未読1件" in coordinator.get("/youth/messages/").text
    assert coordinator.submit(f"{path}read").status_code == 302
    assert coordinator.submit(path, {"text": ""}).status_code == 422
    assert coordinator.submit(path, {"text": "ありがとうございます。"}).status_code == 302
    assert len(thread(session, inside)) == 3


def _is_ticked(page: str, school: School) -> bool:
    before, _, after = page.partition(f'value="{school.id}"')
    return "checked" in before.rsplit("<input", 1)[1] + after.split(">", 1)[0]


def test_the_list_of_threads_costs_the_same_for_many_schools(
    session: Session, client_as: SignIn
) -> None:
    coordinator = client_as(Role.COORDINATOR)
    coordinator.get("/youth/messages/")
    counts = []
    for _ in range(2):
        school = make_school(session)
        write_to_schools(session, actor=COORDINATOR, school_ids=[school.id], note=Note("連絡"))
        with count_statements() as statements:
            coordinator.get("/youth/messages/")
        counts.append(len(statements))
    assert counts[0] == counts[1]
