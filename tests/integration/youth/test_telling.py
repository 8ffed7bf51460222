"""Mails about pupils go to guardians and schools, never to the child."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.messages import message
from exchange.core.permissions import Role
from exchange.outbox.models import Mail
from exchange.youth.rules.registrations import number_of
from exchange.youth.services.telling import tell_guardian, tell_school
from tests.factories.accounts import make_user
from tests.factories.youth import make_pupil, make_registration, make_school

SUBJECT = message("youth.RegistrationState.selected")
BODY = message("youth.WaitsFor.guardian")


def mails(session: Session) -> list[tuple[str, str, str | None, str]]:
    rows = session.scalars(select(Mail).order_by(Mail.recipient))
    return [(row.recipient, row.subject, row.body, row.language) for row in rows]


def test_a_guardian_is_told_in_the_guardians_language(session: Session) -> None:
    row = make_registration(
        session,
        pupil=make_pupil(session, school=make_school(session, name="見本中学校")),
        guardian_mail="parent@example.jp",
        guardian_language="en",
    )
    assert tell_guardian(session, row, SUBJECT, BODY) == 1
    number = row.id.hex[-6:].upper()
    body = f"Guardian\n\nNo. {number} (見本中学校, year {row.grade})"
    subject = f"Selected: Sample journey (no. {number})"
    assert mails(session) == [("parent@example.jp", subject, body, "en")]


def test_a_subject_that_names_the_edition_names_it_once(session: Session) -> None:
    row = make_registration(session, guardian_mail="parent@example.jp")
    subject = message("youth.cancel.mail.subject", edition="見本派遣")
    assert tell_guardian(session, row, subject, BODY) == 1
    assert mails(session)[0][1] == f"【中止】見本派遣（受付番号 {number_of(row.id)}）"


def test_a_guardian_without_an_address_is_not_told(session: Session) -> None:
    assert tell_guardian(session, make_registration(session), SUBJECT, BODY) == 0
    assert mails(session) == []


def test_a_family_handled_with_care_gets_no_mail(session: Session) -> None:
    pupil = make_pupil(session, needs_care=True)
    row = make_registration(session, pupil=pupil, guardian_mail="parent@example.jp")
    assert tell_guardian(session, row, SUBJECT, BODY) == 0
    assert mails(session) == []


def test_each_active_account_of_a_school_is_told(session: Session) -> None:
    school, other = make_school(session), make_school(session)
    for name, of, active in (
        ("b", school, True),
        ("a", school, True),
        ("ended", school, False),
        ("other", other, True),
    ):
        make_user(
            session,
            email=f"{name}@school.example",
            role=Role.SCHOOL,
            school_id=of.id,
            active=active,
        )
    assert tell_school(session, school.id, SUBJECT, BODY) == 2
    assert mails(session) == [
        (f"{name}@school.example", "選考通過", "保護者", "ja") for name in ("a", "b")
    ]
