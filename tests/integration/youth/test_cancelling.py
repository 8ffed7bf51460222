"""The console before cancelling, what it does, and the list of who could go a year later."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.errors import DomainError
from exchange.core.permissions import Role
from exchange.outbox.models import Mail
from exchange.youth.enums import EditionState, RegistrationState
from exchange.youth.enums.eligibility import Requirement
from exchange.youth.models import Cancellation, Edition, EligibilityRule, Pupil, Registration
from exchange.youth.queries.cancelling import cancellation_of, cancelled_places
from exchange.youth.rules.cancelling import Costs
from exchange.youth.rules.registrations import number_of
from exchange.youth.services import cancel_edition
from tests.factories.accounts import make_user
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_pupil,
    make_registration,
    make_school,
)
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
_S = RegistrationState


def edition_with_pupils(session: Session) -> tuple[Edition, list[Registration]]:
    """Register six pupils of two schools, one account each, in six states."""
    edition = make_edition(session)
    schools = [make_school(session), make_school(session)]
    for school in schools:
        make_user(session, role=Role.SCHOOL, school_id=school.id)
    states = (_S.CONFIRMED, _S.SELECTED, _S.SUBMITTED, _S.NOT_SELECTED, _S.WITHDRAWN, _S.SELECTED)
    rows = [
        make_registration(
            session,
            edition=edition,
            pupil=make_pupil(session, school=schools[number % 2]),
            state=state,
            guardian_mail=f"guardian{number}@example.jp" if number != 2 else None,
            guardian_language="en" if number == 1 else "ja",
        )
        for number, state in enumerate(states)
    ]
    session.get_one(Pupil, rows[5].pupil_id).needs_care = True
    session.flush()
    return edition, rows


def _amounts(page: str) -> str:
    """Return the bill of a console."""
    return " ".join(re.findall(r"<dd[^>]*>([^<]*円)", page))


def mails(session: Session) -> list[tuple[str, str, str]]:
    found = session.scalars(select(Mail).order_by(Mail.id)).all()
    return [(mail.recipient, mail.subject, mail.body or "") for mail in found]


def test_everyone_affected_is_told_and_nobody_else_and_never_a_child(session: Session) -> None:
    edition, rows = edition_with_pupils(session)
    costs = Costs(fee=100_000, refund=90_000, charges=35_000, charges_note="航空券")
    cancel_edition(
        session, actor=COORDINATOR, edition_id=edition.id, reason="台風のため", costs=costs
    )
    cancelled = _S.CANCELLED_BY_PROGRAMME
    assert [row.state for row in rows] == [
        *(cancelled, cancelled, cancelled, _S.NOT_SELECTED, _S.WITHDRAWN, cancelled)
    ]
    letters = mails(session)
    guardians = [letter for letter in letters if letter[0].startswith("guardian")]
    assert [(to, subject) for to, subject, _ in sorted(guardians)] == [
        ("guardian0@example.jp", f"【中止】見本派遣（受付番号 {number_of(rows[0].id)}）"),
        ("guardian1@example.jp", f"Cancelled: Sample journey (no. {number_of(rows[1].id)})"),
    ]
    assert "90,000円をお返しします" in sorted(guardians)[0][2]
    schools = [body for to, _, body in letters if not to.startswith("guardian")]
    assert sorted("2名" in body for body in schools) == [True, True]
    names = [session.get_one(Pupil, row.pupil_id).given_name for row in rows]
    assert not [name for name in names for _, _, body in letters if name in body]
    made = session.scalars(select(Cancellation)).one()
    assert (made.fiscal_year, made.fee, made.refund, made.charges) == (
        2026,
        100_000,
        90_000,
        35_000,
    )
    assert (made.guardians_told, made.accounts_told) == (2, 2)
    placed = {row.id for row in cancelled_places(session, edition.id)}
    assert placed == {rows[0].id, rows[1].id, rows[5].id}


def test_a_refused_cancelling_changes_and_tells_nothing(session: Session) -> None:
    edition, rows = edition_with_pupils(session)
    with pytest.raises(DomainError):
        cancel_edition(
            session,
            actor=COORDINATOR,
            edition_id=edition.id,
            reason="台風のため",
            costs=Costs(refund=1),
        )
    assert edition.state is EditionState.ANNOUNCED
    assert (rows[0].state, mails(session)) == (_S.CONFIRMED, [])


def test_the_console_shows_what_it_would_mean_and_the_list_what_it_meant(
    session: Session, client_as: SignIn
) -> None:
    edition, rows = edition_with_pupils(session)
    staff, path = client_as(Role.COORDINATOR), f"/youth/editions/{edition.id}/cancel"
    page = staff.get(f"{path}?fee=100000&refund=90000&charges=35000").text
    for words in (
        "登録4件",
        "300,000円",
        "270,000円",
        "30,000円",
        "35,000円",
        "来年度も参加できる：3名",
        "【中止】見本派遣",
        "令和9年(2027年)4月1日",
    ):
        assert words in page
    assert 'value="100000"' in page
    typed = {"version": edition.version, "reason": "台風のため", "fee": "10", "refund": "20"}
    refused = staff.submit(path, typed)
    assert (refused.status_code, "参加費以下" in refused.text) == (422, True)
    assert staff.submit(path, typed | {"reason": ""}).status_code == 422
    answer = staff.submit(path, typed | {"refund": "5"})
    assert answer.status_code == 302
    shown = staff.get(answer.location).text
    assert "中止しました。保護者2名" in shown
    assert "来年度も参加できる：3名" in shown
    assert "令和8年度(2026年度)の経費" in shown
    name = session.get_one(Pupil, rows[0].pupil_id).given_name
    assert name in shown
    assert cancellation_of(session, edition.id) is not None
    desk = client_as(Role.SCHOOL)
    assert desk.get(f"/youth/editions/{edition.id}/rollover").status_code == 403


def test_the_calculator_gives_back_no_more_than_was_paid(
    session: Session, client_as: SignIn
) -> None:
    edition, _ = edition_with_pupils(session)
    staff, path = client_as(Role.COORDINATOR), f"/youth/editions/{edition.id}/cancel"
    for asked in ("fee=10&refund=20", "refund=20"):
        impossible = staff.get(f"{path}?{asked}")
        assert (impossible.status_code, "参加費以下" in impossible.text) == (422, True)
        assert ("try-refund-error" in impossible.text, "-" in _amounts(impossible.text)) == (
            True,
            False,
        )
    assert staff.get(f"{path}?fee=-5&refund=999999999999").status_code == 200


def test_the_list_of_an_edition_that_goes_on_is_empty(session: Session, client_as: SignIn) -> None:
    edition = make_edition(session)
    page = client_as(Role.COORDINATOR).get(f"/youth/editions/{edition.id}/rollover").text
    assert "選考を通過した人はいません" in page


def test_next_year_is_judged_by_the_editions_rules_and_wishes_are_kept(
    session: Session, client_as: SignIn
) -> None:
    edition, rows = edition_with_pupils(session)
    session.add(EligibilityRule(edition_id=edition.id, kind=Requirement.GRADE, lowest=1, highest=2))
    rows[0].grade = 1
    session.flush()
    cancel_edition(session, actor=COORDINATOR, edition_id=edition.id, reason="台風のため")
    staff, path = client_as(Role.COORDINATOR), f"/youth/editions/{edition.id}/rollover"
    page = staff.get(path).text
    assert "来年度も参加できる：1名" in page
    assert "学年の条件を超える：2名" in page
    listed = {"listed": [str(row.id) for row in rows]}
    answer = staff.submit(path, {"chosen": [str(rows[0].id)]} | listed)
    assert "希望1名" in staff.get(answer.location).text
    wanting = select(Registration.id).where(Registration.wants_next_year)
    assert session.scalars(wanting).all() == [rows[0].id]
    assert staff.submit(path, {"chosen": [str(edition.id)]} | listed).status_code == 404
    late = staff.submit(path, {"chosen": [str(rows[1].id)], "seen": []} | listed)
    assert (late.status_code, late.text.count("checked")) == (409, 1)
    names = [session.get_one(Pupil, row.pupil_id).name.written for row in rows[:2]]
    cells = re.findall(r'data-label="(いま保存されている値|あなたの入力)">([^<]*)<', late.text)
    assert [text for _, text in cells] == names
    assert session.scalars(wanting).all() == [rows[0].id]
    seen = {"seen": [str(rows[0].id)]} | listed
    assert staff.submit(path, {"chosen": [str(rows[0].id)]} | listed).status_code == 302, (
        "the same wish"
    )
    assert staff.submit(path, {"chosen": ["x"]}).status_code == 422
    kept = select(AuditLine).where(AuditLine.act == "registrations.wish")
    assert [line.subject_id for line in session.scalars(kept)] == [rows[0].id]
    staff.submit(path, {"chosen": []} | seen)
    assert len(session.scalars(kept).all()) == 2
    assert session.scalars(wanting).all() == []
    two = {"chosen": [str(rows[0].id)], "seen": [], "listed": [str(rows[0].id)]}
    staff.submit(path, two)
    other = {"chosen": [], "seen": [], "listed": [str(rows[1].id)]}
    assert "希望1名" in staff.get(staff.submit(path, other).location).text, "another page"
