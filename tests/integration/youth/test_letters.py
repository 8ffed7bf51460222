"""Result letters: mailed once to guardian and school, printed a school at a time."""

import io
from collections.abc import Callable, Sequence
from datetime import date

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.permissions import Role
from exchange.outbox.models import Mail
from exchange.youth.enums import RegistrationState, Selection
from exchange.youth.models import Edition, Registration, School
from exchange.youth.papers import letters_paper
from exchange.youth.queries.consents import requests_of
from exchange.youth.queries.letters import decided_of
from exchange.youth.services import LinkPrinter
from exchange.youth.services.consent_links import keep_asked
from exchange.youth.services.letters import tell_results
from tests.factories.accounts import make_user
from tests.factories.youth import (
    COORDINATOR,
    fill_edition,
    make_edition,
    make_pupil,
    make_registration,
    make_school,
    school_actor,
)
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

S = RegistrationState
SignIn = Callable[..., Visitor]


@pytest.fixture
def edition(session: Session) -> Edition:
    return make_edition(session, selection=Selection.SCREENING)


@pytest.fixture
def school(session: Session) -> School:
    row = make_school(session)
    make_user(session, role=Role.SCHOOL, school_id=row.id, email="desk@school.example")
    return row


@pytest.fixture
def decided(session: Session, edition: Edition, school: School) -> Sequence[Registration]:
    """One selected, one waiting, one not selected, one handled with care, one undecided."""
    states = (S.SELECTED, S.WAITLISTED, S.NOT_SELECTED, S.SELECTED, S.SUBMITTED)
    rows = [
        make_registration(
            session,
            edition=edition,
            pupil=make_pupil(session, school=school, needs_care=number == 3),
            state=state,
            waitlist_rank=4 if state is S.WAITLISTED else None,
            guardian_name=f"見本 保護者{number}",
            guardian_mail=f"guardian{number}@example.jp",
        )
        for number, state in enumerate(states)
    ]
    make_registration(session, edition=edition, state=S.SELECTED, guardian_name="見本 他校")
    return rows


def mails(session: Session) -> dict[str, str]:
    return {mail.recipient: mail.body or "" for mail in session.scalars(select(Mail))}


def printed(session: Session) -> list[str | None]:
    """Return of how many pupils letters were printed, as the audit tells it and nothing more."""
    lines = session.scalars(select(AuditLine).where(AuditLine.act == "letters.print")).all()
    told = [{value.field: value.new for value in line.values} for line in lines]
    usual = {"paper": "result_letter", "purpose": "選考結果の通知"}
    assert all(each == usual | {"pupils": each["pupils"]} for each in told)
    return [each["pupils"] for each in told]


def tell(session: Session, edition: Edition, printer: LinkPrinter | None = None) -> int:
    return tell_results(session, actor=COORDINATOR, edition_id=edition.id, printer=printer)


def test_each_is_told_once_and_again_when_the_result_has_changed(
    session: Session, edition: Edition, decided: Sequence[Registration]
) -> None:
    assert tell(session, edition) == 4
    written = mails(session)
    assert "参加者に選ばれました" in written["guardian0@example.jp"]
    assert "補欠4番" in written["guardian1@example.jp"]
    assert "選ばれませんでした" in written["guardian2@example.jp"]
    assert "Result in English: Your child was not selected" in written["guardian2@example.jp"]
    assert "甄選結果：列為候補第4號" in written["guardian1@example.jp"]
    assert "3名" in written["desk@school.example"]
    assert {"guardian3@example.jp", "guardian4@example.jp"}.isdisjoint(written)
    assert tell(session, edition) == 0
    decided[1].state, decided[1].waitlist_rank = S.SELECTED, None
    session.flush()
    assert tell(session, edition) == 1


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_a_family_that_reads_another_language_hears_in_it_alone(
    session: Session, edition: Edition, decided: Sequence[Registration], language: str
) -> None:
    decided[2].guardian_language = language
    tell(session, edition)
    assert "Result in English" not in mails(session)["guardian2@example.jp"]


def test_whoever_was_chosen_reads_where_health_and_passport_are_asked(
    session: Session, edition: Edition, decided: Sequence[Registration]
) -> None:
    printer = LinkPrinter("https://exchange.example.jp", "secret")
    asked = [keep_asked(session, row, None, edition.starts) for row in decided[:3]]
    link = printer.address(asked[0].link)
    unasked, on_paper = (
        make_registration(
            session,
            edition=edition,
            state=S.SELECTED,
            consented=consented,
            guardian_mail=f"{consented}@example.jp",
        )
        for consented in (False, True)
    )
    assert tell(session, edition, printer) == 6
    written = mails(session)
    found = requests_of(session, [unasked.id, on_paper.id])
    assert printer.address(found[on_paper.id].link) in written["True@example.jp"]
    assert unasked.id not in found
    assert link in written["guardian0@example.jp"]
    assert "旅券" in written["guardian0@example.jp"]
    assert "学校または国際課から方法をお知らせします" in written["False@example.jp"]
    for other in ("guardian1@example.jp", "guardian2@example.jp"):
        assert "旅券" not in written[other]
        assert "/consent/" not in written[other]


def test_a_closed_network_sends_no_link_with_a_result(
    session: Session, edition: Edition, decided: Sequence[Registration]
) -> None:
    keep_asked(session, decided[0], None, edition.starts)
    tell(session, edition)
    written = mails(session)["guardian0@example.jp"]
    assert "/consent/" not in written
    assert "学校または国際課から方法をお知らせします" in written


