"""What the staff's first page calls stuck, for whom, and where it leads."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.database import Name
from exchange.core.permissions import Actor, Role
from exchange.inquiries.services import answer
from exchange.jobs.services import claim, enqueue, fail
from exchange.outbox.enums import MailState
from exchange.outbox.services import write_mail
from exchange.youth.enums import EditionState, RegistrationState
from exchange.youth.enums.closing import CorrectionKind
from exchange.youth.ledger import Finding, propose
from exchange.youth.models import ClosedYear, Edition, School
from exchange.youth.queries.overview import undecided_editions
from exchange.youth.services.duplicates import note_duplicates
from exchange.youth.services.moving import Arrival, ask_move
from tests.factories.accounts import make_user
from tests.factories.inquiries import ACTOR, SECTION, a_report, make_inquiry, make_survey
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_programme,
    make_pupil,
    make_registration,
    school_actor,
)
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

NOW = datetime(2026, 7, 1, 3, tzinfo=UTC)
TODAY = date(2026, 7, 1)


@pytest.fixture(autouse=True)
def _the_day_after_the_window(monkeypatch: pytest.MonkeyPatch, app: Flask) -> None:
    monkeypatch.setattr(clock, "_fixed", NOW)


@pytest.fixture
def waiting(session: Session) -> Edition:
    """Give an edition whose window closed yesterday over two undecided pupils."""
    edition = make_edition(session)
    for state in (
        RegistrationState.SUBMITTED,
        RegistrationState.SUBMITTED,
        RegistrationState.SELECTED,
    ):
        make_registration(session, edition=edition, state=state, updated_at=NOW - timedelta(days=9))
    return edition


def stuck(visitor: Visitor) -> str:
    page = visitor.get("/home/?lang=en").text
    return page.split('id="stuck-title"')[1].split("</section>")[0]


def test_inquiries_lead_the_section_to_its_own_and_the_division_to_answers(
    client_as: Callable[..., Visitor], client: Visitor, session: Session
) -> None:
    make_survey(session)
    make_inquiry(session, due=TODAY, year=2024)
    answered = make_inquiry(session)
    answer(session, actor=ACTOR, key=answered.id, version=1, report=a_report())
    client.sign_in(make_user(session, role=Role.SECTION, section=SECTION))
    page = client.get("/home/?lang=en").text
    today = page.split('id="today-title"')[1].split("</section>")[0]
    assert re.findall(r'href="(/inquiries[^"]+)">([^<]+)<', today) == [
        ("/inquiries/?state=open", "1 value is asked of your section")
    ]
    assert "/inquiries/" not in stuck(client)
    waiting = client.get(f"/inquiries/{answered.id}/?lang=en").text
    assert f"ask {answered.asked_by} of the International Division to give it back" in waiting
    assert client.get("/inquiries/?state=open").text.count('<th scope="row"') == 1
    clock.fix(NOW + timedelta(days=1))
    assert re.findall(r'href="(/inquiries[^"]+)">([^<]+)<', stuck(client_as(Role.MANAGER))) == [
        ("/inquiries/?state=answered", "1 answer of a section to be checked"),
        ("/inquiries/?state=overdue", "1 inquiry is overdue"),
    ]


def test_registrations_without_a_decision_lead_to_their_edition(
    client_as: Callable[..., Visitor], waiting: Edition
) -> None:
    shown = stuck(client_as(Role.COORDINATOR))
    assert f'href="/youth/editions/{waiting.id}/?state=submitted"' in shown
    assert "2 registrations, the first since 22 June 2026" in shown
    for role in (Role.VIEWER, Role.ADMINISTRATOR):
        assert "nothing is stuck" in stuck(client_as(role))


def test_what_is_decided_or_still_open_is_not_stuck(session: Session) -> None:
    open_still = make_edition(session, closes_on=date(2026, 7, 31))
    recent = make_registration(session, edition=open_still)
    for state in (EditionState.CANCELLED, EditionState.CLOSED):
        make_registration(session, edition=make_edition(session, state=state))
    make_registration(session, state=RegistrationState.CONFIRMED)
    assert undecided_editions(session, COORDINATOR, TODAY) == []
    recent.updated_at = NOW - timedelta(days=31)
    session.flush()
    [found] = undecided_editions(session, COORDINATOR, TODAY)
    assert (found.edition.id, found.count, found.since) == (open_still.id, 1, date(2026, 5, 31))


def test_a_section_officer_is_told_of_the_own_section_s_editions(
    session: Session, waiting: Edition
) -> None:
    own = make_edition(session, programme=make_programme(session, section="教育委員会"))
    make_registration(session, edition=own)
    board = Actor(user_id=None, role=Role.SECTION, name="見本", section="教育委員会")
    found = undecided_editions(session, board, TODAY)
    assert [each.edition.id for each in found] == [own.id]
    assert len(undecided_editions(session, COORDINATOR, TODAY)) == 2
    assert waiting.id != own.id


def test_what_schools_ask_and_pupils_who_may_be_one_wait_for_the_division(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    name = Name("見本", "花")
    old, new = (make_pupil(session, name=name) for _ in range(2))
    note_duplicates(session, actor=COORDINATOR, pupils=[new])
    schools = [session.get_one(School, pupil.school_id) for pupil in (old, new)]
    arrival = Arrival("見本", "次郎", date(2012, 5, 3), schools[0].id, "転入")
    ask_move(session, actor=school_actor(schools[1]), arrival=arrival)
    shown = stuck(client_as(Role.COORDINATOR))
    assert 'href="/youth/changes/"' in shown
    assert "1 request of a school waits" in shown
    assert 'href="/youth/duplicates/?state=open"' in shown
    assert "1 pair of pupils who may be one waits" in shown
    for role in (Role.VIEWER, Role.SECTION):
        assert "nothing is stuck" in stuck(client_as(role))


def test_failed_jobs_and_mails_lead_to_their_pages_for_who_may_read_them(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    enqueue(session, "test.kind")
    held = claim(session)
    assert held is not None
    fail(session, held=held, error="x", is_final=True)
    for _ in range(2):
        mail = write_mail(session, to="a@city.example", subject="件名", body="本文", language="ja")
        mail.state = MailState.FAILED
    session.flush()
    shown = stuck(client_as(Role.ADMINISTRATOR))
    assert '<a href="/jobs/?state=failed">1 job has failed</a>' in shown
    assert '<a href="/outbox/?state=failed">2 mails could not be sent</a>' in shown
    assert "nothing is stuck" in stuck(client_as(Role.MANAGER))


@pytest.mark.parametrize("mail_url", [None, "file:///nowhere"])
def test_mails_that_wait_for_a_server_lead_administrators_to_them(
    app: Flask, client_as: Callable[..., Visitor], session: Session, mail_url: str | None
) -> None:
    write_mail(session, to="a@city.example", subject="件名", body="本文", language="ja")
    app.extensions["settings"] = replace(app.extensions["settings"], mail_url=mail_url)
    waits = '<a href="/outbox/?state=waiting">1 mail waits: no mail server is set up</a>'
    assert (waits in stuck(client_as(Role.ADMINISTRATOR))) is (mail_url is None)
    assert "nothing is stuck" in stuck(client_as(Role.MANAGER))


def test_corrections_lead_to_their_year_for_who_may_approve_them(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    year = ClosedYear(
        fiscal_year=2025,
        closed_at=NOW,
        closed_by="課長",
        note="",
        rule_version=1,
        rows=0,
        digest="",
    )
    session.add(year)
    session.flush()
    finding = Finding(fiscal_year=2025, kind=CorrectionKind.NUMBER, reason="訂正", person_times=1)
    propose(session, actor=COORDINATOR, finding=finding)
    shown = stuck(client_as(Role.MANAGER))
    assert (
        '<a href="/indicators/youth-participation/2025/corrections/">'
        "Corrections of FY2025 to approve: 1</a>"
    ) in shown
    assert "nothing is stuck" in stuck(client_as(Role.COORDINATOR))


def test_the_page_takes_as_many_statements_however_much_is_stuck(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    coordinator = client_as(Role.COORDINATOR)
    stuck(coordinator)  # the first page of a session notes when it was used
    counted = []
    for number in (1, 10):
        for _ in range(number):
            make_registration(session)
        session.expire_all()
        with count_statements() as statements:
            assert "/youth/editions/" in stuck(coordinator)
        counted.append(len(statements))
    assert counted[0] == counted[1]
