"""Schools change small things at once; names after selection wait for the division."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.database import Name
from exchange.core.errors import DomainError, NotFoundError, StaleRowError
from exchange.core.permissions import Role
from exchange.outbox.models import Mail
from exchange.youth.enums import EditionState, RegistrationState, Relationship
from exchange.youth.enums.changes import RequestState
from exchange.youth.enums.eligibility import Requirement, Verdict
from exchange.youth.models import ChangeRequest, Edition, Pupil, Registration, School
from exchange.youth.queries.changes import change_by_id
from exchange.youth.queries.eligibility import eligibility_of
from exchange.youth.queries.registrations import registration_for
from exchange.youth.rules.eligibility import Atom, Check
from exchange.youth.services.changing import (
    Answer,
    Details,
    answer_change,
    change_registration,
)
from exchange.youth.services.eligibility import keep_rules, note_check
from tests.factories.accounts import make_user
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_pupil,
    make_registration,
    make_school,
    school_actor,
)
from tests.integration.youth.test_main_path import seen
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
_S = RegistrationState
NAME = Name("見本", "花", family_kana="みほん", given_kana="はな")
DETAILS = Details(
    name=NAME,
    birth_date=date(2012, 5, 3),
    guardian_name="見本 太郎",
    guardian_relationship=Relationship.FATHER,
)
MARRIED = replace(DETAILS, name=replace(NAME, family="例示", family_kana="れいじ"), reason="改姓")
YES = Answer(RequestState.ACCEPTED)


def registered(session: Session, state: RegistrationState) -> Registration:
    pupil = make_pupil(session, name=NAME, school=make_school(session))
    return make_registration(session, pupil=pupil, state=state)


def pupil_of(session: Session, row: Registration) -> Pupil:
    return session.get_one(Pupil, row.pupil_id)


def change(session: Session, row: Registration, details: Details) -> ChangeRequest | None:
    actor = school_actor(session.get_one(School, pupil_of(session, row).school_id))
    return change_registration(session, actor=actor, registration_id=row.id, details=details)


def asked(session: Session, row: Registration, details: Details = MARRIED) -> ChangeRequest:
    request = change(session, row, details)
    assert request is not None
    return request


def found(
    session: Session, row: Registration, check: Check, kind: Requirement = Requirement.GRADE
) -> None:
    note_check(session, actor=COORDINATOR, registration_id=row.id, kind=kind, check=check)


def verdict(session: Session, edition: Edition, row: Registration) -> Verdict:
    registration = registration_for(session, COORDINATOR, row.id)
    [finding] = eligibility_of(session, edition, [registration])[row.id]
    return finding.verdict


def test_small_things_change_at_once_even_after_selection(session: Session) -> None:
    row = registered(session, _S.CONFIRMED)
    latin = replace(NAME, family_romaji="Mihon", given_romaji="Hana")
    details = replace(DETAILS, name=latin, guardian_phone="096-000-0000", school_class="3")
    assert change(session, row, details) is None
    assert (row.guardian_phone, row.school_class, row.state) == ("096-000-0000", "3", _S.CONFIRMED)
    assert pupil_of(session, row).name.romaji == "Hana Mihon"


def test_a_name_changes_at_once_before_selection(session: Session) -> None:
    row = registered(session, _S.SUBMITTED)
    assert change(session, row, MARRIED) is None
    pupil = pupil_of(session, row)
    assert (pupil.name.written, pupil.match_key) == ("例示 花", "例示花:2012-05-03")


def test_a_name_after_selection_waits_for_the_division(session: Session) -> None:
    row = registered(session, _S.SELECTED)
    make_user(session, role=Role.SCHOOL, school_id=row.school_id)
    born = replace(MARRIED, birth_date=date(2012, 6, 3))
    request = asked(session, row, born)
    assert pupil_of(session, row).name.written == "見本 花"
    assert request.before == {
        "family_name": "見本",
        "family_kana": "みほん",
        "birth_date": "2012-05-03",
    }
    with pytest.raises(DomainError, match="waiting"):
        change(session, row, MARRIED)
    answer_change(session, actor=COORDINATOR, request_id=request.id, answer=YES)
    pupil = pupil_of(session, row)
    assert (pupil.name.written, pupil.birth_date) == ("例示 花", date(2012, 6, 3))
    assert request.state is RequestState.ACCEPTED
    assert [mail.subject for mail in session.scalars(select(Mail))] == ["登録内容の変更への回答"]


def test_a_no_leaves_the_name_and_says_why(session: Session) -> None:
    row = registered(session, _S.CONFIRMED)
    request = asked(session, row)
    no = Answer(RequestState.REFUSED, "旅券の氏名と違います")
    answer_change(session, actor=COORDINATOR, request_id=request.id, answer=no)
    assert pupil_of(session, row).name.written == "見本 花"
    assert request.answer == "旅券の氏名と違います"


def test_a_pupil_who_changed_meanwhile_is_compared_anew(session: Session) -> None:
    row = registered(session, _S.CONFIRMED)
    request = asked(session, row)
    pupil_of(session, row).rename(replace(NAME, family="別名"))
    session.flush()
    with pytest.raises(StaleRowError):
        answer_change(session, actor=COORDINATOR, request_id=request.id, answer=YES)
    no = replace(YES, version=request.version - 1)
    with pytest.raises(StaleRowError):
        answer_change(session, actor=COORDINATOR, request_id=request.id, answer=no)


def test_what_cannot_be_is_refused(session: Session) -> None:
    row = registered(session, _S.SELECTED)
    with pytest.raises(DomainError, match="reason_missing"):
        change(session, row, replace(MARRIED, reason=""))
    school = session.get_one(School, row.school_id)
    make_pupil(session, name=MARRIED.name, school=school)
    request = asked(session, row)
    with pytest.raises(DomainError, match="already_registered"):
        answer_change(session, actor=COORDINATOR, request_id=request.id, answer=YES)
    closed = make_edition(session, state=EditionState.CLOSED)
    ended = make_registration(session, edition=closed, state=_S.COMPLETED)
    with pytest.raises(DomainError, match="edition_closed"):
        change(session, ended, DETAILS)
    with pytest.raises(NotFoundError):
        change_by_id(session, row.id)


def test_a_grade_is_put_right_before_selection_and_keeps_the_place(session: Session) -> None:
    pupil = make_pupil(session, name=NAME, school=make_school(session))
    row = make_registration(session, pupil=pupil, state=_S.WAITLISTED, waitlist_rank=3)
    edition = session.get_one(Edition, row.edition_id)
    keep_rules(session, edition, [Atom(Requirement.GRADE, 2, 3), Atom(Requirement.AGE, 12, 15)])
    said = Check(passed=True, reason="校長に確認")
    found(session, row, said, Requirement.AGE)
    assert change(session, row, replace(DETAILS, grade=1)) is None
    assert (row.grade, row.state, row.waitlist_rank) == (1, _S.WAITLISTED, 3)
    findings = eligibility_of(session, edition, [row])[row.id]
    assert [each.verdict for each in findings] == [Verdict.FAIL, Verdict.PASS]
    changed = select(AuditLine.fields).where(AuditLine.subject_id == row.id)
    lines = session.scalars(changed.order_by(AuditLine.id.desc()).limit(2)).all()
    assert ["grade"] in lines
    with pytest.raises(DomainError, match=r"youth\.error\.grade"):
        change(session, row, replace(DETAILS, grade=4))
    assert change(session, row, DETAILS) is None
    assert row.grade == 1


def test_what_the_division_found_about_the_grade_is_not_taken_away_by_the_school_alone(
    session: Session,
) -> None:
    row = registered(session, _S.SUBMITTED)
    edition = session.get_one(Edition, row.edition_id)
    keep_rules(session, edition, [Atom(Requirement.GRADE, 1, 3)])
    found(session, row, Check(passed=False, reason="在籍していない"))
    with pytest.raises(DomainError, match="reason_missing"):
        change(session, row, replace(DETAILS, grade=1))
    born = replace(DETAILS, birth_date=date(2012, 6, 3), grade=1, reason="記入の誤り")
    request = asked(session, row, born)
    assert (row.grade, pupil_of(session, row).birth_date) == (2, date(2012, 6, 3))
    assert (request.before, request.after) == ({"grade": "2"}, {"grade": "1"})
    assert verdict(session, edition, row) is Verdict.FAIL
    answer_change(session, actor=COORDINATOR, request_id=request.id, answer=YES)
    assert (row.grade, verdict(session, edition, row)) == (1, Verdict.PASS)
    changed = select(AuditLine.act).where(AuditLine.subject_id == row.id)
    acts = session.scalars(changed.order_by(AuditLine.id.desc()).limit(3)).all()
    assert sorted(acts) == ["changes.answer", "registrations.change", "registrations.check"]


@pytest.mark.parametrize(
    ("state", "after", "said"),
    [
        (EditionState.CLOSED, _S.COMPLETED, "edition_closed"),
        (EditionState.CANCELLED, _S.CANCELLED_BY_PROGRAMME, "edition_cancelled"),
        (EditionState.ANNOUNCED, _S.DECLINED, "taken_out"),
    ],
)
def test_a_grade_is_not_written_into_what_has_ended_and_a_no_still_answers(
    session: Session, state: EditionState, after: RegistrationState, said: str
) -> None:
    row = registered(session, _S.CONFIRMED)
    request = asked(session, row, replace(MARRIED, grade=3))
    session.get_one(Edition, row.edition_id).state, row.state = state, after
    session.flush()
    with pytest.raises(DomainError, match=said):
        change(session, row, DETAILS)
    with pytest.raises(DomainError, match=said):
        answer_change(session, actor=COORDINATOR, request_id=request.id, answer=YES)
    assert (row.grade, request.state) == (2, RequestState.WAITING)
    no = Answer(RequestState.REFUSED, "終了したため")
    answer_change(session, actor=COORDINATOR, request_id=request.id, answer=no)
    assert request.state is RequestState.REFUSED


def test_a_grade_after_selection_waits_for_the_division(session: Session) -> None:
    row = registered(session, _S.SELECTED)
    with pytest.raises(DomainError, match="reason_missing"):
        change(session, row, replace(DETAILS, grade=3))
    request = asked(session, row, replace(DETAILS, grade=3, reason="記入の誤り"))
    assert (row.grade, request.before, request.after) == (2, {"grade": "2"}, {"grade": "3"})
    answer_change(session, actor=COORDINATOR, request_id=request.id, answer=YES)
    assert (row.grade, row.state) == (3, _S.SELECTED)
    both = asked(session, row, replace(MARRIED, grade=2))
    answer_change(session, actor=COORDINATOR, request_id=both.id, answer=YES)
    assert (row.grade, pupil_of(session, row).name.written) == (2, "例示 花")


def test_a_school_asks_and_the_division_answers_by_the_pages(
    session: Session, client_as: SignIn
) -> None:
    row = registered(session, _S.SELECTED)
    desk = client_as(Role.SCHOOL, school=session.get_one(School, row.school_id))
    path = f"/school/registrations/{row.id}/change"
    typed = {
        "family_name": "例示",
        "given_name": "花",
        "family_kana": "れいじ",
        "given_kana": "はな",
        "birth_date": "H24.5.3",
        "grade": "2",
        "guardian_name": "例示 太郎",
        "guardian_relationship": "father",
        "guardian_mail": "parent",
    }
    assert desk.submit(path, typed).status_code == 422
    typed["guardian_mail"] = "parent@example.jp"
    letters = desk.submit(path, typed | {"guardian_phone": "abc"} | seen(desk, path))
    assert (letters.status_code, "電話番号として読めません" in letters.text) == (422, True)
    no_reason = desk.submit(path, typed | seen(desk, path))
    assert (no_reason.status_code, "理由を" in no_reason.text) == (422, True)
    assert desk.submit(path, typed | {"reason": "改姓", "version": "0"}).status_code == 409
    assert desk.submit(path, typed | {"reason": "改姓"} | seen(desk, path)).status_code == 302
    page = desk.get(f"/school/registrations/{row.id}/").text
    assert "変更の依頼：回答待ち" in page
    assert "parent@example.jp" in page
    coordinator = client_as(Role.COORDINATOR)
    assert "見本 花" in coordinator.get("/youth/changes/").text
    assert coordinator.get("/youth/changes/?state=nonsense").status_code == 400
    request = session.scalars(select(ChangeRequest)).one()
    path = f"/youth/changes/{request.id}/"
    assert coordinator.submit(path, {"answer": "refused"}).status_code == 422
    assert (
        coordinator.submit(path, {"answer": "accepted"} | seen(coordinator, path)).status_code
        == 302
    )
    assert "例示 花" in desk.get(f"/school/registrations/{row.id}/").text
    assert client_as(Role.SECTION).get(path).status_code == 403


def test_the_pages_ask_for_a_reason_where_a_finding_stands_and_say_that_it_goes(
    session: Session, client_as: SignIn
) -> None:
    row = registered(session, _S.SUBMITTED)
    found(session, row, Check(passed=False, reason="在籍の証明がない"))
    desk = client_as(Role.SCHOOL, school=session.get_one(School, row.school_id))
    coordinator = client_as(Role.COORDINATOR)
    path = f"/school/registrations/{row.id}/change"
    page = desk.get(path).text
    assert "変更には国際課の承認が必要です" in page
    assert 'name="reason"' in page
    request = asked(session, row, replace(DETAILS, grade=3, reason="誤記"))
    session.commit()
    asking = f"/youth/changes/{request.id}/"
    assert "不適合：在籍の証明がない" in coordinator.get(asking).text
    row.state = _S.WITHDRAWN
    session.commit()
    registration = f"/school/registrations/{row.id}/"
    assert "登録の内容を直す" not in desk.get(registration).text
    assert desk.get(path).location == registration
    yes = coordinator.submit(asking, {"answer": "accepted"} | seen(coordinator, asking))
    assert (yes.status_code, "登録の内容は変更できません" in yes.text) == (422, True)
