"""What leaves the house as a file goes to its own school alone, and to no guardian."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from config import Settings
from exchange.attachments.contents import examine
from exchange.core import clock
from exchange.core.database import Name
from exchange.core.links import signed_token
from exchange.core.offers import Subject
from exchange.core.permissions import Role
from exchange.youth.enums import ConsentGiver, ConsentPurpose, RegistrationState
from exchange.youth.enums.reports import ReportSource
from exchange.youth.models import PupilReport, Registration, RegistrationStep
from exchange.youth.queries.consents import papers_of
from exchange.youth.queries.reports import FILES
from exchange.youth.services import PaperList, record_papers
from tests.factories.attachments import make_document, picture
from tests.factories.consents import make_consent_request, make_consent_text
from tests.factories.hosting import make_placement
from tests.factories.rosters import make_roster, rows_of
from tests.factories.sheets import csv_of
from tests.factories.youth import (
    make_edition,
    make_pupil,
    make_registration,
    make_school,
    school_actor,
)
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
DAY: Final = date(2026, 6, 12)
#: No page another school or family gets may hold any of these.
SECRETS: Final = ("機密", "ヒミツ", "Himitsu", "hogosha@example.jp", "2011-09-27")

#: Files and the pages they stand on: endpoint -> address, and what another school is told.
#: 404 is within the school's own desk; 403 is the office's, to which no school has a way.
GIVEN: Final[Mapping[str, tuple[str, int]]] = {
    "desk.letters_own": ("/school/editions/{edition}/letters.pdf", 404),
    "desk.papers": ("/school/editions/{edition}/papers", 200),
    "desk.receipt": ("/school/editions/{edition}/receipt.pdf", 404),
    "desk.receipt of one": ("/school/editions/{edition}/receipt.pdf?pupil={registration}", 404),
    "desk.consent_forms": ("/school/editions/{edition}/consent/forms.pdf", 404),
    "desk.consent_scan": ("/school/consent-papers/{paper}/scan", 404),
    "desk.refused_rows": ("/school/rosters/{roster}/refused.xlsx", 404),
    "desk.roster": ("/school/rosters/{roster}/", 404),
    "desk.registration": ("/school/registrations/{registration}/", 404),
    "desk.report": ("/school/registrations/{registration}/report", 404),
    "desk.report_file": ("/school/registrations/{registration}/report/file", 404),
    "desk.correct": ("/school/registrations/{registration}/correct", 404),
    "desk.change": ("/school/registrations/{registration}/change", 404),
    "youth.letters_of_school": ("/youth/editions/{edition}/letters/{school}.pdf", 403),
    "youth.lists": ("/youth/editions/{edition}/lists", 403),
    "youth.consent_forms": ("/youth/editions/{edition}/consent/forms.pdf", 403),
    "youth.consent_scan": ("/youth/consent-papers/{paper}/scan", 403),
    "youth.report_file": ("/youth/registrations/{registration}/report/file", 403),
    "hosting.workbook": ("/hosting/editions/{edition}/placements.xlsx", 403),
    "hosting.sheet": ("/hosting/placements/{placement}/sheet.pdf", 403),
}
#: The same for what is asked for with a form.
POSTED: Final[Mapping[str, tuple[str, int]]] = {
    "desk.consent_slips": ("/school/editions/{edition}/consent/slips", 422),
    "desk.follow_up_forms": ("/school/editions/{edition}/follow-up-forms", 422),
    "desk.recommendations": ("/school/editions/{edition}/recommendations", 404),
    "youth.consent_slips": ("/youth/editions/{edition}/consent/slips", 403),
    "youth.follow_up_forms_of": ("/youth/editions/{edition}/follow-up-forms", 403),
    "youth.follow_up_form": ("/youth/registrations/{registration}/follow-up/form", 403),
    "youth.export_list": ("/youth/editions/{edition}/lists", 403),
    "youth.certificates": ("/youth/editions/{edition}/certificates", 403),
}
#: Files that are of nobody: an empty form, and numbers that anybody may check a lottery with.
OF_NOBODY: Final = frozenset({"desk.roster_template", "youth.lottery_file"})
#: Files that a guardian's own link opens, after the child's birth date.
OF_A_LINK: Final = frozenset({"consent.own_file"})
#: Pages of a guardian's link behind the child's birth date.
PARTS: Final = ("/follow-up", "/offer", "/offer/decline", "/withdraw/join", "/report/file")
#: What a school may take of its own.
OWN: Final = (
    "desk.letters_own",
    "desk.receipt",
    "desk.consent_forms",
    "desk.consent_scan",
    "desk.report_file",
)
#: A refusal is words: a page, or a sentence where a file was asked for.
_WORDS: Final = frozenset({"text/html", "text/plain"})
_ROOMS: Final = ("consent.", "desk.", "hosting.", "youth.")


@dataclass(frozen=True, slots=True)
class Theirs:
    """What a school has of its pupil, and the keys of it by which addresses are made."""

    registration: Registration
    keys: Mapping[str, object]


def make_report(session: Session, row: Registration) -> PupilReport:
    report = PupilReport(
        registration_id=row.id,
        source=ReportSource.GUARDIAN,
        text="機密の報告",
        submitted_at=clock.now(),
        submitted_by="機密 保護者",
    )
    session.add(report)
    session.flush()
    return report


def hand_in(session: Session, row: Registration) -> None:
    step = RegistrationStep(registration_id=row.id, at=clock.now(), actor_name="機密 先生")
    step.state = RegistrationState.SUBMITTED
    session.add(step)


@pytest.fixture
def theirs(session: Session) -> Theirs:
    make_consent_text(session)
    school, edition = make_school(session, name="機密中学校"), make_edition(session)
    pupil = make_pupil(
        session,
        school=school,
        name=Name("機密", "花子", "ヒミツ", "ハナコ", "Himitsu", "Hanako"),
        birth_date=date(2011, 9, 27),
    )
    row = make_registration(
        session,
        edition=edition,
        pupil=pupil,
        state=RegistrationState.SELECTED,
        guardian_name="機密 保護者",
        guardian_mail="hogosha@example.jp",
        consented=False,
    )
    hand_in(session, row)
    session.refresh(row, ["school", "pupil", "edition"])
    boxes = [(ConsentGiver.GUARDIAN, purpose) for purpose in ConsentPurpose]
    ticks = {row.id: dict.fromkeys((*boxes, (ConsentGiver.PUPIL, ConsentPurpose.JOIN)), True)}
    scans = examine("機密.png", picture())
    papers = PaperList(school.id, DAY, ticks=ticks, seen={}, scans=scans)
    record_papers(session, actor=school_actor(school), edition_id=edition.id, papers=papers)
    [(paper, _)] = papers_of(session, edition.id)
    roster = csv_of(rows_of(("機密 次郎", "ひみつ じろう", "2011/7/7", "3")))
    sent = make_roster(session, school_actor(school), edition.id, roster)
    report = make_report(session, row)
    make_document(session, Subject(FILES, report.id), name="機密.pdf")
    keys = {
        "edition": edition.id,
        "school": school.id,
        "registration": row.id,
        "paper": paper.id,
        "roster": sent.id,
        "placement": make_placement(session).id,
    }
    return Theirs(row, keys)


def leaked(text: str) -> list[str]:
    return [word for word in SECRETS if word in text]


@pytest.mark.parametrize(("address", "status"), GIVEN.values(), ids=GIVEN)
def test_another_school_gets_nothing(
    client_as: SignIn, theirs: Theirs, address: str, status: int
) -> None:
    answer = client_as(Role.SCHOOL).get(address.format(**theirs.keys))
    assert (answer.status_code, answer.mimetype in _WORDS) == (status, True)
    assert leaked(answer.text) == []


@pytest.mark.parametrize(("address", "status"), POSTED.values(), ids=POSTED)
def test_another_school_gets_nothing_by_a_form(
    client_as: SignIn, theirs: Theirs, address: str, status: int
) -> None:
    fields = {
        "kind": "rooming",
        "file": "pdf",
        "language": "ja",
        "task": "answer",
        "purpose": "見本",
        "deadline": "2026-06-30",
        "chosen": str(theirs.registration.id),
    }
    answer = client_as(Role.SCHOOL).submit(address.format(**theirs.keys), fields)
    assert (answer.status_code, answer.mimetype in _WORDS) == (status, True)
    assert leaked(answer.text) == []


@pytest.mark.parametrize("address", [address for address, _ in GIVEN.values()], ids=GIVEN)
def test_a_guardians_link_opens_no_file(
    session: Session, client: Visitor, settings: Settings, theirs: Theirs, address: str
) -> None:
    own = make_registration(session, consented=False)
    link = make_consent_request(session, own).link
    token = signed_token(link, settings.secret_key or "")
    assert client.submit(f"/consent/{token}/open", {"birth_date": "2012-05-03"}).status_code == 302
    answer = client.get(address.format(**theirs.keys))
    assert answer.status_code == 302
    assert answer.location.startswith("/accounts/sign-in")
    assert leaked(answer.text) == []


@pytest.mark.parametrize("part", ["", *PARTS])
def test_a_guardian_who_has_opened_one_link_has_opened_no_other(
    session: Session, client: Visitor, settings: Settings, theirs: Theirs, part: str
) -> None:
    secret = settings.secret_key or ""
    own = make_consent_request(session, make_registration(session, consented=False))
    other = make_consent_request(session, theirs.registration)
    opened = f"/consent/{signed_token(own.link, secret)}/open"
    assert client.submit(opened, {"birth_date": "2012-05-03"}).status_code == 302
    answer = client.get(f"/consent/{signed_token(other.link, secret)}{part}", follow_redirects=True)
    asked = 'name="birth_date"' in answer.text
    assert (answer.status_code, asked) == (200, True)
    assert leaked(answer.text) == []


def test_its_own_school_gets_them(session: Session, client_as: SignIn, theirs: Theirs) -> None:
    desk = client_as(Role.SCHOOL, school=theirs.registration.school)
    answers = [desk.get(GIVEN[name][0].format(**theirs.keys)) for name in OWN]
    assert [answer.status_code for answer in answers] == [200] * len(OWN)


def test_every_file_of_these_rooms_is_in_the_tables(app: Flask) -> None:
    files = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith(_ROOMS)
        and re.search(r"\.(pdf|xlsx|csv|json|ics)$|/(scan|file)$", rule.rule)
    }
    assert files - GIVEN.keys() == OF_NOBODY | OF_A_LINK
