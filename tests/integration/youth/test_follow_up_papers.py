"""Health and passport on paper: printed for whom no mail reaches, written down by the division."""

import io
from collections.abc import Callable
from datetime import date

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.errors import DomainError
from exchange.core.keys import Keyring, decode_key, new_key
from exchange.core.permissions import Actor, Role
from exchange.youth.enums import ConsentPurpose, RegistrationState, Selection, YouthDirection
from exchange.youth.enums.waiting import SelectionResult
from exchange.youth.models import Edition, HealthNote, Registration, School
from exchange.youth.queries.followups import filled_of
from exchange.youth.rules.followups import FollowUp, HealthDetails, Needs, PassportDetails
from exchange.youth.services import fill_follow_up, select_pupils
from exchange.youth.services.follow_up_papers import Wanted, print_follow_up_forms
from exchange.youth.services.letters import note_letters
from tests.factories.consents import make_consent, make_consent_request, make_consent_text
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_pupil,
    make_registration,
    make_school,
    school_actor,
)
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
S = RegistrationState
MANAGER = Actor(user_id=None, role=Role.MANAGER, name="課長 見本")
HEALTH = HealthDetails("ぜんそく", "吸入薬", "そば", "なし", "父 090-0000-0000")
PASSPORT = PassportDetails("MIHON HANAKO", "TK0000000", date(2031, 1, 9))
IN_IT = {"holder": "MIHON HANAKO", "number": "TK0000000", "expires": "2031-01-09"}


@pytest.fixture
def edition(session: Session) -> Edition:
    make_consent_text(session)
    return make_edition(session, direction=YouthDirection.SEND)


@pytest.fixture
def school(session: Session) -> School:
    return make_school(session)


def chosen(
    session: Session, edition: Edition, school: School, *, mail: bool = False, care: bool = False
) -> Registration:
    """Return who was chosen and consented, and whose result is known."""
    row = make_registration(
        session,
        edition=edition,
        pupil=make_pupil(session, school=school, needs_care=care),
        guardian_mail="parent@example.jp" if mail else None,
    )
    make_consent(session, row, ConsentPurpose.HEALTH)
    select_pupils(session, actor=MANAGER, edition_id=edition.id, keys=[row.id])
    return row


def test_a_form_is_for_whom_no_mail_reaches_and_says_what_is_asked(
    session: Session, edition: Edition, school: School
) -> None:
    without, _ = chosen(session, edition, school), chosen(session, edition, school, mail=True)
    elsewhere = chosen(session, edition, make_school(session))
    wanted = Wanted(edition.id, school.id)
    [paper] = print_follow_up_forms(session, actor=school_actor(school), wanted=wanted, public=True)
    assert (paper.registration.id, paper.needs, paper.gender) == (
        without.id,
        Needs(health=True, passport=True),
        True,
    )
    assert paper.asked is not None
    [again] = print_follow_up_forms(session, actor=COORDINATOR, wanted=wanted, public=True)
    assert again.asked is paper.asked
    closed = print_follow_up_forms(session, actor=school_actor(school), wanted=wanted, public=False)
    assert [paper.asked for paper in closed] == [None, None]
    everyone = print_follow_up_forms(
        session, actor=COORDINATOR, wanted=Wanted(edition.id), public=True
    )
    assert {paper.registration.id for paper in everyone} == {without.id, elsewhere.id}
    lines = session.scalars(select(AuditLine).where(AuditLine.act == "follow_ups.print")).all()
    assert [{value.field: value.new for value in line.values}["pupils"] for line in lines] == [
        "1",
        "1",
        "2",
        "2",
    ]


def test_one_guardians_form_is_printed_also_where_a_mail_would_reach(
    session: Session, edition: Edition, school: School
) -> None:
    row = chosen(session, edition, school, mail=True)
    asked = make_consent_request(session, row)
    wanted = Wanted(edition.id, registration_id=row.id)
    [paper] = print_follow_up_forms(session, actor=COORDINATOR, wanted=wanted, public=True)
    assert paper.asked is asked
    wanted = Wanted(edition.id)
    with pytest.raises(DomainError, match="nobody"):
        print_follow_up_forms(session, actor=COORDINATOR, wanted=wanted, public=True)