def test_a_letter_tells_the_result_and_nothing_of_others(
    session: Session, edition: Edition, school: School, decided: Sequence[Registration]
) -> None:
    rows = decided_of(session, school_actor(school), edition.id)
    assert {row.id for row in rows} == {row.id for row in decided[:4]}
    [waiting] = [row for row in rows if row.state is S.WAITLISTED]
    [letter] = letters_paper([waiting], today=date(2026, 7, 1))["sheets"]
    assert letter["to"] == "保護者 見本 保護者1 様"
    assert "補欠4番" in letter["result"]
    assert "旅券" not in letter["after"]
    chosen = letters_paper([row for row in rows if row.state is S.SELECTED], today=date(2026, 7, 1))
    assert all("旅券" in sheet["after"] for sheet in chosen["sheets"])


@pytest.mark.usefixtures("decided")
def test_division_and_school_print_and_the_button_says_how_many(
    session: Session, client_as: SignIn, edition: Edition, school: School
) -> None:
    visitor = client_as(Role.COORDINATOR)
    address = f"/youth/editions/{edition.id}/letters"
    assert "4名の結果を通知する" in visitor.get(address).text
    paper = visitor.get(f"{address}/{school.id}.pdf")
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(paper.data)).pages]
    assert (len(pages), [text for text in pages if "/ 3" in text]) == (3, [])
    assert printed(session) == ["3"]
    assert visitor.submit(f"{address}/tell").status_code == 302
    assert "結果を通知する" not in visitor.get(address).text
    assert visitor.get(f"{address}/{edition.id}.pdf").status_code == 404


@pytest.mark.usefixtures("decided")
def test_a_school_prints_its_own(
    session: Session, client_as: SignIn, edition: Edition, school: School
) -> None:
    visitor = client_as(Role.SCHOOL, school=school)
    paper = visitor.get(f"/school/editions/{edition.id}/letters.pdf")
    assert paper.data.startswith(b"%PDF")
    assert printed(session) == ["3"]


def test_a_pupils_page_gives_that_pupils_letter_alone_and_only_of_a_result(
    session: Session,
    client_as: SignIn,
    edition: Edition,
    school: School,
    decided: Sequence[Registration],
) -> None:
    visitor = client_as(Role.SCHOOL, school=school)
    letters = f"/school/editions/{edition.id}/letters.pdf"
    waiting, other = decided[1], make_registration(session, edition=edition, state=S.SELECTED)
    page, own = f"/school/registrations/{waiting.id}/", f"{letters}?pupil={waiting.id}"
    assert f'href="{own}"' in visitor.get(page).text
    paper = PdfReader(io.BytesIO(visitor.get(own).data))
    assert (len(paper.pages), printed(session)) == (1, ["1"])
    for nobody in (other.id, decided[3].id, "x", edition.id):
        assert visitor.get(f"{letters}?pupil={nobody}").status_code == 404
    careful = visitor.get(f"/school/registrations/{decided[3].id}/").text
    assert ("学校では印刷できません" in careful, letters in careful) == (True, False)


def test_to_wait_by_order_of_arrival_is_no_result_on_any_page_paper_or_mail(
    session: Session,
    client_as: SignIn,
    edition: Edition,
    school: School,
    decided: Sequence[Registration],
) -> None:
    edition.selection, waiting = Selection.FIRST_COME, decided[1]
    session.flush()
    visitor = client_as(Role.SCHOOL, school=school)
    letters = f"/school/editions/{edition.id}/letters.pdf"
    own = f"{letters}?pupil={waiting.id}"
    assert own not in visitor.get(f"/school/registrations/{waiting.id}/").text
    assert visitor.get(own).status_code == 404
    paper = PdfReader(io.BytesIO(visitor.get(letters).data))
    assert [page for page in paper.pages if "補欠" in page.extract_text()] == []
    assert (len(paper.pages), tell(session, edition)) == (2, 3)
    assert "guardian1@example.jp" not in mails(session)


def test_the_page_of_letters_asks_as_few_questions_for_many_as_for_one(
    session: Session, client_as: SignIn
) -> None:
    edition = make_edition(session)
    path, visitor = f"/youth/editions/{edition.id}/letters", client_as(Role.COORDINATOR)
    counts = []
    for number in (1, 60):
        fill_edition(session, edition, number, state=S.SELECTED)
        visitor.get(path)
        session.expire_all()
        with count_statements() as statements:
            visitor.get(path)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 8


def test_the_letter_of_a_pupil_who_has_moved_goes_by_the_school_of_now(
    session: Session, client_as: SignIn, edition: Edition, school: School
) -> None:
    new = make_school(session)
    make_user(session, role=Role.SCHOOL, school_id=new.id, email="desk@new.example")
    pupil = make_pupil(session, school=school)
    make_registration(session, edition=edition, pupil=pupil, state=S.SELECTED)
    pupil.school_id = new.id
    session.flush()
    session.expire_all()
    path = f"/school/editions/{edition.id}/letters.pdf"
    assert client_as(Role.SCHOOL, school=school).get(path).status_code == 404
    paper = client_as(Role.SCHOOL, school=new).get(path)
    [letter] = PdfReader(io.BytesIO(paper.data)).pages
    assert new.name in letter.extract_text()
    listed = client_as(Role.COORDINATOR).get(f"/youth/editions/{edition.id}/letters").text
    assert (new.name in listed, school.name in listed) == (True, False)
    tell(session, edition)
    assert "1名" in mails(session)["desk@new.example"]
    assert "desk@school.example" not in mails(session)
