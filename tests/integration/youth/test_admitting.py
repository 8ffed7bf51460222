"""Applications that stand alone: the division's list, and what it makes of one."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.queries import lines_of
from exchange.core.errors import DomainError, NotFoundError, StaleRowError
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, Role
from exchange.outbox.models import Mail
from exchange.youth.enums import Registering, RegistrationState
from exchange.youth.enums.applications import ApplicationAnswer, ApplicationStage
from exchange.youth.models import Application, Edition, Pupil, Registration, School
from exchange.youth.queries.applications import (
    application_to_answer,
    applications_page,
    held_registration,
    waiting_applications,
)
from exchange.youth.rules.applying import stage_of
from exchange.youth.services import register_pupil, withdraw
from exchange.youth.services.admitting import (
    beside_now,
    join_application,
    refuse_application,
    take_application,
)
from exchange.youth.services.applying import withdraw_application
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


@pytest.fixture(autouse=True)
def in_the_window(at: Callable[[datetime], None]) -> None:
    at(datetime(2026, 6, 10, 3, 0, tzinfo=UTC))


@pytest.fixture
def edition(session: Session) -> Edition:
    return make_edition(session, registering=Registering.BOTH)


def beside(
    session: Session,
    edition: Edition,
    *,
    mail: str | None = "other@example.jp",
    state: RegistrationState = S.SUBMITTED,
) -> tuple[Application, Registration]:
    """Return an application that stands alone beside a registration of the child."""
    entry, school = make_entry(), make_school(session)
    pupil = make_pupil(session, name=entry.name, school=school)
    there = make_registration(
        session, edition=edition, pupil=pupil, guardian_mail=mail, state=state
    )
    return make_application(session, edition, school=school, entry=entry), there


def acts(session: Session, row: Application) -> set[str]:
    return {line.act for line in lines_of(session, Subject("application", row.id))}


def test_the_list_holds_who_stands_alone_and_later_what_was_answered(
    session: Session, edition: Edition
) -> None:
    alone, there = beside(session, edition)
    make_application(session, edition, mail="own@example.jp")
    asked(session, edition, "unused@example.jp")
    pupil = session.get_one(Pupil, there.pupil_id)
    gone = make_application(
        session,
        edition,
        entry=make_entry(name=pupil.name),
        school=session.get_one(School, pupil.school_id),
        mail="second@example.jp",
    )
    withdraw_application(session, application_id=gone.id, reason="都合")
    assert [row.id for row in applications_page(session, edition).rows] == [alone.id]
    assert waiting_applications(session, edition.id) == 1
    join_application(session, actor=COORDINATOR, application_id=alone.id, ring=RING)
    assert applications_page(session, edition).rows == []
    answered = applications_page(session, edition, answered=True).rows
    assert [row.id for row in answered] == [alone.id]


@pytest.mark.parametrize(("mail", "kept"), [("other@example.jp", "other@example.jp"), (None, None)])
def test_joined_the_guardian_holds_the_registration_as_it_is(
    session: Session, edition: Edition, mail: str | None, kept: str | None
) -> None:
    row, there = beside(session, edition, mail=mail)
    join_application(
        session, actor=COORDINATOR, application_id=row.id, ring=RING, version=row.version
    )
    assert (row.registration_id, row.answer) == (there.id, ApplicationAnswer.JOINED)
    assert (there.guardian_mail, there.by_guardian) == (kept or row.mail, False)
    assert (row.answered_by, "applications.answer" in acts(session, row)) == (
        COORDINATOR.name,
        True,
    )


def test_nothing_is_joined_where_nothing_stands_beside_it(
    session: Session, edition: Edition
) -> None:
    row, _ = beside(session, edition, state=S.WITHDRAWN)
    with pytest.raises(DomainError, match="nothing_beside"):
        join_application(session, actor=COORDINATOR, application_id=row.id, ring=RING)


def test_taken_the_child_is_registered_over_what_the_school_took_out(
    session: Session, edition: Edition
) -> None:
    row, there = beside(session, edition, state=S.WITHDRAWN)
    made = take_application(session, actor=COORDINATOR, application_id=row.id, ring=RING)
    assert (made.id, made.state, made.by_guardian) == (there.id, S.SUBMITTED, True)
    assert (made.guardian_mail, row.registration_id) == (row.mail, made.id)
    assert (row.answer, "applications.answer" in acts(session, row)) == (
        ApplicationAnswer.TAKEN,
        True,
    )


def test_taken_a_pupil_handled_with_care_is_registered_by_a_person(
    session: Session, edition: Edition
) -> None:
    entry, school = make_entry(), make_school(session)
    pupil = make_pupil(session, name=entry.name, school=school, needs_care=True)
    row = make_application(session, edition, school=school, entry=entry)
    made = take_application(session, actor=COORDINATOR, application_id=row.id, ring=RING)
    assert (made.pupil_id, made.edition_id) == (pupil.id, edition.id)


def test_who_is_registered_is_not_taken_a_second_time(session: Session, edition: Edition) -> None:
    row, _ = beside(session, edition)
    with pytest.raises(DomainError, match="already_registered_as"):
        take_application(session, actor=COORDINATOR, application_id=row.id, ring=RING)


def test_refused_the_mail_tells_neither_the_reason_nor_who_is_registered(
    session: Session, edition: Edition
) -> None:
    row, there = beside(session, edition)
    with pytest.raises(DomainError, match="reason_missing"):
        refuse_application(session, actor=COORDINATOR, application_id=row.id, reason="")
    refuse_application(session, actor=COORDINATOR, application_id=row.id, reason="別の家族")
    mail = session.scalars(select(Mail).order_by(Mail.id.desc())).first()
    assert mail is not None
    assert mail.recipient == row.mail
    for word in ("別の家族", session.get_one(Pupil, there.pupil_id).given_name, "登録"):
        assert word not in (mail.body or "")
    assert (row.reason, row.answer) == ("別の家族", ApplicationAnswer.REFUSED)
    assert "applications.answer" in acts(session, row)


def test_a_no_looks_the_same_to_who_stood_alone_and_to_who_did_not(
    session: Session, edition: Edition
) -> None:
    alone, _ = beside(session, edition)
    school = make_school(session)
    own = make_application(session, edition, school=school, mail="own@example.jp")
    refuse_application(session, actor=COORDINATOR, application_id=alone.id, reason="別の家族")
    key = own.registration_id
    assert key is not None
    withdraw(session, actor=school_actor(school), registration_id=key, reason="転出")
    stages = {stage_of(row, edition, held_registration(session, row)) for row in (alone, own)}
    assert stages == {ApplicationStage.ENDED}


def test_answered_once_by_who_saw_it_as_it_is_and_may_decide(
    session: Session, edition: Edition
) -> None:
    row, _ = beside(session, edition)
    with pytest.raises(StaleRowError):
        join_application(
            session, actor=COORDINATOR, application_id=row.id, ring=RING, version=row.version + 1
        )
    stranger = Actor(user_id=None, role=Role.SECTION, name="他課", section="他課")
    with pytest.raises(NotFoundError):
        join_application(session, actor=stranger, application_id=row.id, ring=RING)
    join_application(session, actor=COORDINATOR, application_id=row.id, ring=RING)
    with pytest.raises(DomainError, match="not_alone"):
        refuse_application(session, actor=COORDINATOR, application_id=row.id, reason="別")


def test_one_that_was_never_sent_is_not_shown(session: Session, edition: Edition) -> None:
    with pytest.raises(NotFoundError):
        application_to_answer(session, asked(session, edition).id)


def test_what_a_school_registers_meanwhile_is_joined(session: Session, edition: Edition) -> None:
    entry, school = make_entry(), make_school(session)
    make_pupil(session, name=entry.name, school=school, needs_care=True)
    row = make_application(session, edition, school=school, entry=entry)
    there = register_pupil(session, actor=school_actor(school), edition_id=edition.id, entry=entry)
    with pytest.raises(DomainError, match="already_registered_as"):
        take_application(session, actor=COORDINATOR, application_id=row.id, ring=RING)
    join_application(session, actor=COORDINATOR, application_id=row.id, ring=RING)
    assert (row.registration_id, row.beside_id) == (there.id, there.id)


def test_beside_one_whose_words_are_gone_nothing_stands(session: Session, edition: Edition) -> None:
    row, _ = beside(session, edition)
    row.answers = None
    assert beside_now(session, edition, row, RING) is None