def test_of_a_family_handled_with_care_the_form_is_a_managers(
    session: Session, edition: Edition, school: School
) -> None:
    row = chosen(session, edition, school, mail=True, care=True)
    wanted = Wanted(edition.id)
    with pytest.raises(DomainError, match="nobody"):
        print_follow_up_forms(session, actor=COORDINATOR, wanted=wanted, public=True)
    [paper] = print_follow_up_forms(session, actor=MANAGER, wanted=wanted, public=True)
    assert paper.registration.id == row.id


def test_a_form_tells_no_result_and_none_is_printed_for_what_was_answered(
    session: Session, school: School
) -> None:
    make_consent_text(session)
    edition = make_edition(session, direction=YouthDirection.SEND, selection=Selection.SCREENING)
    row = chosen(session, edition, school)
    wanted = Wanted(edition.id, school.id)
    with pytest.raises(DomainError, match="nobody"):
        print_follow_up_forms(session, actor=COORDINATOR, wanted=wanted, public=True)
    results = {row.id: SelectionResult.SELECTED}
    note_letters(session, actor=COORDINATOR, edition_id=edition.id, results=results)
    assert print_follow_up_forms(session, actor=COORDINATOR, wanted=wanted, public=True)
    typed, ring = FollowUp(HEALTH, PASSPORT), Keyring({"k1": decode_key(new_key())})
    fill_follow_up(session, actor=COORDINATOR, registration=row, typed=typed, ring=ring)
    with pytest.raises(DomainError, match="nobody"):
        print_follow_up_forms(session, actor=COORDINATOR, wanted=wanted, public=True)


def test_a_school_prints_what_it_hands_over_and_the_division_alone_writes_it_down(
    session: Session, client_as: SignIn, edition: Edition, school: School
) -> None:
    row = chosen(session, edition, school)
    desk, office = client_as(Role.SCHOOL, school=school), client_as(Role.COORDINATOR)
    page = desk.get(f"/school/editions/{edition.id}/consent")
    assert f"/school/editions/{edition.id}/follow-up-forms" in page.text
    printed = desk.submit(f"/school/editions/{edition.id}/follow-up-forms", {})
    [sheet] = PdfReader(io.BytesIO(printed.data)).pages
    words = sheet.extract_text()
    assert all(each in words for each in (row.pupil.family_name, "旅券番号", "封をしたまま"))
    for path in (
        f"/youth/editions/{edition.id}/follow-up-forms?school={school.id}",
        f"/youth/registrations/{row.id}/follow-up/form",
    ):
        assert desk.submit(path, {}).status_code == 403
        assert office.submit(path, {}).mimetype == "application/pdf"
    wrong = f"/youth/editions/{edition.id}/follow-up-forms?school=none"
    assert office.submit(wrong, {}).status_code == 400
    write = f"/youth/registrations/{row.id}/follow-up/write"
    typed = {
        "conditions": "ぜんそく",
        "emergency": "父 090-0000-0000",
        "holder": "MIHON HANAKO",
        "number": "TK0000000",
        "expires": "2031-01-09",
        "gender": "female",
    }
    assert desk.submit(write, typed).status_code == 403
    assert f"{row.id}/follow-up/write" in office.get(f"/youth/registrations/{row.id}/").text
    assert office.submit(write, typed).status_code == 302
    session.expire_all()
    assert filled_of(session, [row.id])[row.id] == Needs(health=True, passport=True)
    note = session.scalars(select(HealthNote)).one()
    assert note.conditions is not None
    assert "ぜんそく" not in note.conditions.text
    assert "ぜんそく" in office.get(f"/youth/registrations/{row.id}/follow-up?task=care").text
    session.expire_all()
    acts = session.scalars(select(AuditLine.act).where(AuditLine.subject_id == row.id)).all()
    assert (acts.count("follow_ups.fill"), acts.count("follow_ups.read")) == (1, 1)


