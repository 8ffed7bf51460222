"""Registering pupils: window, seats, one pupil once, corrections and taking out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.audit.queries import lines_of
from exchange.core.database import Name, uuid7
from exchange.core.errors import DomainError, NotFoundError, TransitionError
from exchange.core.offers import Subject
from exchange.youth.enums import EditionState, RegistrationState
from exchange.youth.enums.waiting import Gender
from exchange.youth.models import Edition, Pupil, Registration
from exchange.youth.queries.registrations import registration_for
from exchange.youth.services import (
    PupilEntry,
    correct_registration,
    register_pupil,
    return_registration,
    withdraw,
)
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_entry,
    make_registration,
    make_school,
    school_actor,
)

_S = RegistrationState
Clock = Callable[[datetime], None]


def pupils(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Pupil)) or 0


def test_school_and_grade_stay_as_on_the_day_of_registering(session: Session) -> None:
    first, second = make_school(session), make_school(session)
    edition = make_edition(session)
    row = register_pupil(
        session, actor=school_actor(first), edition_id=edition.id, entry=make_entry(grade=2)
    )
    pupil = session.get_one(Pupil, row.pupil_id)
    pupil.school_id = second.id
    session.flush()
    session.expire_all()
    assert (row.school_id, row.grade, row.state) == (first.id, 2, _S.SUBMITTED)
    assert session.get_one(Pupil, row.pupil_id).school_id == second.id


def test_the_first_step_and_the_audit_line_name_who_and_what(session: Session) -> None:
    actor = school_actor(make_school(session))
    entry = make_entry(guardian_mail="parent@example.jp")
    row = register_pupil(session, actor=actor, edition_id=make_edition(session).id, entry=entry)
    session.flush()
    [step] = registration_for(session, actor, row.id).steps
    assert (step.previous, step.state, step.actor_name) == (None, _S.SUBMITTED, actor.name)
    [line] = lines_of(session, Subject("registration", row.id))
    values = {value.field: value.new for value in line.values}
    assert line.act == "registrations.submitted"
    assert values["guardian_mail"] == "parent@example.jp"
    [pupil_line] = lines_of(session, Subject("pupil", row.pupil_id))
    assert {value.field for value in pupil_line.values} >= {"family_name", "birth_date"}


@pytest.mark.parametrize(
    ("instant", "sentence"),
    [
        (datetime(2026, 5, 31, 14, 59, tzinfo=UTC), "before_window"),
        (datetime(2026, 5, 31, 15, 0, tzinfo=UTC), None),
        (datetime(2026, 6, 30, 14, 59, tzinfo=UTC), None),
        (datetime(2026, 6, 30, 15, 0, tzinfo=UTC), "after_window"),
    ],
)
def test_the_window_is_made_of_the_offices_days(
    session: Session, at: Clock, instant: datetime, sentence: str | None
) -> None:
    at(instant)
    actor, edition = school_actor(make_school(session)), make_edition(session)
    if sentence is None:
        register_pupil(session, actor=actor, edition_id=edition.id, entry=make_entry())
        return
    with pytest.raises(DomainError, match=sentence):
        register_pupil(session, actor=actor, edition_id=edition.id, entry=make_entry())
    assert pupils(session) == 0


def test_no_registration_goes_over_the_quota_or_a_schools_share(session: Session) -> None:
    edition = make_edition(session, quota=2, school_quota=1, waitlist_limit=0)
    first, second, third = (school_actor(make_school(session)) for _ in range(3))
    register_pupil(session, actor=first, edition_id=edition.id, entry=make_entry())
    with pytest.raises(DomainError, match="school_full"):
        register_pupil(session, actor=first, edition_id=edition.id, entry=make_entry())
    register_pupil(session, actor=second, edition_id=edition.id, entry=make_entry())
    with pytest.raises(DomainError, match="full") as refused:
        register_pupil(session, actor=third, edition_id=edition.id, entry=make_entry())
    assert refused.value.sentence.params == {"quota": 2, "left": 0}


def test_a_known_gender_counts_though_nobody_typed_it_again(session: Session) -> None:
    edition, school = make_edition(session, female_quota=1), make_school(session)
    girl, other = (make_entry(gender=Gender.FEMALE) for _ in range(2))

    def register(into: Edition, entry: PupilEntry) -> Registration:
        return register_pupil(session, actor=school_actor(school), edition_id=into.id, entry=entry)

    register(make_edition(session), girl)
    register(edition, other)
    assert register(edition, replace(girl, gender=None)).state is _S.WAITLISTED


def test_whoever_comes_after_the_last_seat_waits_in_the_order_of_coming(session: Session) -> None:
    edition = make_edition(session, quota=1, waitlist_limit=2)
    actor = school_actor(make_school(session))
    rows = [
        register_pupil(session, actor=actor, edition_id=edition.id, entry=make_entry())
        for _ in range(3)
    ]
    assert [(row.state.value, row.waitlist_rank) for row in rows] == [
        ("submitted", None),
        ("waitlisted", 1),
        ("waitlisted", 2),
    ]
    with pytest.raises(DomainError, match="full"):
        register_pupil(session, actor=actor, edition_id=edition.id, entry=make_entry())


def test_taken_out_and_registered_again_a_pupil_stands_at_the_end_of_the_list(
    session: Session,
) -> None:
    edition = make_edition(session, quota=1)
    actor = school_actor(make_school(session))
    entries = [make_entry() for _ in range(3)]
    rows = [
        register_pupil(session, actor=actor, edition_id=edition.id, entry=entry)
        for entry in entries
    ]
    withdraw(session, actor=actor, registration_id=rows[1].id, reason="都合")
    again = register_pupil(session, actor=actor, edition_id=edition.id, entry=entries[1])
    assert (again.id, again.state.value, again.waitlist_rank) == (rows[1].id, "waitlisted", 3)


def test_a_pupil_of_one_school_is_one_person_in_every_edition(session: Session) -> None:
    actor = school_actor(make_school(session))
    name = Name("髙橋", "花子", family_kana="たかはし", given_kana="はなこ")
    entry = make_entry(name=replace(name, family_romaji="Takahashi", given_romaji="Hanako"))
    first, second = make_edition(session), make_edition(session)
    one = register_pupil(session, actor=actor, edition_id=first.id, entry=entry)
    again = make_entry(name=replace(name, family="高橋", family_kana="タカハシ"))
    two = register_pupil(session, actor=actor, edition_id=second.id, entry=again)
    assert (one.pupil_id, pupils(session)) == (two.pupil_id, 1)
    kept = session.get_one(Pupil, one.pupil_id)
    assert (kept.family_name, kept.family_romaji) == ("高橋", "Takahashi")
    with pytest.raises(DomainError, match="already_registered_as"):
        register_pupil(session, actor=actor, edition_id=first.id, entry=again)


def test_the_same_key_sent_twice_makes_one_pupil(session: Session) -> None:
    actor, edition = school_actor(make_school(session)), make_edition(session)
    key, entry = uuid7(), make_entry()
    one = register_pupil(session, actor=actor, edition_id=edition.id, entry=entry, key=key)
    two = register_pupil(session, actor=actor, edition_id=edition.id, entry=entry, key=key)
    assert (one is two, pupils(session)) == (True, 1)
    stranger = school_actor(make_school(session))
    with pytest.raises(NotFoundError):
        register_pupil(session, actor=stranger, edition_id=edition.id, entry=entry, key=key)


def test_a_school_registers_for_itself_alone_and_staff_for_a_named_school(
    session: Session,
) -> None:
    edition, school = make_edition(session), make_school(session)
    stranger = school_actor(make_school(session))
    arguments = {"edition_id": edition.id, "entry": make_entry()}
    with pytest.raises(NotFoundError):
        register_pupil(session, actor=stranger, school_id=school.id, **arguments)  # type: ignore[arg-type]
    with pytest.raises(NotFoundError):
        register_pupil(session, actor=COORDINATOR, **arguments)  # type: ignore[arg-type]
    row = register_pupil(session, actor=COORDINATOR, school_id=school.id, **arguments)  # type: ignore[arg-type]
    assert row.school_id == school.id


def test_an_ended_school_registers_nobody(session: Session) -> None:
    actor = school_actor(make_school(session, active=False))
    with pytest.raises(NotFoundError):
        register_pupil(
            session, actor=actor, edition_id=make_edition(session).id, entry=make_entry()
        )


@pytest.mark.parametrize("is_demo", [True, False])
def test_what_is_typed_is_demo_only_in_a_demo_edition(session: Session, is_demo: bool) -> None:
    actor = school_actor(make_school(session, is_demo=True))
    edition = make_edition(session, is_demo=is_demo)
    row = register_pupil(session, actor=actor, edition_id=edition.id, entry=make_entry())
    assert (row.is_demo, session.get_one(Pupil, row.pupil_id).is_demo) == (is_demo, is_demo)


def test_a_pupil_taken_out_frees_the_seat_and_can_be_registered_again(session: Session) -> None:
    actor = school_actor(make_school(session))
    edition = make_edition(session, quota=1)
    entry = make_entry()
    row = register_pupil(session, actor=actor, edition_id=edition.id, entry=entry)
    withdraw(session, actor=actor, registration_id=row.id, reason="部活動の大会のため")
    assert row.state is _S.WITHDRAWN
    changed = replace(entry, grade=3, guardian_phone="096-000-0000")
    again = register_pupil(session, actor=actor, edition_id=edition.id, entry=changed)
    session.expire_all()
    assert (again.id, again.state, again.grade) == (row.id, _S.SUBMITTED, 3)
    states = [step.state for step in registration_for(session, actor, row.id).steps]
    assert states == [_S.SUBMITTED, _S.WITHDRAWN, _S.SUBMITTED]


@pytest.mark.parametrize("state", [_S.SELECTED, _S.CONFIRMED])
def test_taking_out_after_selection_is_declining(
    session: Session, state: RegistrationState
) -> None:
    row = make_registration(session, state=state)
    withdraw(session, actor=COORDINATOR, registration_id=row.id, reason="家庭の事情")
    assert row.state is _S.DECLINED


def test_taking_out_needs_a_reason_an_open_edition_and_a_state_that_allows_it(
    session: Session,
) -> None:
    row = make_registration(session)
    with pytest.raises(DomainError, match="reason_missing"):
        withdraw(session, actor=COORDINATOR, registration_id=row.id, reason="")
    settled = make_registration(session, state=_S.NOT_SELECTED)
    with pytest.raises(TransitionError):
        withdraw(session, actor=COORDINATOR, registration_id=settled.id, reason="理由")
    closed = make_edition(session, state=EditionState.CLOSED)
    ended = make_registration(session, edition=closed, state=_S.CONFIRMED)
    with pytest.raises(DomainError, match="edition_closed"):
        withdraw(session, actor=COORDINATOR, registration_id=ended.id, reason="理由")


def returned(session: Session, edition_id: object, row: Registration) -> None:
    return_registration(
        session,
        actor=COORDINATOR,
        edition_id=row.edition_id,
        keys=[row.id],
        reason="生年月日をご確認ください",
    )


def test_a_returned_registration_is_corrected_and_submitted_again(
    session: Session, at: Clock
) -> None:
    actor, edition = school_actor(make_school(session)), make_edition(session)
    entry = make_entry()
    row = register_pupil(session, actor=actor, edition_id=edition.id, entry=entry)
    returned(session, edition.id, row)
    at(datetime(2026, 7, 5, tzinfo=UTC))
    right = replace(entry, birth_date=date(2012, 6, 3), guardian_name="見本 次郎")
    correct_registration(session, actor=actor, registration_id=row.id, entry=right)
    pupil = session.get_one(Pupil, row.pupil_id)
    assert (row.state, pupil.birth_date) == (_S.SUBMITTED, date(2012, 6, 3))
    assert row.guardian_name == "見本 次郎"
    assert pupil.match_key.endswith("2012-06-03")
    acts = [line.act for line in lines_of(session, Subject("pupil", pupil.id))]
    assert sorted(acts) == ["pupils.change", "pupils.create"]


def test_a_correction_cannot_turn_one_pupil_into_another(session: Session) -> None:
    actor, edition = school_actor(make_school(session)), make_edition(session)
    first, second = make_entry(), make_entry()
    register_pupil(session, actor=actor, edition_id=edition.id, entry=first)
    row = register_pupil(session, actor=actor, edition_id=edition.id, entry=second)
    returned(session, edition.id, row)
    with pytest.raises(DomainError, match="already_registered"):
        correct_registration(session, actor=actor, registration_id=row.id, entry=first)


@pytest.mark.parametrize("state", [state for state in _S if state is not _S.RETURNED])
def test_only_a_returned_registration_can_be_submitted_again(
    session: Session, state: RegistrationState
) -> None:
    needed: dict[RegistrationState, dict[str, object]] = {
        _S.WAITLISTED: {"waitlist_rank": 1},
        _S.OFFERED: {"offer_until": date(2026, 7, 1)},
    }
    row = make_registration(session, state=state, **needed.get(state, {}))
    with pytest.raises(TransitionError):
        correct_registration(session, actor=COORDINATOR, registration_id=row.id, entry=make_entry())


def test_a_returned_registration_may_come_back_unchanged(session: Session) -> None:
    school, edition = make_school(session), make_edition(session)
    actor = school_actor(school)
    entry = make_entry()
    row = register_pupil(session, actor=actor, edition_id=edition.id, entry=entry)
    returned(session, edition.id, row)
    correct_registration(session, actor=actor, registration_id=row.id, entry=entry)
    assert row.state is _S.SUBMITTED
