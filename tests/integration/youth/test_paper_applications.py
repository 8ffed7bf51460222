"""What guardians hand in on paper, entered by the division."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.core.database import uuid7
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.permissions import Role
from exchange.outbox.models import Mail
from exchange.youth.enums import EditionState, Registering, RegistrationState
from exchange.youth.models import Edition, Registration, School
from exchange.youth.queries.registrations import registration_for
from exchange.youth.rules.registrations import Declared
from exchange.youth.services import PupilEntry, correct_registration, return_registration
from exchange.youth.services.paper_applications import (
    PaperApplication,
    correct_paper_application,
    enter_paper_application,
)
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_entry,
    make_pupil,
    make_registration,
    make_school,
    school_actor,
)
from tests.servers.visitor import Visitor

S = RegistrationState
CAME = date(2026, 6, 30)
TYPED = {
    "received_on": "R8.6.2",
    "family_name": "見本",
    "given_name": "花子",
    "family_kana": "ミホン",
    "given_kana": "ハナコ",
    "birth_date": "2012-05-03",
    "grade": "2",
    "guardian_name": "見本 太郎",
    "guardian_relationship": "father",
    "purpose_explained": "y",
}


@pytest.fixture(autouse=True)
def after_the_window(at: Callable[[datetime], None]) -> None:
    at(datetime(2026, 7, 2, 3, 0, tzinfo=UTC))


@pytest.fixture
def edition(session: Session) -> Edition:
    return make_edition(session, registering=Registering.GUARDIAN)


@pytest.fixture
def school(session: Session) -> School:
    return make_school(session)


def entry_of() -> PupilEntry:
    return make_entry(declared=Declared(purpose_explained=True))


def enter(
    session: Session,
    edition: Edition,
    school: School,
    *,
    entry: PupilEntry | None = None,
    received_on: date = CAME,
    key: UUID | None = None,
) -> Registration:
    paper = PaperApplication(entry or entry_of(), received_on)
    return enter_paper_application(
        session,
        actor=COORDINATOR,
        edition_id=edition.id,
        school_id=school.id,
        paper=paper,
        key=key or uuid7(),
    )


def test_a_form_that_came_in_time_is_the_guardians_and_marked_as_on_paper(
    session: Session, edition: Edition, school: School
) -> None:
    made = enter(session, edition, school)
    assert (made.state, made.by_guardian, made.paper_received_on) == (S.SUBMITTED, True, CAME)
    assert (made.principal_confirmed_on, made.purpose_explained) == (None, True)
    [step] = registration_for(session, COORDINATOR, made.id).steps
    assert step.actor_name == COORDINATOR.name


def test_seats_are_as_they_are_and_the_same_key_is_one(session: Session, school: School) -> None:
    edition = make_edition(session, registering=Registering.BOTH, quota=1)
    entry, key = entry_of(), uuid7()
    first = enter(session, edition, school, entry=entry, key=key)
    assert enter(session, edition, school, entry=entry, key=key) is first
    assert enter(session, edition, school).state is S.WAITLISTED
    with pytest.raises(DomainError, match="already_registered_as"):
        enter(session, edition, school, entry=entry)
    with pytest.raises(NotFoundError):
        enter(session, make_edition(session, registering=Registering.BOTH), school, key=key)


@pytest.mark.parametrize(
    ("changes", "day", "sentence"),
    [
        ({"registering": Registering.SCHOOL}, CAME, "not_by_guardian"),
        ({"state": EditionState.DRAFT}, CAME, "not_announced"),
        ({"state": EditionState.CLOSED}, CAME, "not_announced"),
        ({}, date(2026, 7, 1), "outside_window"),
    ],
)
def test_no_form_is_entered_where_none_could_come(
    session: Session,
    school: School,
    changes: dict[str, object],
    day: date,
    sentence: str,
) -> None:
    edition = make_edition(session, **({"registering": Registering.GUARDIAN} | changes))
    with pytest.raises(DomainError, match=sentence):
        enter(session, edition, school, received_on=day)
    assert session.scalar(select(func.count(Registration.id))) == 0


def test_over_what_was_taken_out_it_is_registered_anew(
    session: Session, edition: Edition, school: School
) -> None:
    entry = entry_of()
    pupil = make_pupil(session, name=entry.name, school=school)
    there = make_registration(session, edition=edition, pupil=pupil, state=S.WITHDRAWN)
    made = enter(session, edition, school, entry=entry)
    assert (made.id, made.state, made.paper_received_on) == (there.id, S.SUBMITTED, CAME)


def test_what_was_sent_back_the_division_puts_right_and_no_school(
    session: Session, edition: Edition, school: School
) -> None:
    entry = make_entry(guardian_mail="parent@example.jp", declared=Declared(purpose_explained=True))
    made = enter(session, edition, school, entry=entry)
    return_registration(
        session, actor=COORDINATOR, edition_id=edition.id, keys=[made.id], reason="組を確認"
    )
    assert session.scalar(select(func.count(Mail.id))) == 0
    with pytest.raises(DomainError, match="not_by_school"):
        correct_registration(
            session, actor=school_actor(school), registration_id=made.id, entry=entry
        )
    paper = PaperApplication(replace(entry, school_class="3"), date(2026, 6, 29))
    correct_paper_application(
        session, actor=COORDINATOR, registration_id=made.id, paper=paper, version=made.version
    )
    assert (made.state, made.school_class, made.by_guardian) == (S.SUBMITTED, "3", True)
    assert made.paper_received_on == date(2026, 6, 29)


@pytest.mark.parametrize("confirmed", [None, date(2026, 6, 9)])
def test_what_was_not_entered_from_paper_the_division_does_not_put_right(
    session: Session, edition: Edition, confirmed: date | None
) -> None:
    row = make_registration(
        session,
        edition=edition,
        state=S.RETURNED,
        by_guardian=True,
        paper_received_on=CAME if confirmed else None,
        principal_confirmed_on=confirmed,
    )
    with pytest.raises(DomainError, match="not_on_paper"):
        correct_paper_application(
            session,
            actor=COORDINATOR,
            registration_id=row.id,
            paper=PaperApplication(entry_of(), CAME),
        )


def test_the_coordinator_fills_in_the_guardians_form(
    session: Session, edition: Edition, school: School, client_as: Callable[..., Visitor]
) -> None:
    staff = client_as(Role.COORDINATOR)
    page = f"/youth/editions/{edition.id}/paper-applications/new"
    assert page in staff.get(f"/youth/editions/{edition.id}/applications/").text
    shown = staff.get(page).text
    assert ("6月30日" in shown, "校長" in shown) == (True, False)
    typed = TYPED | {"key": str(uuid7()), "school_id": str(school.id)}
    for wrong in ({"received_on": "?"}, {"received_on": "R8.5.31"}, {"purpose_explained": ""}):
        assert staff.submit(page, typed | wrong).status_code == 422
    for _ in range(2):
        assert staff.submit(page, typed).location == page
    [made] = session.scalars(select(Registration))
    assert (made.paper_received_on, made.guardian_mail) == (date(2026, 6, 2), None)
    assert "紙・令和8年(2026年)6月2日" in staff.get(f"/youth/registrations/{made.id}/").text
    desk = client_as(Role.SCHOOL, school=school)
    assert "紙・" in desk.get(f"/school/registrations/{made.id}/").text
    elsewhere = make_edition(session)
    assert staff.get(f"/youth/editions/{elsewhere.id}/paper-applications/new").status_code == 404


def test_the_coordinator_puts_right_what_was_sent_back(
    session: Session, edition: Edition, school: School, client_as: Callable[..., Visitor]
) -> None:
    staff = client_as(Role.COORDINATOR)
    made = enter(session, edition, school, received_on=date(2026, 6, 2))
    assert staff.get(f"/youth/registrations/{made.id}/paper-application").status_code == 404
    sent_back = {"chosen": [str(made.id)], "decision": "returned", "reason": "組を確認"}
    staff.submit(f"/youth/editions/{edition.id}/registrations", sent_back)
    correct = f"/youth/registrations/{made.id}/paper-application"
    assert correct in staff.get(f"/youth/registrations/{made.id}/").text
    assert 'value="2026-06-02"' in staff.get(correct).text
    anew = TYPED | {"school_class": "3", "version": "0"}
    assert staff.submit(correct, anew).status_code == 409
    session.refresh(made)
    anew["version"] = str(made.version)
    assert staff.submit(correct, anew).location == f"/youth/registrations/{made.id}/"
    session.refresh(made)
    assert (made.state, made.school_class) == (S.SUBMITTED, "3")
