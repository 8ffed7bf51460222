"""Who has not answered an offer, or about health and passport, is reminded: each once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from config import Settings
from exchange.audit.queries import lines_of
from exchange.core.database import Database
from exchange.core.keys import Keyring, decode_key, new_key
from exchange.core.offers import Subject
from exchange.core.permissions import Role
from exchange.jobs.models import Job
from exchange.jobs.worker import Work
from exchange.outbox.models import Mail
from exchange.youth.enums import ConsentPurpose, RegistrationState, Selection, YouthDirection
from exchange.youth.enums.waiting import NoticeWay, SelectionResult
from exchange.youth.models import Registration
from exchange.youth.rules.followups import FollowUp, HealthDetails, PassportDetails
from exchange.youth.services import (
    LinkPrinter,
    accept_offer,
    fill_follow_up,
    offer_free_seats,
    select_pupils,
)
from exchange.youth.services.consent_links import REMIND
from exchange.youth.services.late_answers import remind_of_follow_ups, remind_of_offers
from exchange.youth.services.letters import note_letters, tell_results
from exchange.youth.services.reminding import remind
from tests.factories.accounts import make_user
from tests.factories.consents import make_consent, make_consent_request
from tests.factories.youth import COORDINATOR, make_edition, make_pupil, make_registration

S = RegistrationState
At = Callable[[datetime], None]
PRINTER = LinkPrinter("https://exchange.example.jp", "secret")


def noon(day: int, month: int = 6) -> datetime:
    return datetime(2026, month, day, 3, 0, tzinfo=UTC)


def offered(session: Session, **changes: object) -> Registration:
    """Return a registration that was offered a seat today, until 18 June."""
    values = {"guardian_mail": "parent@example.jp", "state": S.WAITLISTED, "waitlist_rank": 1}
    row = make_registration(session, **(values | changes))
    assert len(offer_free_seats(session, actor=COORDINATOR, edition_id=row.edition_id)) == 1
    assert row.offer_until == date(2026, 6, 18)
    return row


def chosen(session: Session, **changes: object) -> Registration:
    """Return a registration chosen on 15 June, with consent to health, in an edition abroad."""
    selection = changes.pop("selection", Selection.FIRST_COME)
    edition = make_edition(session, selection=selection, direction=YouthDirection.SEND)
    values = {"edition": edition, "guardian_mail": "parent@example.jp"}
    row = make_registration(session, **(values | changes))
    make_consent(session, row, ConsentPurpose.HEALTH)
    select_pupils(session, actor=COORDINATOR, edition_id=edition.id, keys=[row.id])
    return row


def desk_of(session: Session, row: Registration) -> str:
    address = "desk@school.example"
    make_user(session, role=Role.SCHOOL, school_id=row.school_id, email=address)
    return address


def remind_offers(session: Session, printer: LinkPrinter | None = PRINTER) -> int:
    return remind_of_offers(session, actor=COORDINATOR, printer=printer)


def remind_follow_ups(session: Session) -> int:
    return remind_of_follow_ups(session, actor=COORDINATOR, printer=PRINTER)


def mails(session: Session) -> list[tuple[str, str]]:
    rows = session.scalars(select(Mail).order_by(Mail.created_at, Mail.id))
    return [(row.recipient, row.body or "") for row in rows]


def test_an_offer_is_reminded_of_once_from_the_day_before_its_last(
    session: Session, at: At
) -> None:
    row = offered(session)
    asked = make_consent_request(session, row)
    written = []
    for day in (15, 16, 17, 17, 18, 19):
        at(noon(day))
        written.append(remind_offers(session))
    assert written == [0, 0, 1, 0, 0, 0]
    [(recipient, body)] = mails(session)
    assert (recipient, PRINTER.address(asked.link) in body) == ("parent@example.jp", True)
    assert "6月18日(木)の24時（日本時間）" in body
    acts = [line.act for line in lines_of(session, Subject("registration", row.id))]
    assert [act for act in acts if act == "registrations.remind"] == ["registrations.remind"]


def test_an_answered_offer_is_not_reminded_of(session: Session, at: At) -> None:
    row = offered(session)
    accept_offer(session, actor=COORDINATOR, registration_id=row.id)
    at(noon(17))
    assert (remind_offers(session), mails(session)) == (0, [])


@pytest.mark.parametrize("care", [False, True])
def test_the_school_is_reminded_of_an_offer_where_no_mail_reaches_the_guardian(
    session: Session, at: At, care: bool
) -> None:
    pupil = make_pupil(session, needs_care=care)
    row = offered(session, pupil=pupil, guardian_mail="parent@example.jp" if care else None)
    address = desk_of(session, row)
    at(noon(17))
    assert [remind_offers(session), remind_offers(session)] == [1, 0]
    [(recipient, body)] = mails(session)
    assert (recipient, pupil.given_name in body, "/consent/" in body) == (address, False, False)


def test_an_offer_on_a_closed_network_is_reminded_of_without_a_link(
    session: Session, at: At
) -> None:
    row = offered(session)
    at(noon(17))
    assert remind_offers(session, None) == 1
    [(_, body)] = mails(session)
    assert ("http" in body, row.school.name in body) == (False, True)


def test_nobody_is_counted_where_a_school_has_no_account(session: Session, at: At) -> None:
    row = offered(session, guardian_mail=None)
    at(noon(17))
    assert remind_offers(session) == 0
    subject = Subject("registration", row.id)
    assert "registrations.remind" not in [line.act for line in lines_of(session, subject)]


def test_health_and_passport_are_reminded_of_on_day_3_and_7_and_never_again(
    session: Session, at: At
) -> None:
    asked = make_consent_request(session, chosen(session))
    written = []
    for day in (15, 17, 18, 18, 20, 22, 22, 29):
        at(noon(day))
        written.append(remind_follow_ups(session))
    assert written == [0, 0, 1, 0, 0, 1, 0, 0]
    found = mails(session)
    assert {recipient for recipient, _ in found} == {"parent@example.jp"}
    assert all(PRINTER.address(asked.link) in body for _, body in found)


def test_whoever_consented_on_paper_gets_a_link_with_the_reminder(session: Session, at: At) -> None:
    chosen(session)
    at(noon(18))
    assert remind_follow_ups(session) == 1
    [(_, body)] = mails(session)
    assert f"{PRINTER.base_url}/consent/" in body


def test_the_school_is_reminded_without_a_name_where_no_address_is_known(
    session: Session, at: At
) -> None:
    row = chosen(session, guardian_mail=None)
    address = desk_of(session, row)
    at(noon(18))
    assert [remind_follow_ups(session), remind_follow_ups(session)] == [1, 0]
    [(recipient, body)] = mails(session)
    assert (recipient, "貴校の生徒1名" in body, "/consent/" in body) == (address, True, False)


def test_no_one_is_reminded_of_what_is_filled_in_or_of_a_family_handled_with_care(
    session: Session, at: At
) -> None:
    row = chosen(session)
    filled = FollowUp(
        HealthDetails("", "", "", "", "父 090-0000-0000"),
        PassportDetails("MIHON HANAKO", "TK0000000", date(2031, 1, 9)),
    )
    ring = Keyring({"k1": decode_key(new_key())})
    fill_follow_up(session, actor=COORDINATOR, registration=row, typed=filled, ring=ring)
    chosen(session, pupil=make_pupil(session, needs_care=True))
    session.flush()
    at(noon(18))
    assert (remind_follow_ups(session), mails(session)) == (0, [])


@pytest.mark.parametrize("way", NoticeWay)
def test_a_reminder_does_not_tell_the_result_and_counts_from_the_day_it_was_told(
    session: Session, at: At, way: NoticeWay
) -> None:
    row = chosen(session, selection=Selection.SCREENING)
    at(noon(20))
    assert remind_follow_ups(session) == 0
    if way is NoticeWay.PRINTED:
        results = {row.id: SelectionResult.SELECTED}
        for day in (20, 21):  # printed once more it was told already
            at(noon(day))
            note_letters(session, actor=COORDINATOR, edition_id=row.edition_id, results=results)
    else:
        tell_results(session, actor=COORDINATOR, edition_id=row.edition_id, printer=None)
        session.execute(delete(Mail))
    written = []
    for day in (22, 23):
        at(noon(day))
        written.append(remind_follow_ups(session))
    assert written == [0, 1]


def test_whoever_has_no_step_into_the_selection_is_left_alone(session: Session, at: At) -> None:
    make_registration(session, state=S.SELECTED, guardian_mail="parent@example.jp")
    at(noon(22))
    assert remind_follow_ups(session) == 0


def test_looks_are_planned_with_an_offer_and_with_a_selection(session: Session) -> None:
    row = offered(session)
    jobs = select(Job).where(Job.kind == REMIND).order_by(Job.id)
    [look] = session.scalars(jobs).all()
    assert look.run_at == datetime(2026, 6, 17, 0, 0, tzinfo=UTC)
    accept_offer(session, actor=COORDINATOR, registration_id=row.id)
    assert len(session.scalars(jobs).all()) == 3


@pytest.mark.parametrize(("public", "count"), [(False, 1), (True, 2)])
def test_the_job_reminds_of_both_and_of_offers_only_on_a_closed_network(
    fresh_database: Database, settings: Settings, at: At, public: bool, count: int
) -> None:
    with fresh_database.writing() as session:
        offered(session)
        chosen(session, guardian_mail="other@example.jp")
        session.commit()
    at(noon(18))
    work = Work(fresh_database, replace(settings, public=public), {}, False, lambda _: None)
    for _ in range(2):
        remind(work)
    with fresh_database.reading() as session:
        assert len(mails(session)) == count
