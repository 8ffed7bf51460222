"""What a guardian corrects by the link, and what it makes of the registration."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.core.database import Name
from exchange.core.errors import DomainError, StaleRowError
from exchange.outbox.models import Mail
from exchange.youth.enums import Registering, RegistrationState, SchoolLevel, Selection
from exchange.youth.enums.waiting import Gender
from exchange.youth.models import Application, ChangeRequest, Edition, Pupil, Registration, School
from exchange.youth.queries.applications import held_registration
from exchange.youth.queries.registrations import registration_for
from exchange.youth.rules.registrations import Declared
from exchange.youth.services import (
    PupilEntry,
    register_pupil,
    return_registration,
    select_pupils,
    withdraw,
)
from exchange.youth.services.applying import (
    apply,
    correct_application,
    seen_version,
    try_applicant,
    withdraw_application,
)
from exchange.youth.services.confirming import confirm_guardians_registration
from exchange.youth.services.written import Correction, answers_of
from tests.factories.applications import RING, asked, make_application
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_entry,
    make_pupil,
    make_registration,
    make_school,
    school_actor,
)

S = RegistrationState
Clock = Callable[[datetime], None]
CLOSED = datetime(2026, 6, 30, 15, 0, tzinfo=UTC)
DECLARED = Declared(date(2026, 6, 9), purpose_explained=True)


@pytest.fixture(autouse=True)
def in_the_window(at: Clock) -> None:
    at(datetime(2026, 6, 10, 3, 0, tzinfo=UTC))


@pytest.fixture
def edition(session: Session) -> Edition:
    return make_edition(session, registering=Registering.BOTH)


@pytest.fixture
def school(session: Session) -> School:
    return make_school(session)


def entry_of(**changes: object) -> PupilEntry:
    name = Name("見本", "花子", family_kana="ミホン", given_kana="ハナコ")
    return make_entry(name=name, **changes)


def held(session: Session, row: Application) -> Registration:
    found = held_registration(session, row)
    assert found is not None, "the application holds a registration"
    return found


def correct(session: Session, row: Application, **typed: str) -> None:
    correction = Correction(**typed)
    correct_application(session, application_id=row.id, correction=correction, ring=RING)


def requests(session: Session) -> list[ChangeRequest]:
    return list(session.scalars(select(ChangeRequest)))


def test_in_the_window_all_that_was_written_is_put_right(
    session: Session, edition: Edition, school: School
) -> None:
    other = make_school(session)
    row = make_application(session, edition, school=school, entry=entry_of())
    correct(
        session,
        row,
        family_name="御本",
        given_kana="ハルコ",
        birth_date="2012-05-04",
        school_id=str(other.id),
        grade="1",
        school_class="3",
        guardian_phone="0960000000",
    )
    made = held(session, row)
    pupil = made.pupil
    assert (pupil.name.written, pupil.given_kana) == ("御本 花子", "ハルコ")
    assert (pupil.birth_date, pupil.school_id) == (date(2012, 5, 4), other.id)
    assert (made.school_id, made.grade, made.school_class) == (other.id, 1, "3")
    assert (made.guardian_phone, made.guardian_name) == ("0960000000", "見本 太郎")
    assert requests(session) == []


def test_what_was_sent_back_is_told_by_mail_corrected_and_submitted_again(
    session: Session, edition: Edition, school: School
) -> None:
    row = make_application(session, edition, school=school)
    key = held(session, row).id
    return_registration(
        session, actor=COORDINATOR, edition_id=edition.id, keys=[key], reason="組を確認"
    )
    [mail] = session.scalars(select(Mail).where(Mail.body.contains("組を確認")))
    correct(session, row, school_class="2")
    made = held(session, row)
    assert (mail.recipient, made.state, made.school_class) == (row.mail, S.SUBMITTED, "2")


@pytest.mark.parametrize("kind", ["known", "confirmed", "held", "selected"])
def test_where_others_rely_on_the_name_the_division_is_asked_once(
    session: Session, edition: Edition, school: School, kind: str
) -> None:
    row = _relied_on(session, edition, school, kind)
    before = held(session, row).pupil.name
    correct(session, row, given_name="花江", school_class="2")
    correct(session, row, given_name="花代")
    made = held(session, row)
    assert (made.pupil.name, made.school_class) == (before, "2")
    assert [request.after for request in requests(session)] == [{"given_name": "花江"}]


def _relied_on(session: Session, edition: Edition, school: School, kind: str) -> Application:
    entry = entry_of(guardian_mail="parent@example.jp")
    actor = school_actor(school)
    if kind == "held":
        register_pupil(session, actor=actor, edition_id=edition.id, entry=entry)
    if kind == "known":
        elsewhere = make_edition(session)
        register_pupil(session, actor=actor, edition_id=elsewhere.id, entry=entry)
    row = make_application(session, edition, school=school, entry=entry)
    made = held(session, row)
    if kind == "confirmed":
        confirm_guardians_registration(
            session, actor=actor, registration_id=made.id, declared=DECLARED
        )
    if kind == "selected":
        select_pupils(session, actor=COORDINATOR, edition_id=edition.id, keys=[made.id])
    return row


@pytest.mark.parametrize("kind", ["confirmed", "held", "selected"])
@pytest.mark.parametrize("field", ["school_id", "grade"])
def test_school_and_grade_stay_once_the_school_stands_for_them(
    session: Session, edition: Edition, school: School, kind: str, field: str
) -> None:
    row = _relied_on(session, edition, school, kind)
    typed = {"school_id": str(make_school(session).id), "grade": "1"}[field]
    with pytest.raises(DomainError, match=r"youth\.apply\.error\.frozen") as refused:
        correct(session, row, **{field: typed})
    assert refused.value.field == field


@pytest.mark.parametrize("alone", [False, True])
def test_once_the_window_is_closed_school_and_grade_stay_alone_or_not(
    session: Session, edition: Edition, school: School, at: Clock, alone: bool
) -> None:
    entry = entry_of(guardian_mail="other@example.jp")
    if alone:
        register_pupil(session, actor=school_actor(school), edition_id=edition.id, entry=entry)
    row = make_application(session, edition, school=school, entry=entry)
    at(CLOSED)
    correct(session, row, given_name="花江", guardian_name="見本 母")
    assert len(requests(session)) == (0 if alone else 1)
    assert answers_of(row, RING)["guardian_name"] == "見本 母"
    with pytest.raises(DomainError, match=r"youth\.apply\.error\.frozen"):
        correct(session, row, grade="1")


def test_a_child_the_school_knows_takes_the_place_of_the_mistyped_one(
    session: Session, edition: Edition, school: School
) -> None:
    known = make_pupil(session, name=entry_of().name, school=school)
    mistyped = replace(entry_of(), name=replace(entry_of().name, given="花了"))
    row = make_application(session, edition, school=school, entry=mistyped)
    key = row.registration_id
    correct(session, row, given_name="花子")
    made = held(session, row)
    assert (made.id, made.pupil_id, made.state) == (key, known.id, S.SUBMITTED)


def test_a_known_child_of_another_school_is_that_schools_pupil_now(
    session: Session, edition: Edition, school: School
) -> None:
    row = _relied_on(session, edition, school, "known")
    before, other = held(session, row).pupil_id, make_school(session)
    correct(session, row, school_id=str(other.id))
    made = held(session, row)
    assert (made.school_id, made.pupil.school_id) == (other.id, other.id)
    assert made.pupil_id != before


@pytest.mark.parametrize("state", [S.SUBMITTED, S.WITHDRAWN])
def test_corrected_into_a_registered_child_it_stands_alone_and_says_nothing(
    session: Session, edition: Edition, school: School, state: RegistrationState
) -> None:
    pupil = make_pupil(session, name=entry_of().name, school=school)
    there = make_registration(session, edition=edition, pupil=pupil, state=state)
    mistyped = replace(entry_of(), name=replace(entry_of().name, given="花了"))
    row = make_application(session, edition, school=school, entry=mistyped)
    own = held(session, row)
    correct(session, row, given_name="花子")
    assert (row.registration_id, row.beside_id, own.state) == (None, there.id, S.WITHDRAWN)
    assert answers_of(row, RING)["given_name"] == "花子"
    correct(session, row, guardian_phone="0960000000")


def test_corrected_into_a_child_handled_with_care_it_stands_alone(
    session: Session, edition: Edition, school: School
) -> None:
    make_pupil(session, name=entry_of().name, school=school, needs_care=True)
    mistyped = replace(entry_of(), name=replace(entry_of().name, given="花了"))
    row = make_application(session, edition, school=school, entry=mistyped)
    correct(session, row, given_name="花子")
    assert (row.registration_id, row.beside_id) == (None, None)


@pytest.mark.parametrize(
    ("known", "alone"), [(None, False), (Gender.FEMALE, False), (Gender.MALE, True)]
)
def test_corrected_into_a_child_whom_the_school_calls_another_gender_it_takes_none_of_its_seats(
    session: Session, school: School, known: Gender | None, alone: bool
) -> None:
    edition = make_edition(session, registering=Registering.BOTH, female_quota=1, male_quota=0)
    pupil = make_pupil(session, name=entry_of().name, school=school, gender=known)
    mistyped = entry_of(gender=Gender.FEMALE)
    mistyped = replace(mistyped, name=replace(mistyped.name, given="花了"))
    row = make_application(session, edition, school=school, entry=mistyped)
    correct(session, row, given_name="花子")
    assert (row.registration_id is None, row.beside_id) == (alone, None)
    assert pupil.gender is (known or Gender.FEMALE)


@pytest.mark.parametrize("alone", [False, True])
def test_another_schools_share_is_kept_alone_or_not(session: Session, alone: bool) -> None:
    edition = make_edition(session, registering=Registering.BOTH, school_quota=1, quota=5)
    full, school = make_school(session), make_school(session)
    make_registration(session, edition=edition, pupil=make_pupil(session, school=full))
    entry = entry_of()
    if alone:
        pupil = make_pupil(session, name=entry.name, school=school, needs_care=True)
        assert pupil.needs_care
    row = make_application(session, edition, school=school, entry=entry)
    with pytest.raises(DomainError, match=r"youth\.apply\.error\.full"):
        correct(session, row, school_id=str(full.id))


@pytest.mark.parametrize(
    "changes", [{"selection": Selection.LOTTERY}, {"school_quota": None}, {"quota": 1}]
)
def test_who_needs_no_seat_of_the_share_changes_school(
    session: Session, changes: Mapping[str, object]
) -> None:
    edition = make_edition(
        session, **({"registering": Registering.BOTH, "school_quota": 1} | dict(changes))
    )
    full = make_school(session)
    state = S.SELECTED if edition.selection is Selection.LOTTERY else S.SUBMITTED
    make_registration(session, edition=edition, pupil=make_pupil(session, school=full), state=state)
    row = make_application(session, edition)
    correct(session, row, school_id=str(full.id))
    assert held(session, row).school_id == full.id


def test_a_grade_the_school_does_not_have_is_refused(session: Session, edition: Edition) -> None:
    row = make_application(session, edition, school=make_school(session))
    high = make_school(session, level=SchoolLevel.HIGH)
    with pytest.raises(DomainError):
        correct(session, row, school_id=str(high.id))


def test_a_stale_page_shows_what_was_typed_beside_what_is_there(
    session: Session, edition: Edition, school: School
) -> None:
    row = make_application(session, edition, school=school, entry=entry_of())
    seen = seen_version(row, held(session, row))
    correct(session, row, guardian_phone="0960000000")
    typed = Correction(guardian_phone="0961111111")
    with pytest.raises(StaleRowError) as stale:
        correct_application(
            session, application_id=row.id, correction=typed, ring=RING, version=seen
        )
    assert stale.value.theirs == {"guardian_phone": "0960000000"}
    with pytest.raises(StaleRowError):
        withdraw_application(session, application_id=row.id, reason="都合", version=seen)
    assert held(session, row).guardian_phone == "0960000000"


def test_guessing_makes_no_page_stale(session: Session, edition: Edition, school: School) -> None:
    row = make_application(session, edition, school=school)
    seen = seen_version(row, held(session, row))
    assert not try_applicant(
        session, application_id=row.id, born=date(2011, 1, 1), ring=RING
    ).is_right
    session.expire_all()
    assert (seen_version(row, held(session, row)), row.tries) == (seen, 1)


def test_nothing_is_corrected_once_it_was_withdrawn_or_ended(
    session: Session, edition: Edition, school: School
) -> None:
    row = make_application(session, edition, school=school)
    withdraw_application(session, application_id=row.id, reason="都合")
    with pytest.raises(DomainError, match="not_correctable"):
        correct(session, row, school_class="2")
    ended = make_application(session, edition, school=school, mail="second@example.jp")
    key = held(session, ended).id
    withdraw(session, actor=school_actor(school), registration_id=key, reason="転出")
    with pytest.raises(DomainError, match="not_correctable"):
        correct(session, ended, school_class="2")
    with pytest.raises(DomainError, match="not_correctable"):
        withdraw_application(session, application_id=ended.id, reason="都合")


def test_nothing_is_withdrawn_before_it_was_sent(session: Session, edition: Edition) -> None:
    row = asked(session, edition)
    with pytest.raises(DomainError, match="nothing_sent"):
        withdraw_application(session, application_id=row.id, reason="都合")


def test_a_school_takes_a_guardians_registration_over_with_the_heads_confirmation(
    session: Session, edition: Edition, school: School
) -> None:
    row = make_application(session, edition, school=school)
    made = held(session, row)
    actor = school_actor(school)
    confirm_guardians_registration(session, actor=actor, registration_id=made.id, declared=DECLARED)
    assert (made.principal_confirmed_on, made.state) == (date(2026, 6, 9), S.SUBMITTED)
    assert len(registration_for(session, actor, made.id).steps) == 1
    with pytest.raises(DomainError, match="not_confirmable"):
        confirm_guardians_registration(
            session, actor=actor, registration_id=made.id, declared=DECLARED
        )


def test_registered_anew_by_the_school_it_is_no_longer_the_guardians(
    session: Session, edition: Edition, school: School
) -> None:
    entry = entry_of()
    row = make_application(session, edition, school=school, entry=entry)
    withdraw_application(session, application_id=row.id, reason="都合")
    again = register_pupil(session, actor=school_actor(school), edition_id=edition.id, entry=entry)
    assert (again.id, again.by_guardian) == (row.registration_id, False)
    row = apply(session, application_id=row.id, entry=entry, school_id=school.id, ring=RING)
    assert (row.registration_id, row.beside_id) == (None, again.id)
    assert session.scalar(select(func.count(Pupil.id))) == 1
