"""A pupil moves: the new school sees everything, the old one nothing new, the record stays."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.database import Name, uuid7
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.permissions import Role
from exchange.outbox.models import Mail
from exchange.youth.enums import RegistrationState
from exchange.youth.enums.changes import RequestState
from exchange.youth.models import Pupil, Registration, School, SchoolMove
from exchange.youth.queries.desk import school_registrations, school_states
from exchange.youth.queries.registrations import (
    registration_for,
    running_registrations,
)
from exchange.youth.services import accept_offer, cancel_edition, offer_free_seats
from exchange.youth.services.changing import Answer
from exchange.youth.services.moving import Arrival, answer_move, ask_move, move_pupil
from tests.factories.accounts import make_user
from tests.factories.youth import (
    COORDINATOR,
    make_pupil,
    make_registration,
    make_school,
    school_actor,
)
from tests.integration.youth.test_main_path import seen
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
NAME = Name("見本", "花", family_kana="みほん", given_kana="はな")
YES = Answer(RequestState.ACCEPTED)


def schools(session: Session) -> tuple[School, School]:
    return make_school(session), make_school(session)


def registered(session: Session, school: School) -> Registration:
    pupil = make_pupil(session, name=NAME, school=school)
    return make_registration(session, pupil=pupil, state=RegistrationState.SELECTED)


def arrival(old: School, given: str = "花") -> Arrival:
    return Arrival("見本", given, date(2012, 5, 3), old.id, "9月に転入")


def test_after_a_move_only_the_new_school_works_with_the_pupil(session: Session) -> None:
    old, new = schools(session)
    row = registered(session, old)
    move = ask_move(session, actor=school_actor(new), arrival=arrival(old))
    with pytest.raises(NotFoundError):
        registration_for(session, school_actor(new), row.id)
    answer_move(session, actor=school_actor(old), move_id=move.id, answer=YES)
    assert registration_for(session, school_actor(new), row.id).school_id == old.id
    with pytest.raises(NotFoundError):
        registration_for(session, school_actor(old), row.id)
    for school, count in ((old, 0), (new, 1)):
        assert len(school_registrations(session, school.id).rows) == count
        assert len(running_registrations(session, school.id)) == count
        assert sum(school_states(session, school.id).values()) == count


def test_what_happens_after_a_move_is_told_to_the_new_school_without_a_name(
    session: Session,
) -> None:
    old, new = schools(session)
    for school in (old, new):
        make_user(session, email=f"{school.slug}@example.jp", role=Role.SCHOOL, school_id=school.id)
    row = registered(session, old)
    row.state, row.waitlist_rank = RegistrationState.WAITLISTED, 1
    session.get_one(Pupil, row.pupil_id).school_id = new.id
    session.flush()
    offer_free_seats(session, actor=COORDINATOR, edition_id=row.edition_id)
    accept_offer(session, actor=school_actor(new), registration_id=row.id)
    mails = session.scalars(select(Mail)).all()
    assert [mail.recipient for mail in mails] == [f"{new.slug}@example.jp"] * 2
    assert not any("花" in (mail.body or "") for mail in mails)
    cancel_edition(session, actor=COORDINATOR, edition_id=row.edition_id, reason="台風")
    assert set(session.scalars(select(Mail.recipient))) == {f"{new.slug}@example.jp"}


def test_nobody_but_the_old_school_or_the_division_lets_a_pupil_go(session: Session) -> None:
    old, new = schools(session)
    registered(session, old)
    key = uuid7()
    move = ask_move(session, actor=school_actor(new), arrival=arrival(old), key=key)
    again = ask_move(session, actor=school_actor(new), arrival=arrival(old), key=key)
    assert again.id == move.id
    for stranger in (new, make_school(session)):
        with pytest.raises(NotFoundError):
            answer_move(session, actor=school_actor(stranger), move_id=move.id, answer=YES)
    no = Answer(RequestState.REFUSED, "在籍しています")
    answer_move(session, actor=COORDINATOR, move_id=move.id, answer=no)
    pupil = session.scalars(select(Pupil)).one()
    assert (pupil.school_id, move.answer) == (old.id, "在籍しています")


def test_what_cannot_be_moved_is_refused(session: Session) -> None:
    old, new = schools(session)
    row = registered(session, old)
    actor = school_actor(new)
    with pytest.raises(DomainError, match="same_school"):
        ask_move(session, actor=actor, arrival=arrival(new))
    nobody = ask_move(session, actor=actor, arrival=arrival(old, "誰"))
    with pytest.raises(DomainError, match="nobody"):
        answer_move(session, actor=COORDINATOR, move_id=nobody.id, answer=YES)
    first = ask_move(session, actor=actor, arrival=arrival(old))
    pupil = make_pupil(session, name=NAME, school=new)
    with pytest.raises(DomainError, match="known_there"):
        answer_move(session, actor=COORDINATOR, move_id=first.id, answer=YES)
    session.delete(pupil)
    session.flush()
    move_pupil(
        session,
        actor=COORDINATOR,
        registration_id=row.id,
        to_school_id=make_school(session).id,
        reason="電話で確認",
    )
    with pytest.raises(DomainError, match="gone"):
        answer_move(session, actor=COORDINATOR, move_id=first.id, answer=YES)


def test_a_move_by_the_pages(session: Session, client_as: SignIn) -> None:
    old, new = schools(session)
    row = registered(session, old)
    before, after = (client_as(Role.SCHOOL, school=school) for school in (old, new))
    typed = {
        "family_name": "見本",
        "given_name": "花",
        "birth_date": "H24.5.3",
        "school_id": str(old.id),
    }
    assert after.submit("/school/moves/", typed).status_code == 422
    assert after.submit("/school/moves/", typed | {"reason": "転入"}).status_code == 302
    move = session.scalars(select(SchoolMove)).one()
    path = f"/school/moves/{move.id}/"
    assert after.get(path).status_code == 404
    assert "見本 花" in before.get("/school/moves/").text
    assert before.submit(path, {"answer": "refused"}).status_code == 422
    assert before.submit(path, {"answer": "accepted"} | seen(before, path)).status_code == 302
    page = after.get(f"/school/registrations/{row.id}/")
    assert "転校の記録" in page.text
    assert before.get(f"/school/registrations/{row.id}/").status_code == 404
    assert "見本 花" in before.get("/school/moves/").text


def test_the_division_moves_a_pupil_and_answers_by_the_pages(
    session: Session, client_as: SignIn
) -> None:
    old, new = schools(session)
    row = registered(session, old)
    coordinator = client_as(Role.COORDINATOR)
    path = f"/youth/registrations/{row.id}/move"
    assert new.name in coordinator.get(path).text
    assert coordinator.submit(path, {"school_id": str(new.id)}).status_code == 422
    moved = {"school_id": str(new.id), "reason": "保護者から電話"}
    assert coordinator.submit(path, moved).status_code == 302
    page = coordinator.get(f"/youth/registrations/{row.id}/").text
    consents = f'href="/youth/editions/{row.edition_id}/consent?school={new.id}"'
    assert ("転校の記録" in page, consents in page) == (True, True)
    back = ask_move(session, actor=school_actor(old), arrival=arrival(new))
    path = f"/youth/moves/{back.id}/"
    assert "見本 花" in coordinator.get("/youth/changes/").text
    assert coordinator.submit(path, {"answer": "refused"}).status_code == 422
    assert (
        coordinator.submit(path, {"answer": "accepted"} | seen(coordinator, path)).status_code
        == 302
    )
    session.expire_all()
    assert session.get_one(Pupil, row.pupil_id).school_id == old.id
