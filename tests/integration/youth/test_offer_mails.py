"""The mail about an offered seat leads its guardian, and nobody else, to where it is answered."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Settings
from exchange.audit.models import AuditLine, AuditValue
from exchange.core.database import Database
from exchange.jobs.models import Job
from exchange.jobs.worker import Work
from exchange.outbox.models import Mail
from exchange.rooms.keeping import JOB_HANDLERS
from exchange.youth.enums import ParticipantKind, RegistrationState
from exchange.youth.models import ConsentRequest, Edition, Registration
from exchange.youth.queries.consents import requests_of
from exchange.youth.services import LinkPrinter, offer_free_seats, register_pupil, withdraw
from exchange.youth.services.consent_links import keep_asked, printer_of
from exchange.youth.services.leaving import decline_offer
from exchange.youth.services.offer_mails import TELL_OFFER, tell_of_offer
from exchange.youth.services.offering import expire_all_offers
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_entry,
    make_registration,
    make_school,
    school_actor,
)

S = RegistrationState
At = Callable[[datetime], None]
PRINTER = LinkPrinter("https://exchange.example.jp", "secret")
OVER = datetime(2026, 6, 18, 15, 0, tzinfo=UTC)


def seated_and_waiting(session: Session) -> tuple[Edition, list[Registration]]:
    edition = make_edition(session, quota=1)
    rows = [
        register_pupil(
            session,
            actor=school_actor(make_school(session)),
            edition_id=edition.id,
            entry=make_entry(guardian_mail=f"guardian{number}@example.jp"),
        )
        for number in range(3)
    ]
    return edition, rows


def leave(session: Session, row: Registration) -> None:
    withdraw(session, actor=COORDINATOR, registration_id=row.id, reason="家庭の都合")


def planned(session: Session) -> list[str]:
    jobs = session.scalars(select(Job).where(Job.kind == TELL_OFFER).order_by(Job.id))
    return [job.arguments["registration"] for job in jobs]


def body_to(session: Session, address: str) -> str:
    [mail] = session.scalars(select(Mail).where(Mail.recipient == address)).all()
    return mail.body or ""


def do_job(database: Database, settings: Settings, registration: str) -> None:
    arguments = {"registration": registration}
    JOB_HANDLERS[TELL_OFFER](Work(database, settings, arguments, False, lambda _: None))


def test_every_way_to_an_offer_plans_its_mail(session: Session, at: At) -> None:
    edition, (first, second, third) = seated_and_waiting(session)
    leave(session, first)
    assert planned(session) == [str(second.id)]
    decline_offer(session, actor=COORDINATOR, registration_id=second.id)
    assert planned(session) == [str(second.id), str(third.id)]
    more = [
        make_registration(session, edition=edition, state=S.WAITLISTED, waitlist_rank=rank)
        for rank in (8, 9)
    ]
    at(OVER)
    assert expire_all_offers(session) == [third]
    assert planned(session)[2:] == [str(more[0].id)]
    edition.quota = 2
    offer_free_seats(session, actor=COORDINATOR, edition_id=edition.id)
    assert planned(session)[3:] == [str(more[1].id)]
    assert session.scalars(select(Mail)).all() == []


def test_the_mail_carries_the_guardians_own_link_and_the_last_day(session: Session) -> None:
    edition, (first, second, _) = seated_and_waiting(session)
    asked = keep_asked(session, second, None, edition.starts)
    leave(session, first)
    assert tell_of_offer(session, registration_id=second.id, printer=PRINTER) == 1
    body = body_to(session, "guardian1@example.jp")
    assert PRINTER.address(asked.link) in body
    for said in (edition.title.in_language("ja"), "6月18日(木)の24時（日本時間）"):
        assert said in body
    assert tell_of_offer(session, registration_id=second.id, printer=PRINTER) == 0
    assert asked.deadline == edition.starts


def test_whoever_consented_on_paper_gets_a_link_with_the_offer(session: Session) -> None:
    row = make_registration(
        session, state=S.SUBMITTED, guardian_mail="paper@example.jp", guardian_language="en"
    )
    offer_to(session, row)
    assert tell_of_offer(session, registration_id=row.id, printer=PRINTER) == 1
    asked = requests_of(session, [row.id])[row.id]
    assert PRINTER.address(asked.link) in body_to(session, "paper@example.jp")


def test_without_a_printer_the_mail_says_whom_to_answer(session: Session) -> None:
    _, (first, second, _) = seated_and_waiting(session)
    leave(session, first)
    assert tell_of_offer(session, registration_id=second.id, printer=None) == 1
    body = body_to(session, "guardian1@example.jp")
    assert ("http" in body, f"{second.school.name}に、" in body) == (False, True)
    assert session.scalars(select(ConsentRequest)).all() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"guardian_mail": None},
        {"guardian_mail": "guest@example.jp", "kind": ParticipantKind.GUEST},
    ],
)
def test_no_link_is_made_for_whom_none_is_sent(
    session: Session, changes: dict[str, object]
) -> None:
    row = make_registration(session, **changes)
    offer_to(session, row)
    written = tell_of_offer(session, registration_id=row.id, printer=PRINTER)
    assert written == (1 if changes["guardian_mail"] else 0)
    assert session.scalars(select(ConsentRequest)).all() == []


def test_an_offer_that_no_longer_stands_is_not_told(session: Session) -> None:
    _, (first, second, _) = seated_and_waiting(session)
    leave(session, first)
    leave(session, second)
    for key in (second.id, uuid4()):
        assert tell_of_offer(session, registration_id=key, printer=PRINTER) == 0
    assert session.scalars(select(Mail)).all() == []


def test_the_job_sends_a_link_only_on_an_open_network_and_leaves_none_behind(
    fresh_database: Database, settings: Settings
) -> None:
    with fresh_database.writing() as session:
        _, (first, _, third) = seated_and_waiting(session)
        leave(session, first)
        [second_key] = planned(session)
        third_key = str(third.id)
        session.commit()
    closed = replace(settings, public=False)
    do_job(fresh_database, closed, second_key)
    with fresh_database.writing() as session:
        assert "/consent/" not in body_to(session, "guardian1@example.jp")
        leave(session, session.get_one(Registration, UUID(second_key)))
        assert planned(session)[-1] == third_key
        session.commit()
    for _ in range(2):
        do_job(fresh_database, settings, third_key)
    with fresh_database.reading() as session:
        assert f"{settings.base_url}/consent/" in body_to(session, "guardian2@example.jp")
        assert all("/consent/" not in str(job.arguments) for job in session.scalars(select(Job)))
        kept = [*session.scalars(select(AuditLine)), *session.scalars(select(AuditValue))]
        assert not [row for row in kept if "/consent/" in str(vars(row))]


def test_a_house_without_a_key_prints_no_links(settings: Settings) -> None:
    assert printer_of(replace(settings, secret_key=None)) is None


def offer_to(session: Session, row: Registration) -> None:
    """Put a registration on the waiting list of its edition, and offer it the free seat."""
    row.state, row.waitlist_rank = S.WAITLISTED, 1
    session.flush()
    offered = offer_free_seats(session, actor=COORDINATOR, edition_id=row.edition_id)
    assert [each.id for each in offered] == [row.id]
