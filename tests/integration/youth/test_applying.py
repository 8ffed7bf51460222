"""Guardians who register themselves: the link, the registration, and what it never tells."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.audit.queries import lines_of
from exchange.core.errors import DomainError, ForbiddenError
from exchange.core.links import LinkPurpose, find_signed
from exchange.core.offers import Subject
from exchange.outbox.models import Mail
from exchange.youth.enums import Registering, RegistrationState, Selection
from exchange.youth.enums.applications import ApplicationStage
from exchange.youth.enums.waiting import Gender
from exchange.youth.models import Application, Duplicate, Edition, Pupil, Registration
from exchange.youth.queries.applications import application_of_link, held_registration
from exchange.youth.queries.registrations import registration_for
from exchange.youth.rules.applying import stage_of
from exchange.youth.services import register_pupil, select_pupils
from exchange.youth.services.admitting import take_application
from exchange.youth.services.answering import GUARDIAN
from exchange.youth.services.applying import (
    apply,
    correct_application,
    try_applicant,
    withdraw_application,
)
from exchange.youth.services.written import Correction, answers_of
from tests.factories.applications import RING, ask, asked
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
BORN = date(2012, 5, 3)


@pytest.fixture(autouse=True)
def in_the_window(at: Clock) -> None:
    at(datetime(2026, 6, 10, 3, 0, tzinfo=UTC))


@pytest.fixture
def edition(session: Session) -> Edition:
    return make_edition(session, registering=Registering.BOTH)


def mails(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Mail)) or 0


def registrations(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Registration)) or 0


def test_the_mailed_link_opens_the_application_and_asked_twice_is_one_mail(
    session: Session, edition: Edition
) -> None:
    row = asked(session, edition)
    ask(session, edition, "Parent@Example.jp")
    [mail] = session.scalars(select(Mail))
    token = next(each for each in (mail.body or "").split() if "/apply/" in each).rpartition("/")[2]
    link = find_signed(session, LinkPurpose.APPLICATION, token, secret="secret")
    assert (application_of_link(session, link).id, mail.recipient) == (row.id, "parent@example.jp")


def test_later_the_same_link_is_mailed_again(session: Session, edition: Edition) -> None:
    row = asked(session, edition)
    row.mailed_at -= timedelta(minutes=11)
    ask(session, edition)
    assert (mails(session), session.scalar(select(func.count(Application.id)))) == (2, 1)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"registering": Registering.SCHOOL}, "not_by_guardian"),
        ({"closes_on": date(2026, 6, 9)}, "after_window"),
        ({"opens_on": date(2026, 6, 11)}, "before_window"),
    ],
)
def test_no_link_where_a_guardian_cannot_register(
    session: Session, changes: dict[str, object], sentence: str
) -> None:
    edition = make_edition(session, **({"registering": Registering.GUARDIAN} | changes))
    with pytest.raises(DomainError, match=sentence):
        ask(session, edition)
    assert mails(session) == 0


def test_sent_it_stands_as_submitted_by_the_guardian_and_twice_is_once(session: Session) -> None:
    edition = make_edition(session, registering=Registering.GUARDIAN, selection=Selection.SCREENING)
    school, entry = make_school(session), make_entry()
    row = asked(session, edition)
    for _ in range(2):
        apply(session, application_id=row.id, entry=entry, school_id=school.id, ring=RING)
    [made] = session.scalars(select(Registration))
    assert (made.state, made.by_guardian, made.guardian_mail) == (S.SUBMITTED, True, row.mail)
    assert made.blind_number is not None
    assert (made.principal_confirmed_on, made.purpose_explained) == (None, True)
    [step] = registration_for(session, school_actor(school), made.id).steps
    assert (step.state, step.actor_name) == (S.SUBMITTED, GUARDIAN.name)
    [asking, sending] = lines_of(session, Subject("application", row.id))
    assert {asking.act, sending.act} == {"applications.ask", "applications.send"}


def test_seats_and_waiting_list_are_the_schools(session: Session) -> None:
    edition = make_edition(
        session, registering=Registering.BOTH, quota=1, school_quota=1, waitlist_limit=1
    )
    school = make_school(session)
    states = []
    for number in range(2):
        row = asked(session, edition, f"parent{number}@example.jp")
        apply(session, application_id=row.id, entry=make_entry(), school_id=school.id, ring=RING)
        states.append(session.get_one(Registration, row.registration_id).state)
    assert states == [S.SUBMITTED, S.WAITLISTED]
    row = asked(session, edition, "late@example.jp")
    with pytest.raises(DomainError, match="full"):
        apply(session, application_id=row.id, entry=make_entry(), school_id=school.id, ring=RING)


def test_a_pupil_the_school_registered_is_left_alone_and_the_guardian_is_told_the_same(
    session: Session, edition: Edition
) -> None:
    school, entry = make_school(session), make_entry(guardian_mail="other@example.jp")
    there = register_pupil(session, actor=school_actor(school), edition_id=edition.id, entry=entry)
    before = (there.version, there.guardian_name)
    row = asked(session, edition)
    typed = replace(entry, guardian_name="別 人")
    apply(session, application_id=row.id, entry=typed, school_id=school.id, ring=RING)
    assert (row.registration_id, row.beside_id, row.told) == (None, there.id, S.SUBMITTED)
    correction = Correction(guardian_name="別 人二")
    correct_application(session, application_id=row.id, correction=correction, ring=RING)
    assert answers_of(row, RING)["guardian_name"] == "別 人二"
    withdraw_application(session, application_id=row.id, reason="都合")
    assert (there.version, there.guardian_name) == before
    assert (there.state, registrations(session)) == (S.SUBMITTED, 1)


def test_the_guardian_whom_the_school_named_gets_hold_of_the_registration(
    session: Session, edition: Edition
) -> None:
    school, entry = make_school(session), make_entry(guardian_mail="Parent@example.jp")
    there = register_pupil(session, actor=school_actor(school), edition_id=edition.id, entry=entry)
    row = asked(session, edition)
    apply(session, application_id=row.id, entry=entry, school_id=school.id, ring=RING)
    assert (row.registration_id, row.beside_id, row.told) == (there.id, None, S.SUBMITTED)
    assert (there.by_guardian, registrations(session)) == (False, 1)


def test_a_child_another_school_knows_goes_to_the_division_without_a_word(
    session: Session, edition: Edition
) -> None:
    other, school, entry = make_school(session), make_school(session), make_entry()
    register_pupil(session, actor=school_actor(other), edition_id=edition.id, entry=entry)
    row = asked(session, edition)
    apply(session, application_id=row.id, entry=entry, school_id=school.id, ring=RING)
    assert session.get_one(Registration, row.registration_id).school_id == school.id
    assert session.scalar(select(func.count(Duplicate.id))) == 1


def test_one_person_registered_from_another_school_is_not_registered_twice(
    session: Session, edition: Edition
) -> None:
    other, school, entry = make_school(session), make_school(session), make_entry()
    first = register_pupil(session, actor=school_actor(other), edition_id=edition.id, entry=entry)
    known = register_pupil(
        session, actor=school_actor(school), edition_id=make_edition(session).id, entry=entry
    )
    session.get_one(Pupil, known.pupil_id).merged_into_id = first.pupil_id
    session.flush()
    row = asked(session, edition)
    apply(session, application_id=row.id, entry=entry, school_id=school.id, ring=RING)
    assert (row.registration_id, row.beside_id, row.told) == (None, first.id, S.SUBMITTED)


def test_a_known_pupil_stays_as_the_school_wrote_it(session: Session, edition: Edition) -> None:
    school, entry = make_school(session), make_entry()
    earlier = register_pupil(
        session, actor=school_actor(school), edition_id=make_edition(session).id, entry=entry
    )
    row = asked(session, edition)
    typed = replace(entry, name=replace(entry.name, family_romaji="Someone"))
    apply(session, application_id=row.id, entry=typed, school_id=school.id, ring=RING)
    made = session.get_one(Registration, row.registration_id)
    assert made.pupil_id == earlier.pupil_id
    assert not session.get_one(Pupil, made.pupil_id).family_romaji


def test_withdrawn_twice_is_once_and_applied_again_it_is_registered_anew(
    session: Session, edition: Edition
) -> None:
    row = asked(session, edition)
    school, entry = make_school(session), make_entry()
    apply(session, application_id=row.id, entry=entry, school_id=school.id, ring=RING)
    for _ in range(2):
        withdraw_application(session, application_id=row.id, reason="都合")
    made = session.get_one(Registration, row.registration_id)
    assert made.state is S.WITHDRAWN
    apply(session, application_id=row.id, entry=entry, school_id=school.id, ring=RING)
    assert (made.state, row.withdrawn_at, row.registration_id) == (S.SUBMITTED, None, made.id)


def test_five_wrong_birth_dates_lock_the_link(session: Session, edition: Edition) -> None:
    row = asked(session, edition)
    school = make_school(session)
    apply(session, application_id=row.id, entry=make_entry(), school_id=school.id, ring=RING)
    assert try_applicant(session, application_id=row.id, born=BORN, ring=RING).is_right
    wrong = [
        try_applicant(session, application_id=row.id, born=date(2012, 5, 4), ring=RING)
        for _ in range(5)
    ]
    assert [(each.is_right, each.left) for each in wrong] == [(False, n) for n in (4, 3, 2, 1, 0)]
    with pytest.raises(ForbiddenError):
        try_applicant(session, application_id=row.id, born=BORN, ring=RING)


@pytest.mark.parametrize(
    ("changes", "alone"),
    [
        ({"state": S.WITHDRAWN, "guardian_mail": "parent@example.jp"}, False),
        ({"state": S.DRAFT, "guardian_mail": "parent@example.jp"}, False),
        ({"state": S.WITHDRAWN, "guardian_mail": "other@example.jp"}, True),
        ({"state": S.WITHDRAWN, "guardian_mail": None}, True),
    ],
)
def test_over_what_a_school_took_out_only_the_guardian_it_names_registers(
    session: Session, edition: Edition, changes: dict[str, object], alone: bool
) -> None:
    entry = make_entry()
    pupil = make_pupil(session, name=entry.name)
    there = make_registration(session, edition=edition, pupil=pupil, **changes)
    row = asked(session, edition)
    apply(session, application_id=row.id, entry=entry, school_id=pupil.school_id, ring=RING)
    assert (row.registration_id, row.beside_id) == ((None, there.id) if alone else (there.id, None))
    assert (there.state, there.by_guardian) == (
        (changes["state"], False) if alone else (S.SUBMITTED, True)
    )


def test_a_draft_of_another_school_stands_in_nobodys_way(
    session: Session, edition: Edition
) -> None:
    school, entry = make_school(session), make_entry()
    first = make_pupil(session, name=entry.name)
    draft = make_registration(session, edition=edition, pupil=first, state=S.DRAFT)
    own = make_pupil(session, name=entry.name, school=school, merged_into_id=first.id)
    row = asked(session, edition)
    apply(session, application_id=row.id, entry=entry, school_id=school.id, ring=RING)
    made = session.get_one(Registration, row.registration_id)
    assert (made.pupil_id, row.beside_id, draft.state) == (own.id, None, S.DRAFT)


def test_nobody_gets_hold_of_a_pupil_handled_with_care(session: Session, edition: Edition) -> None:
    entry = make_entry()
    pupil = make_pupil(session, name=entry.name, needs_care=True)
    row = asked(session, edition)
    apply(session, application_id=row.id, entry=entry, school_id=pupil.school_id, ring=RING)
    assert (row.registration_id, row.told, registrations(session)) == (None, S.SUBMITTED, 0)


@pytest.mark.parametrize(
    ("known", "typed", "told", "alone"),
    [
        (None, Gender.FEMALE, S.WAITLISTED, False),
        (Gender.FEMALE, Gender.FEMALE, S.WAITLISTED, False),
        (None, None, S.SUBMITTED, False),
        (Gender.FEMALE, None, S.SUBMITTED, True),
        (Gender.FEMALE, Gender.MALE, S.SUBMITTED, True),
        (Gender.MALE, Gender.FEMALE, S.WAITLISTED, True),
    ],
)
def test_a_guardian_is_told_by_what_was_typed_whatever_the_school_said_of_the_gender(
    session: Session,
    known: Gender | None,
    typed: Gender | None,
    told: RegistrationState,
    alone: bool,
) -> None:
    edition = make_edition(session, registering=Registering.BOTH, female_quota=1)
    make_registration(session, edition=edition, pupil=make_pupil(session, gender=Gender.FEMALE))
    entry = make_entry(gender=typed)
    pupil = make_pupil(session, name=entry.name, gender=known)
    row = asked(session, edition)
    apply(session, application_id=row.id, entry=entry, school_id=pupil.school_id, ring=RING)
    assert (row.told, row.registration_id is None) == (told, alone)
    assert pupil.gender is (known or typed)


def test_where_seats_are_not_counted_by_it_a_known_gender_stands_in_nobodys_way(
    session: Session, edition: Edition
) -> None:
    entry = make_entry()
    pupil = make_pupil(session, name=entry.name, gender=Gender.FEMALE)
    row = asked(session, edition)
    apply(session, application_id=row.id, entry=entry, school_id=pupil.school_id, ring=RING)
    assert session.get_one(Registration, row.registration_id).pupil_id == pupil.id


def test_an_answer_that_would_oversell_another_edition_goes_to_the_division(
    session: Session,
) -> None:
    other = make_edition(session, female_quota=1)
    make_registration(session, edition=other, pupil=make_pupil(session, gender=Gender.FEMALE))
    edition = make_edition(session, registering=Registering.BOTH, female_quota=1)
    entry = make_entry(gender=Gender.FEMALE)
    pupil = make_pupil(session, name=entry.name)
    make_registration(session, edition=other, pupil=pupil)
    row = asked(session, edition)
    apply(session, application_id=row.id, entry=entry, school_id=pupil.school_id, ring=RING)
    assert (row.told, row.registration_id, pupil.gender) == (S.SUBMITTED, None, None)
    with pytest.raises(DomainError, match="gender_full"):
        take_application(session, actor=COORDINATOR, application_id=row.id, ring=RING)


def test_the_stage_of_a_withdrawn_one_is_the_same_alone_or_not(
    session: Session, edition: Edition
) -> None:
    school, entry = make_school(session), make_entry(guardian_mail="other@example.jp")
    register_pupil(session, actor=school_actor(school), edition_id=edition.id, entry=entry)
    stages = []
    for mail, typed in (("own@example.jp", make_entry()), ("alone@example.jp", entry)):
        row = asked(session, edition, mail)
        apply(session, application_id=row.id, entry=typed, school_id=school.id, ring=RING)
        stages.append(stage_of(row, edition, held_registration(session, row)))
        withdraw_application(session, application_id=row.id, reason="都合")
        stages.append(stage_of(row, edition, held_registration(session, row)))
    assert stages == [ApplicationStage.RECEIVED, ApplicationStage.WITHDRAWN] * 2


def test_after_selection_withdrawing_declines_the_seat(session: Session, edition: Edition) -> None:
    row = asked(session, edition)
    school = make_school(session)
    apply(session, application_id=row.id, entry=make_entry(), school_id=school.id, ring=RING)
    made = session.get_one(Registration, row.registration_id)
    select_pupils(session, actor=COORDINATOR, edition_id=edition.id, keys=[made.id])
    withdraw_application(session, application_id=row.id, reason="都合")
    assert (made.state, row.withdrawn_at is None) == (S.DECLINED, False)


def test_who_was_not_selected_withdraws_without_a_word(session: Session, edition: Edition) -> None:
    row = asked(session, edition)
    school = make_school(session)
    apply(session, application_id=row.id, entry=make_entry(), school_id=school.id, ring=RING)
    made = session.get_one(Registration, row.registration_id)
    made.state = S.NOT_SELECTED
    session.flush()
    withdraw_application(session, application_id=row.id, reason="都合")
    assert (made.state, row.withdrawn_at is None) == (S.NOT_SELECTED, False)
