"""A section is asked, answers by link, account or paper, and the division accepts or returns."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from config import Settings
from exchange.audit.models import AuditLine
from exchange.core import clock
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.permissions import Actor, Role
from exchange.indicators.enums import Method, ValueStep
from exchange.indicators.models import IndicatorValue
from exchange.indicators.progress import Latest
from exchange.indicators.queries.definitions import all_indicators
from exchange.indicators.queries.figures import figures_of
from exchange.indicators.queries.values import locked_indicator, values_of
from exchange.indicators.services.values import record_value
from exchange.inquiries.enums import InquiryState, Way
from exchange.inquiries.models import Inquiry
from exchange.inquiries.queries import Counts, counts_of, inquiry_for
from exchange.inquiries.services import (
    Question,
    accept,
    answer,
    ask,
    give_back,
    remind_of_inquiries,
    withdraw,
)
from exchange.outbox.models import Mail
from tests.factories.accounts import make_user
from tests.factories.inquiries import (
    ACTOR,
    SECTION,
    SLUG,
    a_report,
    make_inquiry,
    make_survey,
    printer,
)
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

KEY = "0190c7c0-0000-7000-8000-000000000000"
ANSWER = {"value": "75.5", "source": "市民アンケート報告書", "note": "18歳以上"}


@pytest.fixture(autouse=True)
def _survey(session: Session) -> None:
    make_survey(session)


def steps(session: Session, inquiry: Inquiry) -> list[tuple[ValueStep, Decimal]]:
    found = values_of(session, inquiry.indicator_id, inquiry.year)
    return [(each.step, each.value) for each in found]


def mails(session: Session) -> list[tuple[str, str]]:
    found = session.scalars(select(Mail).order_by(Mail.id))
    return [(mail.recipient, mail.body or "") for mail in found]


def latest(session: Session) -> list[Latest]:
    return list(figures_of(session, all_indicators(session), with_demo=False)[SLUG])


def test_by_link_a_value_is_given_back_and_accepted(  # long: one journey
    client: Visitor, client_as: Callable[..., Visitor], session: Session
) -> None:
    division = client_as(Role.COORDINATOR)
    division.get("/inquiries/new?lang=en")
    asked = {
        "key": KEY,
        "indicator": SLUG,
        "year": "2025",
        "section": SECTION,
        "way": "link",
        "mail": "section@city.example",
        "due": "2026-12-15",
    }
    page = f"/inquiries/{KEY}/"
    assert division.submit("/inquiries/new", asked).location == page
    again = division.submit("/inquiries/new", {**asked, "key": KEY[:-1] + "1"})
    assert (again.status_code, "being asked for already" in again.text) == (422, True)
    ((to, body),) = mails(session)
    address = body.partition("http")[2].split()[0].partition("/figures/")[2]
    assert to == "section@city.example"
    link = f"/figures/{address}"
    shown = client.get(f"{link}?lang=en")
    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    wrong = client.submit(link, {**ANSWER, "value": "175"})
    assert (wrong.status_code, "at most 100" in wrong.text) == (422, True)
    assert client.submit(link, ANSWER).status_code == 302
    assert "is with the International Division" in client.get(f"{link}?lang=en").text
    assert client.submit(link, ANSWER).status_code == 409  # it waits for the division now
    assert latest(session) == []
    back = {"reason": "調査年が違います", "version": "2"}
    assert division.submit(f"{page}return", back).status_code == 302
    assert "調査年が違います" in mails(session)[-1][1]
    assert "調査年が違います" in client.get(link).text
    assert client.submit(link, {**ANSWER, "value": "76"}).status_code == 302
    assert division.submit(f"{page}accept", {"version": "4"}).status_code == 302
    assert client.get(link).status_code == 404
    session.expire_all()
    inquiry = session.scalars(select(Inquiry)).one()
    assert (inquiry.state, latest(session)) == (InquiryState.ACCEPTED, [Latest(Decimal(76), 2025)])
    public = client.get(f"/indicators/{SLUG}/?lang=en").text
    assert ("14 to go (by 2031)" in public, "18歳以上" in public) == (True, False)
    (row,) = json.loads(client.get("/open-data/indicators.json").data)["rows"]
    assert (row["latest"], row["latest_year"]) == (76, 2025)
    staff = division.get(f"/indicators/{SLUG}/").text
    assert ("18歳以上" in staff, "調査年が違います" in staff) == (True, True)


def test_a_section_sees_and_answers_its_own_alone(client: Visitor, session: Session) -> None:
    client.sign_in(make_user(session, role=Role.SECTION, section=SECTION))
    own = make_inquiry(session)
    other = make_inquiry(session, year=2024, section="観光課")
    listed = client.get("/inquiries/?lang=en").text
    assert (str(own.id) in listed, str(other.id) in listed) == (True, False)
    assert client.get(f"/inquiries/{other.id}/").status_code == 404
    answered = {**ANSWER, "version": "1"}
    assert client.submit(f"/inquiries/{other.id}/answer", answered).status_code == 404
    wrong = client.submit(f"/inquiries/{own.id}/answer", {**answered, "value": "7.55"})
    assert (wrong.status_code, "At most 1 decimal place." in wrong.text) == (422, True)
    assert client.submit(f"/inquiries/{own.id}/answer", answered).status_code == 302
    assert steps(session, own) == [(ValueStep.ENTERED, Decimal("75.5"))]
    (line,) = session.scalars(select(AuditLine).where(AuditLine.act == "values.enter"))
    assert line.actor_name.startswith("見本 花子")


def test_the_lists_are_narrowed_and_cost_the_same_for_many(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    visitor = client_as(Role.MANAGER)
    late = make_inquiry(session, due=date(2026, 11, 25))
    clock.fix(datetime(2026, 12, 1, 3, 0, tzinfo=UTC))
    visitor.get("/inquiries/")
    session.expire_all()
    with count_statements() as few:
        visitor.get("/inquiries/")
    make_inquiry(session, year=2024, section="観光課")
    make_inquiry(session, year=2023)
    session.expire_all()
    with count_statements() as many:
        page = visitor.get("/inquiries/?lang=en").text
    assert (len(many), page.count('<th scope="row"')) == (len(few), 3)
    overdue = visitor.get("/inquiries/?state=overdue").text
    assert (overdue.count('<th scope="row"'), f"/inquiries/{late.id}/" in overdue) == (1, True)
    assert visitor.get("/inquiries/?section=観光課").text.count('<th scope="row"') == 1
    assert visitor.get("/inquiries/?state=nothing").status_code == 400
    assert "3 awaiting an answer (1 overdue), 0 to be checked" in visitor.get("/indicators/").text
    assert "awaiting" not in client_as(Role.VIEWER).get("/indicators/?lang=en").text


def test_the_division_records_paper_and_corrects_with_a_reason(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    visitor = client_as(Role.COORDINATOR)
    path = f"/inquiries/record?indicator={SLUG}"
    assert "Record a value" in visitor.get(f"{path}&year=2025&lang=en").text
    fields = {**ANSWER, "indicator": SLUG, "year": "2025", "section": SECTION}
    assert visitor.submit("/inquiries/record", fields).location == f"/indicators/{SLUG}/"
    silent = visitor.submit("/inquiries/record", {**fields, "value": "77"})
    assert (silent.status_code, "Please say why." in silent.text) == (422, True)
    why = {**fields, "value": "77", "reason": "転記の誤り"}
    assert visitor.submit("/inquiries/record", why).status_code == 302
    assert latest(session) == [Latest(Decimal(77), 2025)]
    indicator = locked_indicator(session, SLUG)
    assert [each.step for each in values_of(session, indicator.id)] == [
        ValueStep.ACCEPTED,
        ValueStep.CORRECTED,
    ]


def test_nothing_is_written_down_beside_an_answer_that_waits(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    visitor = client_as(Role.COORDINATOR)
    inquiry = make_inquiry(session)
    answer(session, actor=ACTOR, key=inquiry.id, version=1, report=a_report())
    fields = {**ANSWER, "indicator": SLUG, "year": "2025", "section": SECTION}
    refused = visitor.submit("/inquiries/record", fields)
    assert (refused.status_code, f'href="/inquiries/{inquiry.id}/"' in refused.text) == (422, True)
    accepted = visitor.submit(f"/inquiries/{inquiry.id}/accept", {"version": "2"})
    assert (accepted.status_code, latest(session)) == (302, [Latest(Decimal("75.5"), 2025)])
    why = {**fields, "value": "77", "reason": "転記の誤り"}
    assert visitor.submit("/inquiries/record", why).status_code == 302


def test_no_entry_is_changed_or_deleted(session: Session) -> None:
    record_value(session, actor=ACTOR, slug=SLUG, year=2025, report=a_report())
    table = IndicatorValue.__table__
    for change in (table.update().values(value=1), table.delete()):  # type: ignore[attr-defined]
        nested = session.begin_nested()
        with pytest.raises(IntegrityError):
            session.execute(change)
        nested.rollback()


def test_what_is_counted_or_unknown_cannot_be_asked_for(session: Session) -> None:
    indicator = locked_indicator(session, SLUG)
    indicator.method = Method.SEMINARS_AND_COURSES
    session.flush()
    with pytest.raises(DomainError):
        make_inquiry(session)
    with pytest.raises(NotFoundError):
        make_inquiry(session, slug="nothing")


def test_a_question_sent_twice_is_one(session: Session) -> None:
    first = make_inquiry(session, way=Way.LINK, mail="a@city.example")
    question = {name: getattr(first, name) for name in ("year", "section", "way", "due", "mail")}
    again = ask(
        session,
        actor=ACTOR,
        slug=SLUG,
        question=Question(**question),
        printer=printer(),
        key=first.id,
    )
    assert again is first
    assert len(mails(session)) == 1


def test_what_is_withdrawn_ends_its_link_and_gives_a_waiting_value_back(session: Session) -> None:
    asked = make_inquiry(session, way=Way.LINK, mail="a@city.example")
    withdraw(session, actor=ACTOR, key=asked.id, version=1, reason="不要")
    assert asked.link is not None
    assert (asked.link.revoked_at is not None, steps(session, asked)) == (True, [])
    other = make_inquiry(session)  # the year is free again
    answer(session, actor=ACTOR, key=other.id, version=1, report=a_report())
    withdraw(session, actor=ACTOR, key=other.id, version=2, reason="重複")
    assert [step for step, _ in steps(session, other)] == [ValueStep.ENTERED, ValueStep.RETURNED]


def test_by_account_officers_are_told_and_accepting_needs_no_link(session: Session) -> None:
    officer = make_user(session, role=Role.SECTION, section=SECTION)
    make_user(session, role=Role.SECTION, section=SECTION, active=False)
    inquiry = make_inquiry(session)
    ((to, body),) = mails(session)
    assert (to, f"/inquiries/{inquiry.id}/" in body) == (officer.email, True)
    actor = officer.as_actor()
    answer(session, actor=actor, key=inquiry.id, version=1, report=a_report())
    back = {"actor": ACTOR, "key": inquiry.id, "reason": "再確認"}
    give_back(session, version=2, printer=printer(), **back)  # type: ignore[arg-type]
    answer(session, actor=actor, key=inquiry.id, version=3, report=a_report("80"))
    accept(session, actor=ACTOR, key=inquiry.id, version=4)
    assert latest(session) == [Latest(Decimal(80), 2025)]
    assert inquiry_for(session, actor, inquiry.id).state is InquiryState.ACCEPTED


def test_sections_are_reminded_once_a_day_that_is_due(session: Session) -> None:
    make_user(session, role=Role.SECTION, section=SECTION, email="officer@city.example")
    make_inquiry(session)
    make_inquiry(session, year=2024, way=Way.LINK, mail="link@city.example")
    make_inquiry(session, year=2023, way=Way.PAPER)
    before = len(mails(session))
    assert before == 2
    assert remind_of_inquiries(session, actor=ACTOR, printer=printer()) == 0
    clock.fix(datetime(2026, 12, 8, 3, 0, tzinfo=UTC))
    assert remind_of_inquiries(session, actor=ACTOR, printer=printer()) == 2
    assert "期限まで1週間" in mails(session)[-1][1]
    clock.fix(datetime(2026, 12, 15, 3, 0, tzinfo=UTC))
    closed = printer(public=False)
    assert remind_of_inquiries(session, actor=ACTOR, printer=closed) == 1
    assert mails(session)[-1][0] == "officer@city.example"
    assert remind_of_inquiries(session, actor=ACTOR, printer=printer()) == 1
    assert mails(session)[-1][0] == "link@city.example"
    assert remind_of_inquiries(session, actor=ACTOR, printer=printer()) == 0
    clock.fix(datetime(2026, 12, 22, 3, 0, tzinfo=UTC))
    assert remind_of_inquiries(session, actor=ACTOR, printer=printer()) == 2
    assert "1週間過ぎました" in mails(session)[-1][1]


def test_who_was_asked_within_the_week_is_not_reminded_before_the_day(session: Session) -> None:
    make_user(session, role=Role.SECTION, section=SECTION)
    make_inquiry(session, due=date(2026, 11, 30))
    assert remind_of_inquiries(session, actor=ACTOR, printer=printer()) == 0


def test_nobody_is_asked_or_reminded_where_nobody_reads_it(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    with pytest.raises(DomainError):
        ask(
            session,
            actor=ACTOR,
            slug=SLUG,
            question=Question(year=2024, section="なし", way=Way.ACCOUNT, due=date(2026, 12, 15)),
            printer=printer(),
        )
    officer = make_user(session, role=Role.SECTION, section=SECTION)
    inquiry = make_inquiry(session, due=date(2026, 11, 25))
    inquiry.created_at -= timedelta(days=20)
    officer.active = False
    session.flush()
    page = client_as(Role.COORDINATOR).get(f"/inquiries/{inquiry.id}/?lang=en").text
    assert "mails reach nobody" in page
    assert remind_of_inquiries(session, actor=ACTOR, printer=printer()) == 0
    officer.active = True
    session.flush()
    assert remind_of_inquiries(session, actor=ACTOR, printer=printer()) == 1


def test_counts_are_those_of_the_section_that_asks(session: Session) -> None:
    make_inquiry(session)
    answered = make_inquiry(session, year=2024)
    answer(session, actor=ACTOR, key=answered.id, version=1, report=a_report())
    make_inquiry(session, year=2023, section="観光課")
    officer = Actor(None, Role.SECTION, "見本", section=SECTION)
    today = date(2026, 12, 16)
    assert counts_of(session, officer, today=today) == Counts(open=1, overdue=1, answered=1)
    assert counts_of(session, ACTOR, today=today) == Counts(open=2, overdue=2, answered=1)


class TestOnAClosedNetwork:
    """Links are neither sent nor opened; accounts and paper work."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, public=False)

    def test_links_are_refused(
        self, app: Flask, client_as: Callable[..., Visitor], session: Session
    ) -> None:
        visitor = client_as(Role.COORDINATOR)
        asked = {"key": KEY, "indicator": SLUG, "year": "2025", "section": SECTION, "way": "link"}
        asked |= {"mail": "a@city.example", "due": "2026-12-15"}
        page = visitor.submit("/inquiries/new?lang=en", asked)
        assert (page.status_code, "closed network" in page.text) == (422, True)
        paper = visitor.submit("/inquiries/new", {**asked, "way": "paper"})
        assert paper.status_code == 302
        assert (mails(session), visitor.get("/figures/abc").status_code) == ([], 404)
        answered = visitor.submit(f"/inquiries/{KEY}/answer", {**ANSWER, "version": "1"})
        assert answered.status_code == 302