@pytest.mark.parametrize(
    ("given", "status", "filled", "said"),
    [
        ({"emergency": "父 090-0000-0000"}, 302, (True, False), "旅券のことは、まだ"),
        ({**IN_IT, "gender": "female"}, 302, (False, True), "健康のこと（緊急連絡先を含む）は"),
        (
            {"emergency": "父 090-0000-0000", "number": "TK0000000"},
            422,
            (False, False),
            "旅券の氏名（英字）",
        ),
        ({"conditions": "ぜんそく", **IN_IT}, 422, (False, False), "緊急のときの連絡先"),
        ({}, 422, (False, False), "何も記入されていません"),
        ({"emergency": "父 090"}, 422, (False, False), "市外局番から"),
    ],
)
def test_each_part_is_given_alone_and_neither_by_half(
    session: Session,
    client_as: SignIn,
    edition: Edition,
    school: School,
    given: dict[str, str],
    status: int,
    filled: tuple[bool, bool],
    said: str,
) -> None:
    row, office = chosen(session, edition, school), client_as(Role.COORDINATOR)
    write = f"/youth/registrations/{row.id}/follow-up/write?lang=ja"
    answer = office.submit(write, given)
    session.expire_all()
    assert (answer.status_code, filled_of(session, [row.id])[row.id]) == (status, Needs(*filled))
    page = answer if status == 422 else office.get(str(answer.location))
    assert said in page.text
    shown = office.get(write).text
    assert ("空欄のままにすると、前の内容を残します" in shown) is any(filled)


def test_a_part_of_health_left_empty_stays_and_a_box_empties_it(
    session: Session, client_as: SignIn, edition: Edition, school: School
) -> None:
    row, office = chosen(session, edition, school), client_as(Role.COORDINATOR)
    address = f"/youth/registrations/{row.id}/follow-up"
    told = {"allergies": "そば", "diet": "菜食", "emergency": "父 090-0000-0000"}
    assert 'name="no_' not in office.get(f"{address}/write").text
    assert office.submit(f"{address}/write", told).status_code == 302
    shown = office.get(f"{address}/write").text
    assert [f'name="no_{name}"' in shown for name in ("medicines", "allergies", "diet")] == [
        False,
        True,
        True,
    ]
    assert "そば" not in shown
    both = {"allergies": "かに", "no_allergies": "y"}
    refused = office.submit(f"{address}/write", both)
    assert (refused.status_code, "どちらか一方" in refused.text) == (422, True)
    for typed in ({"medicines": "薬A"}, {"no_diet": "y"}):
        assert office.submit(f"{address}/write", typed).status_code == 302
    read = office.get(f"{address}?task=care").text
    kept = [word in read for word in ("薬A", "そば", "菜食", "父 090-0000-0000")]
    assert kept == [True, True, False, True]


def test_what_is_wrong_with_a_passport_is_told_at_once(
    session: Session, client_as: SignIn, edition: Edition, school: School
) -> None:
    row, office = chosen(session, edition, school), client_as(Role.COORDINATOR)
    typed = {"holder": "はなこ", "number": "1", "expires": "2020-01-09", "emergency": "父 090"}
    page = office.submit(f"/youth/registrations/{row.id}/follow-up/write", typed).text
    faults = ["大文字", "旅券番号は", "有効期間", "市外局番", "性別</a>"]
    assert [word in page for word in faults] == [True] * len(faults)


def test_a_part_that_is_not_given_stays_and_nothing_at_all_is_refused(
    session: Session, edition: Edition, school: School
) -> None:
    row = chosen(session, edition, school)
    ring = Keyring({"k1": decode_key(new_key())})
    for typed, is_done in ((FollowUp(HEALTH), False), (FollowUp(passport=PASSPORT), True)):
        fill_follow_up(session, actor=COORDINATOR, registration=row, typed=typed, ring=ring)
        filled = filled_of(session, [row.id])[row.id]
        assert (filled == Needs(health=True, passport=True)) is is_done
    with pytest.raises(DomainError, match="nothing"):
        fill_follow_up(session, actor=COORDINATOR, registration=row, typed=FollowUp(), ring=ring)
