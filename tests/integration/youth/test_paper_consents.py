"""Consent on paper: one list for a school, nothing taken back unseen."""

import io
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.attachments.contents import examine
from exchange.attachments.queries import documents_of
from exchange.audit.models import AuditLine
from exchange.core.database import uuid7
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, Role
from exchange.youth.enums import ConsentAnswer, ConsentGiver, ConsentPurpose, ConsentWay
from exchange.youth.models import ConsentPaper, Registration
from exchange.youth.queries.consents import SCANS, answers_of, papers_of
from exchange.youth.services import PaperList, record_papers
from tests.factories.attachments import picture
from tests.factories.consents import make_consent, make_consent_text
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_pupil,
    make_registration,
    make_school,
    school_actor,
)
from tests.servers.visitor import Visitor

JOIN, HEALTH, TRANSFER, PHOTO = ConsentPurpose
GUARDIAN, PUPIL = ConsentGiver
GIVEN, REFUSED, WITHDRAWN = ConsentAnswer
DAY = date(2026, 6, 12)


@pytest.fixture
def rows(session: Session) -> list[Registration]:
    """Two pupils of one school, whose papers the school holds."""
    make_consent_text(session)
    school, edition = make_school(session), make_edition(session)
    return [
        make_registration(
            session,
            edition=edition,
            pupil=make_pupil(session, school=school),
            consented=False,
        )
        for _ in range(2)
    ]


Box = tuple[ConsentGiver, ConsentPurpose]
Ticks = list[dict[Box, bool]]


def ticked(*boxes: Box) -> dict[Box, bool]:
    every = [*((GUARDIAN, purpose) for purpose in ConsentPurpose), (PUPIL, JOIN)]
    return {box: box in boxes for box in every}


def record(
    session: Session,
    rows: list[Registration],
    ticks: Ticks,
    *,
    seen: dict[UUID, int] | None = None,
    actor: Actor | None = None,
    key: UUID | None = None,
) -> int:
    found = {row.id: boxes for row, boxes in zip(rows, ticks, strict=True)}
    return record_papers(
        session,
        actor=actor or school_actor(rows[0].school),
        edition_id=rows[0].edition_id,
        papers=PaperList(rows[0].school_id, DAY, ticks=found, seen=seen or {}, sure=True),
        key=key,
    )


@pytest.fixture(autouse=True)
def schools(session: Session, rows: list[Registration]) -> None:
    for row in rows:
        session.refresh(row, ["school"])


def test_one_list_answers_for_the_whole_school(session: Session, rows: list[Registration]) -> None:
    ticks = [ticked((GUARDIAN, JOIN), (GUARDIAN, HEALTH), (PUPIL, JOIN)), ticked()]
    assert record(session, rows, ticks) == 1
    found = answers_of(session, rows[0].id)
    assert [(row.giver, row.purpose, row.answer) for row in found] == [
        (GUARDIAN, JOIN, GIVEN),
        (GUARDIAN, HEALTH, GIVEN),
        (GUARDIAN, TRANSFER, REFUSED),
        (GUARDIAN, PHOTO, REFUSED),
        (PUPIL, JOIN, GIVEN),
    ]
    assert {(row.way, row.signer) for row in found} == {(ConsentWay.PAPER, None)}
    assert answers_of(session, rows[1].id) == []


def test_a_tick_taken_away_is_a_withdrawal(session: Session, rows: list[Registration]) -> None:
    record(session, rows, [ticked((GUARDIAN, JOIN), (PUPIL, JOIN)), ticked()])
    ticks = [ticked((GUARDIAN, JOIN)), ticked()]
    assert record(session, rows, ticks, seen={rows[0].id: 5}) == 1
    [last] = answers_of(session, rows[0].id)[5:]
    assert (last.giver, last.purpose, last.answer) == (PUPIL, JOIN, WITHDRAWN)


def test_an_answer_that_came_meanwhile_is_not_overwritten(
    session: Session, rows: list[Registration]
) -> None:
    make_consent(session, rows[0], JOIN)
    with pytest.raises(DomainError, match="answered_meanwhile"):
        record(session, rows, [ticked(), ticked((GUARDIAN, JOIN))])
    assert answers_of(session, rows[1].id) == []


def test_a_list_sent_twice_is_one(session: Session, rows: list[Registration]) -> None:
    key, ticks = uuid7(), [ticked((GUARDIAN, JOIN)), ticked((GUARDIAN, JOIN))]
    assert [record(session, rows, ticks, key=key) for _ in range(2)] == [2, 0]
    assert session.scalar(select(func.count()).select_from(ConsentPaper)) == 1


def test_a_list_that_says_nothing_new_is_refused(
    session: Session, rows: list[Registration]
) -> None:
    with pytest.raises(DomainError, match="nothing_ticked"):
        record(session, rows, [ticked(), ticked()])


def test_papers_do_not_come_from_the_future(session: Session, rows: list[Registration]) -> None:
    later = PaperList(rows[0].school_id, date(2026, 6, 16), ticks={}, seen={})
    with pytest.raises(DomainError, match="received_later") as caught:
        record_papers(session, actor=COORDINATOR, edition_id=rows[0].edition_id, papers=later)
    assert caught.value.field == "received_on"


def test_a_school_ticks_only_its_own_pupils(session: Session, rows: list[Registration]) -> None:
    stranger: Actor = school_actor(make_school(session))
    with pytest.raises(NotFoundError):
        record(session, rows, [ticked((GUARDIAN, JOIN)), ticked()], actor=stranger)


def test_all_scans_are_one_file_of_the_list(session: Session, rows: list[Registration]) -> None:
    scans = examine("同意書.png", picture())
    found = PaperList(
        rows[0].school_id, DAY, ticks={rows[0].id: ticked((GUARDIAN, JOIN))}, seen={}, scans=scans
    )
    record_papers(session, actor=COORDINATOR, edition_id=rows[0].edition_id, papers=found)
    [(paper, school)] = papers_of(session, rows[0].edition_id, school_id=rows[0].school_id)
    [document] = documents_of(session, Subject(SCANS, paper.id))
    assert (school.id, document.latest.file_name) == (rows[0].school_id, "同意書.png")
    assert document.title["ja"].startswith("同意書の控え")


def test_the_form_to_sign_says_what_this_page_is_on_paper_and_its_printing_is_noted(
    session: Session, rows: list[Registration], client_as: Callable[..., Visitor]
) -> None:
    paper = client_as(Role.COORDINATOR).get(
        f"/youth/editions/{rows[0].edition_id}/consent/forms.pdf?school={rows[0].school_id}"
    )
    pages = PdfReader(io.BytesIO(paper.data)).pages
    assert len(pages) == len(rows)
    assert all("この用紙のことです" in page.extract_text() for page in pages)
    session.expire_all()
    line = session.scalars(select(AuditLine).where(AuditLine.act == "consents.print")).one()
    told = {value.field: value.new for value in line.values}
    assert (line.subject_id, told["paper"], told["pupils"]) == (
        rows[0].edition_id,
        "consent_form",
        str(len(rows)),
    )
