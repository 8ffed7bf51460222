"""A possible duplicate on the pages: the school is sent to the division, which decides."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.database import Name
from exchange.core.permissions import Role
from exchange.youth.enums import DuplicateState
from exchange.youth.models import Duplicate, Pupil, Registration, School
from exchange.youth.services.duplicates import note_duplicates
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_pupil,
    make_registration,
    make_school,
)
from tests.integration.youth.test_main_path import seen
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
NAME = Name("見本", "花", family_kana="みほん", given_kana="はな")


def pair(session: Session, name: Name = NAME) -> Duplicate:
    """Let two schools register one child for one edition."""
    edition = make_edition(session)
    pupils = [make_pupil(session, school=make_school(session), name=name) for _ in range(2)]
    for pupil in pupils:
        make_registration(session, edition=edition, pupil=pupil)
    [row] = note_duplicates(session, actor=COORDINATOR, pupils=pupils[1:])
    return row


def test_the_school_is_told_to_ask_and_sees_nothing_of_the_other(
    session: Session, client_as: SignIn
) -> None:
    row = pair(session)
    first, second = (session.get_one(Pupil, key) for key in (row.first_id, row.second_id))
    other = session.get_one(School, first.school_id)
    told, untold = (
        client_as(Role.SCHOOL, school=session.get_one(School, pupil.school_id)).get(
            f"/school/registrations/{registration_of(session, pupil)}/"
        )
        for pupil in (second, first)
    )
    assert "国際課までお問い合わせください" in told.text
    assert other.name not in told.text
    assert "お問い合わせ" not in untold.text


def registration_of(session: Session, pupil: Pupil) -> object:
    return session.scalar(select(Registration.id).where(Registration.pupil_id == pupil.id))


def test_the_division_compares_merges_and_undoes(session: Session, client_as: SignIn) -> None:
    row = pair(session)
    path = f"/youth/duplicates/{row.id}/"
    coordinator = client_as(Role.COORDINATOR)
    page = coordinator.get(path).text
    pupils = [session.get_one(Pupil, key) for key in (row.first_id, row.second_id)]
    names = [session.get_one(School, pupil.school_id).name for pupil in pupils]
    assert all(name in page for name in names)
    refused = coordinator.submit(
        f"{path}decide", {"answer": "keep_first", **seen(coordinator, path)}
    )
    assert (refused.status_code, "判断の理由を入力してください" in refused.text) == (422, True)
    answer = {"answer": "keep_first", "reason": "両校に確認", **seen(coordinator, path)}
    shared = coordinator.submit(f"{path}decide", answer)
    assert (shared.status_code, "取り下げてから、統合してください" in shared.text) == (422, True)
    different = answer | {"answer": "different"}
    assert coordinator.submit(f"{path}decide", different).status_code == 302
    assert coordinator.submit(f"{path}decide", different).status_code == 409
    assert [pupil.merged_into_id for pupil in pupils] == [None, None]


def test_merging_and_undoing_by_the_pages(session: Session, client_as: SignIn) -> None:
    pupils = [make_pupil(session, school=make_school(session), name=NAME) for _ in range(2)]
    [row] = note_duplicates(session, actor=COORDINATOR, pupils=pupils[1:])
    path = f"/youth/duplicates/{row.id}/"
    coordinator = client_as(Role.COORDINATOR)
    assert coordinator.submit(f"{path}undo", {"reason": "x"}).status_code == 409
    answer = {"answer": "keep_second", "reason": "両校に確認", **seen(coordinator, path)}
    assert coordinator.submit(f"{path}decide", answer).status_code == 302
    session.expire_all()
    assert [pupil.merged_into_id for pupil in pupils] == [pupils[1].id, None]
    assert "統合を取り消す" in coordinator.get(path).text
    undo = {"reason": "双子だった", **seen(coordinator, path)}
    assert coordinator.submit(f"{path}undo", undo).status_code == 302
    session.expire_all()
    assert [pupil.merged_into_id for pupil in pupils] == [None, None]
    assert session.get_one(Duplicate, row.id).state is DuplicateState.OPEN
    assert "双子だった" in coordinator.get(path).text


def test_the_list_is_the_divisions_and_its_cost_does_not_grow(
    session: Session, client_as: SignIn
) -> None:
    coordinator = client_as(Role.COORDINATOR)
    coordinator.get("/youth/duplicates/")
    counts = []
    for given in ("花", "月"):
        pair(session, Name("見本", given))
        session.expire_all()
        with count_statements() as statements:
            text = coordinator.get("/youth/duplicates/").text
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert "見本 花<" in text
    assert "見本 花<" not in coordinator.get("/youth/duplicates/?state=merged").text
    assert coordinator.get("/youth/duplicates/?state=nonsense").status_code == 400
    assert client_as(Role.SECTION).get("/youth/duplicates/").status_code == 403
