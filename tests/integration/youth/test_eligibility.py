"""Rules of an edition on its pages and in the waiting list; copied and paired editions."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.core.errors import NotFoundError
from exchange.core.keys import Keyring, decode_key, new_key
from exchange.core.permissions import Actor, Role
from exchange.youth.enums import EditionState, RegistrationState, YouthDirection
from exchange.youth.enums.eligibility import Requirement, Verdict
from exchange.youth.models import Edition, EligibilityRule, Registration, School, WaitingNote
from exchange.youth.queries.eligibility import atoms_of, eligibility_of
from exchange.youth.rules.eligibility import Atom, Check
from exchange.youth.rules.followups import FollowUp, PassportDetails
from exchange.youth.services import fill_follow_up, select_pupils, withdraw
from exchange.youth.services.copying import copy_edition
from exchange.youth.services.eligibility import note_check, set_rules
from exchange.youth.services.pairing import set_pair
from tests.factories.consents import make_consent_text
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_entry,
    make_pupil,
    make_registration,
)
from tests.servers.visitor import Visitor

S = RegistrationState
SignIn = Callable[..., Visitor]


def test_taking_part_before_and_namesakes_elsewhere_are_found(session: Session) -> None:
    edition = make_edition(session)
    session.add(EligibilityRule(edition_id=edition.id, kind=Requirement.FIRST_TIME))
    name = make_entry().name
    again, namesake, new = make_pupil(session), make_pupil(session, name=name), make_pupil(session)
    for pupil in (again, make_pupil(session, name=name)):
        make_registration(session, pupil=pupil, state=S.COMPLETED)
    rows = []
    for pupil in (again, namesake, new):
        row = make_registration(session, edition=edition, pupil=pupil)
        row.pupil = pupil
        rows.append(row)
    found = eligibility_of(session, edition, rows)
    assert [found[row.id][0].verdict for row in rows] == [
        *(Verdict.FAIL, Verdict.PERSON),
        Verdict.PASS,
    ]


def test_who_took_part_from_another_school_took_part_before(session: Session) -> None:
    edition = make_edition(session)
    session.add(EligibilityRule(edition_id=edition.id, kind=Requirement.FIRST_TIME))
    kept = make_pupil(session)
    joined = make_pupil(session, merged_into_id=kept.id)
    make_registration(session, pupil=joined, state=S.COMPLETED)
    row = make_registration(session, edition=edition, pupil=kept)
    row.pupil = kept
    [found] = eligibility_of(session, edition, [row])[row.id]
    assert found.verdict is Verdict.FAIL


@pytest.mark.parametrize(
    ("expires", "verdict", "moved"),
    [
        (0, Verdict.PASS, Verdict.PERSON),
        (-1, Verdict.FAIL, Verdict.FAIL),
    ],
)
def test_a_typed_passport_answers_its_rule_until_the_edition_ends_later(
    session: Session, expires: int, verdict: Verdict, moved: Verdict
) -> None:
    make_consent_text(session)
    edition = make_edition(session, direction=YouthDirection.SEND)
    session.add(EligibilityRule(edition_id=edition.id, kind=Requirement.PASSPORT))
    row = make_registration(session, edition=edition)
    select_pupils(session, actor=COORDINATOR, edition_id=edition.id, keys=[row.id])
    [unasked] = eligibility_of(session, edition, [row])[row.id]
    assert unasked.verdict is Verdict.PERSON
    passport = PassportDetails("MIHON HANAKO", "TK0000000", edition.ends + timedelta(days=expires))
    typed, ring = FollowUp(None, passport), Keyring({"k1": decode_key(new_key())})
    fill_follow_up(session, actor=COORDINATOR, registration=row, typed=typed, ring=ring)
    [found] = eligibility_of(session, edition, [row])[row.id]
    assert found.verdict is verdict
    edition.ends += timedelta(days=1)
    session.flush()
    [later] = eligibility_of(session, edition, [row])[row.id]
    assert later.verdict is moved


def test_a_freed_seat_passes_over_whoever_no_longer_meets_the_rules(session: Session) -> None:
    edition = make_edition(session, quota=1)
    session.add(EligibilityRule(edition_id=edition.id, kind=Requirement.PASSPORT))
    leaving = make_registration(session, edition=edition)
    first, second = (
        make_registration(session, edition=edition, state=S.WAITLISTED, waitlist_rank=rank)
        for rank in (1, 2)
    )
    for passed in (True, False):
        note_check(
            session,
            actor=COORDINATOR,
            registration_id=first.id,
            kind=Requirement.PASSPORT,
            check=Check(passed, "旅券の写し"),
        )
    withdraw(session, actor=COORDINATOR, registration_id=leaving.id, reason="都合")
    assert (first.state, second.state) == (S.WAITLISTED, S.OFFERED)
    note = session.scalars(select(WaitingNote).order_by(WaitingNote.number)).first()
    assert note is not None
    assert note.reason == "旅券が帰国日まで有効"


def test_the_pages_say_how_each_rule_is_answered(session: Session, client_as: SignIn) -> None:
    edition = make_edition(session)
    row = make_registration(session, edition=edition)
    staff = client_as(Role.COORDINATOR)
    path = f"/youth/editions/{edition.id}/eligibility"
    fields = {"version": str(edition.version), "grade": "y", "passport": "y"}
    assert staff.submit(path, fields).status_code == 422
    limits = {"grade_lowest": "3", "grade_highest": "3", "reference_day": "2026-04-02"}
    assert staff.submit(path, fields | limits).location == f"/youth/editions/{edition.id}/"
    assert staff.submit(path, {"version": "99"}).status_code == 409
    assert staff.submit(path, limits | {"reference_day": "x"}).status_code == 422
    assert "現在で3～3年生であること" in staff.get(path).text
    assert "不適合" in staff.get(f"/youth/editions/{edition.id}/").text
    check = f"/youth/registrations/{row.id}/eligibility"
    assert staff.submit(check, {"kind": "passport"}).status_code == 422
    noted = {"kind": "passport", "passed": "yes", "reason": "写しで確認"}
    assert staff.submit(check, noted).location == check
    assert "写しで確認" in staff.get(f"/youth/registrations/{row.id}/").text
    desk = client_as(Role.SCHOOL, school=session.get_one(School, row.school_id))
    assert "写しで確認" in desk.get(f"/school/registrations/{row.id}/").text
    session.expire_all()
    session.get_one(Edition, edition.id).state = EditionState.CLOSED
    session.commit()
    assert staff.submit(check, noted).status_code == 422


def test_next_years_edition_takes_over_rules_and_nobody(
    session: Session, client_as: SignIn
) -> None:
    edition = make_edition(
        session, title=Localized({"ja": "令和8年度派遣"}), reference_day=date(2026, 4, 2)
    )
    make_registration(session, edition=edition)
    set_rules(
        session,
        actor=COORDINATOR,
        edition_id=edition.id,
        atoms=[Atom(Requirement.AGE, 13, 15)],
        reference_day=date(2026, 4, 2),
        version=edition.version,
    )
    new, is_new = copy_edition(session, actor=COORDINATOR, edition_id=edition.id)
    assert is_new
    assert (new.title["ja"], new.state, new.starts, new.closes_on, new.fiscal_year) == (
        *("令和9年度派遣", EditionState.DRAFT, date(2027, 8, 1), date(2027, 6, 30)),
        2027,
    )
    assert new.reference_day == date(2027, 4, 2)
    assert atoms_of(session, new.id) == [Atom(Requirement.AGE, 13, 15)]
    statement = select(Registration).where(Registration.edition_id == new.id)
    assert session.scalars(statement).all() == []
    staff = client_as(Role.COORDINATOR)
    answer = staff.submit(f"/youth/editions/{edition.id}/copy")
    assert str(answer.location).endswith(f"/editions/{new.id}/edit")
    assert "もう作ってあります" in staff.get(answer.location).text


def test_a_copy_that_is_there_and_unmoved_is_the_copy(session: Session) -> None:
    edition = make_edition(session)
    first, _ = copy_edition(session, actor=COORDINATOR, edition_id=edition.id)
    again = copy_edition(session, actor=COORDINATOR, edition_id=edition.id)
    assert again == (first, False)
    first.ends = date(2027, 8, 20)
    session.flush()
    second, is_new = copy_edition(session, actor=COORDINATOR, edition_id=edition.id)
    assert (is_new, second.id == first.id) == (True, False)
    section = Actor(user_id=None, role=Role.SECTION, name="他課", section="他課")
    with pytest.raises(NotFoundError):
        copy_edition(session, actor=section, edition_id=edition.id)


def test_a_copied_window_keeps_the_offices_days(session: Session) -> None:
    # In UTC the first of March begins on the last day of February.
    edition = make_edition(session, opens_on=date(2027, 3, 1), closes_on=date(2027, 3, 31))
    new, _ = copy_edition(session, actor=COORDINATOR, edition_id=edition.id)
    assert (new.opens_on, new.closes_on) == (date(2028, 3, 1), date(2028, 3, 31))


def test_a_sending_answers_the_receiving_of_the_year_before(
    session: Session, client_as: SignIn
) -> None:
    first = make_edition(
        session, direction=YouthDirection.RECEIVE, starts=date(2025, 8, 1), ends=date(2025, 8, 9)
    )
    second = make_edition(session, programme=first.programme)
    staff = client_as(Role.COORDINATOR)
    path = f"/youth/editions/{second.id}/pair"
    chosen = {"version": str(second.version), "follows_id": str(first.id)}
    assert staff.submit(path, chosen | {"follows_id": str(second.id)}).status_code == 422
    assert staff.submit(path, chosen).location == f"/youth/editions/{second.id}/"
    assert staff.submit(path, chosen | {"version": "99"}).status_code == 409
    session.expire_all()
    assert session.get_one(Edition, second.id).follows_id == first.id
    assert f"/youth/editions/{second.id}/" in staff.get(f"/youth/editions/{first.id}/").text
    version = session.get_one(Edition, second.id).version
    set_pair(session, actor=COORDINATOR, edition_id=second.id, follows_id=None, version=version)
    assert session.get_one(Edition, second.id).follows_id is None
