"""A pupil's report: handed in by link or at a desk, answered, and public with consent alone."""

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Settings
from exchange.attachments.contents import examine_sheet
from exchange.audit.models import AuditLine
from exchange.core.errors import DomainError, NotFoundError, StaleRowError
from exchange.core.keys import Keyring, decode_key, new_key
from exchange.core.links import signed_token
from exchange.core.permissions import Role
from exchange.outbox.models import Mail
from exchange.youth.enums import ConsentAnswer, ConsentPurpose, EditionState, RegistrationState
from exchange.youth.enums.reports import ReportSource, ReportState
from exchange.youth.models import Pupil, PupilReport, Registration, School
from exchange.youth.queries.reports import file_of, public_reports, report_file, report_of
from exchange.youth.services import withdraw_consent
from exchange.youth.services.answering import GUARDIAN
from exchange.youth.services.reporting import (
    ReportAnswer,
    ReportDetails,
    answer_report,
    hand_in_report,
    say_publication,
)
from tests.factories.accounts import make_user
from tests.factories.attachments import PDF, picture, workbook
from tests.factories.consents import make_consent, make_consent_request, make_consent_text
from tests.factories.youth import COORDINATOR, make_edition, make_registration, school_actor
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
TEXT = "城で合唱しました。"
WORDS = ReportDetails(ReportSource.GUARDIAN, TEXT, by_guardian=True)
ACCEPTED = ReportAnswer(ReportState.ACCEPTED)
RETURNED = ReportAnswer(ReportState.RETURNED, "日付を直してください。")


def completed(session: Session, **changes: object) -> Registration:
    edition = make_edition(session, state=EditionState.CLOSED)
    return make_registration(session, edition=edition, state=RegistrationState.COMPLETED, **changes)


def hand_in(
    session: Session, row: Registration, details: ReportDetails = WORDS, version: int = 0
) -> PupilReport:
    return hand_in_report(
        session, actor=GUARDIAN, registration_id=row.id, details=details, version=version
    )


def answer(session: Session, report: PupilReport, said: ReportAnswer) -> PupilReport:
    return answer_report(
        session,
        actor=COORDINATOR,
        registration_id=report.registration_id,
        answer=said,
        version=report.version,
    )


def test_a_school_hands_in_and_corrects_the_report_of_its_own_pupil_only(session: Session) -> None:
    row = completed(session)
    own = school_actor(session.get_one(School, row.school_id))
    for version, text in ((0, "城で歌いました。"), (1, TEXT)):
        found = hand_in_report(
            session,
            actor=own,
            registration_id=row.id,
            details=replace(WORDS, text=text),
            version=version,
        )
    assert (found.text, found.submitted_by, found.state) == (TEXT, own.name, ReportState.HANDED_IN)
    with pytest.raises(StaleRowError):
        hand_in(session, row, version=1)
    with pytest.raises(DomainError, match="empty"):
        hand_in(session, row, replace(WORDS, text=""), version=2)
    stranger = school_actor(session.get_one(School, completed(session).school_id))
    with pytest.raises(NotFoundError):
        hand_in_report(session, actor=stranger, registration_id=row.id, details=WORDS, version=2)
    with pytest.raises(DomainError, match="not_completed"):
        hand_in(session, make_registration(session))


def test_a_report_is_a_file_alone_and_a_new_one_takes_its_place(session: Session) -> None:
    row = completed(session)
    scan = examine_sheet("report", PDF)
    report = hand_in(session, row, replace(WORDS, text="", file=scan))
    own = school_actor(session.get_one(School, row.school_id))
    assert report_file(session, own, row.id).file_name == "report.pdf"
    photo = examine_sheet("report", picture())
    hand_in(session, row, replace(WORDS, text="", file=photo), version=report.version)
    assert report_file(session, COORDINATOR, row.id).file_name == "report.png"
    document = file_of(session, report)
    assert document is not None
    assert (document.subject_id, document.is_public) == (report.id, False)
    stranger = school_actor(session.get_one(School, completed(session).school_id))
    with pytest.raises(NotFoundError):
        report_file(session, stranger, row.id)
    for name, body in (("bericht.xlsx", workbook()), ("x.pdf", b"%PDF-1.4 cut"), ("x", b"")):
        with pytest.raises(DomainError) as refused:
            examine_sheet(name, body)
        assert refused.value.field == "file"


@pytest.mark.parametrize(
    ("source", "told"),
    [(ReportSource.GUARDIAN, "parent@example.jp"), (ReportSource.SCHOOL, "school@example.jp")],
)
def test_a_report_is_returned_corrected_and_accepted_and_who_handed_it_in_is_told(
    session: Session, source: ReportSource, told: str
) -> None:
    row = completed(session, guardian_mail="parent@example.jp")
    make_user(session, role=Role.SCHOOL, school_id=row.school_id, email="school@example.jp")
    details = replace(WORDS, source=source)
    report = hand_in(session, row, details)
    with pytest.raises(DomainError, match=r"error\.answer"):
        answer(session, report, replace(RETURNED, answer=""))
    answer(session, report, RETURNED)
    assert (report.state, report.answered_by) == (ReportState.RETURNED, COORDINATOR.name)
    with pytest.raises(DomainError):
        answer(session, report, ACCEPTED)
    report = hand_in(session, row, details, version=report.version)
    answer(session, report, ACCEPTED)
    answer(session, report, replace(ACCEPTED, answer="よく書けています。"))
    with pytest.raises(DomainError, match=r"error\.accepted"):
        hand_in(session, row, details, version=report.version)
    mails = session.scalars(select(Mail).order_by(Mail.id)).all()
    assert [mail.recipient for mail in mails] == [told, told]
    for mail in mails:
        assert RETURNED.answer not in (mail.body or "")
        assert TEXT not in (mail.body or "")
    acts = session.scalars(select(AuditLine.act).where(AuditLine.act.startswith("reports."))).all()
    assert sorted(acts) == ["reports.answer"] * 3 + ["reports.hand_in"] * 2


def test_everyone_reads_the_words_alone_once_guardian_and_division_both_say_so(
    session: Session,
) -> None:
    row = completed(session)
    report = hand_in(session, row)
    assert (report.may_publish, report.publish_said_at) == (False, None)
    public = replace(ACCEPTED, is_public=True)
    with pytest.raises(DomainError, match="no_consent"):
        answer(session, report, public)
    say_publication(session, actor=GUARDIAN, registration_id=row.id, may_publish=True)
    assert report.publish_said_at is not None
    answer(session, report, public)
    assert public_reports(session, row.edition_id) == [TEXT]
    session.get_one(Pupil, row.pupil_id).needs_care = True
    session.flush()
    assert public_reports(session, row.edition_id) == []
    session.get_one(Pupil, row.pupil_id).needs_care = False
    say_publication(session, actor=GUARDIAN, registration_id=row.id, may_publish=False)
    assert (report.is_public, public_reports(session, row.edition_id)) == (False, [])
    with pytest.raises(NotFoundError):
        say_publication(
            session, actor=GUARDIAN, registration_id=completed(session).id, may_publish=True
        )


def test_nobody_says_yes_where_the_guardian_said_no(
    session: Session, client: Visitor, client_as: SignIn, page: str, row: Registration
) -> None:
    client.submit(page, NOTHING | {"text": TEXT})
    report = session.scalars(select(PupilReport)).one()
    answer(session, report, RETURNED)
    desk = client_as(Role.SCHOOL, school=session.get_one(School, row.school_id))
    path, version = f"/school/registrations/{row.id}/report", str(report.version)
    assert 'name="may_publish"' not in desk.get(path).text
    typed = {"source": "guardian", "text": "城で歌いました。", "version": version}
    refused = desk.submit(path, typed | {"may_publish": "y"})
    assert (refused.status_code, "保護者は公開に同意していません" in refused.text) == (422, True)
    assert desk.submit(path, typed).location == path
    session.expire_all()
    assert (report.text, report.may_publish) == ("城で歌いました。", False)
    say_publication(session, actor=GUARDIAN, registration_id=row.id, may_publish=True)
    ours = replace(WORDS, by_guardian=False)
    assert hand_in(session, row, ours, version=report.version).may_publish is True


def test_without_consent_to_taking_part_a_desk_says_no_yes(
    session: Session, row: Registration
) -> None:
    make_consent(session, row, ConsentPurpose.JOIN, answer=ConsentAnswer.WITHDRAWN)
    ours = replace(WORDS, by_guardian=False)
    with pytest.raises(DomainError, match="guardian_said_no"):
        hand_in(session, row, replace(ours, may_publish=True))
    assert hand_in(session, row, ours).may_publish is False


def test_of_whom_it_turns_out_was_not_there_nothing_is_public(session: Session) -> None:
    row = completed(session)
    report = hand_in(session, row, replace(WORDS, may_publish=True))
    answer(session, report, replace(ACCEPTED, is_public=True))
    assert public_reports(session, row.edition_id) == [TEXT]
    row.state = RegistrationState.ABSENT
    session.flush()
    assert public_reports(session, row.edition_id) == []


def test_returned_or_without_consent_to_taking_part_it_is_public_no_more(session: Session) -> None:
    ring = Keyring({"k1": decode_key(new_key())})
    make_consent_text(session)
    for ends in ("returned", "withdrawn"):
        row = completed(session)
        report = hand_in(session, row, replace(WORDS, may_publish=True))
        answer(session, report, replace(ACCEPTED, is_public=True))
        assert public_reports(session, row.edition_id) == [TEXT]
        if ends == "returned":
            answer(session, report, replace(RETURNED, is_public=True))
        else:
            request = make_consent_request(session, row)
            withdraw_consent(session, request_id=request.id, purpose=ConsentPurpose.JOIN, ring=ring)
        assert public_reports(session, row.edition_id) == []


@pytest.fixture
def row(session: Session) -> Registration:
    make_consent_text(session)
    return completed(session)


@pytest.fixture
def address(session: Session, settings: Settings, row: Registration) -> str:
    asked = make_consent_request(session, row)
    return f"/consent/{signed_token(asked.link, settings.secret_key or '')}"


@pytest.fixture
def page(client: Visitor, address: str) -> str:
    """The report's page, after the guardian has typed the birth date."""
    assert client.get(f"{address}/report").location == f"{address}?then=/report"
    client.submit(f"{address}/open", {"birth_date": "2012-05-03"})
    return f"{address}/report"


NOTHING = {"text": "", "may_publish": "no", "version": "0"}


def test_the_guardian_hands_in_words_and_a_file_by_the_own_link(
    client: Visitor, client_as: SignIn, address: str, page: str, row: Registration
) -> None:
    assert page in client.get(address).text
    assert client.get(f"{page}/file").status_code == 404
    refused = client.submit(page, NOTHING)
    assert (refused.status_code, "ファイルを付けてください" in refused.text) == (422, True)
    wrong = NOTHING | {"file": (io.BytesIO(workbook()), "見本花子.xlsx")}
    assert client.submit(page, wrong).status_code == 422
    sent = NOTHING | {"text": TEXT, "file": (io.BytesIO(PDF), "見本花子.pdf")}
    assert client.submit(page, sent).location == page
    kept = client.get(f"{page}/file")
    assert kept.data == PDF
    assert kept.headers["Content-Disposition"] == "attachment; filename=report.pdf"
    assert kept.headers["Cache-Control"] == "no-store"
    assert TEXT in client.get(page).text
    ours = f"/youth/registrations/{row.id}/report"
    staff = client_as(Role.COORDINATOR)
    assert (TEXT in staff.get(ours).text, staff.get(f"{ours}/file").data) == (True, PDF)


def test_the_division_answers_and_the_guardian_reads_it_and_lets_it_be_published(
    session: Session, client: Visitor, client_as: SignIn, page: str, row: Registration
) -> None:
    sent = NOTHING | {"text": TEXT}
    client.submit(page, sent)
    staff, ours = client_as(Role.COORDINATOR), f"/youth/registrations/{row.id}/report"
    assert staff.submit(f"{ours}/answer", {"state": "returned", "version": "1"}).status_code == 422
    back = {"state": "returned", "answer": "日付を直してください。", "version": "1"}
    assert staff.submit(f"{ours}/answer", back).location == ours
    assert "差戻し" in staff.get(f"/youth/editions/{row.edition_id}/achievements").text
    assert "日付を直してください。" in client.get(page).text
    assert client.submit(page, sent | {"version": "2"}).location == page
    accept = {"state": "accepted", "version": "3"}
    assert staff.submit(f"{ours}/answer", accept).location == ours
    assert 'name="text"' not in client.get(page).text
    assert client.submit(f"{page}/publication", {}).status_code == 422
    assert client.submit(f"{page}/publication", {"may_publish": "yes"}).location == page
    session.expire_all()
    version = session.scalars(select(PupilReport.version)).one()
    publish = accept | {"version": str(version), "is_public": "y"}
    assert staff.submit(f"{ours}/answer", publish).location == ours
    public = client.get(f"/youth/editions/{row.edition_id}/").text
    assert ("参加した人の声" in public, TEXT in public) == (True, True)
    assert session.get_one(Pupil, row.pupil_id).given_name not in public


def test_the_pages_take_reports_of_schools_and_for_guardians(
    session: Session, client_as: SignIn
) -> None:
    row = completed(session)
    desk = client_as(Role.SCHOOL, school=session.get_one(School, row.school_id))
    path = f"/school/registrations/{row.id}/report"
    assert path in desk.get(f"/school/registrations/{row.id}/").text
    assert "20,000字" in desk.get(path).text
    typed = {"source": "guardian", "text": "城で歌いました。", "version": "0"}
    assert desk.submit(path, typed | {"text": ""}).status_code == 422
    with_scan = typed | {"file": (io.BytesIO(picture("JPEG")), "IMG_1.jpg")}
    assert desk.submit(path, with_scan).location == path
    assert desk.get(f"{path}/file").headers["Content-Type"] == "image/jpeg"
    other = client_as(Role.SCHOOL, school=session.get_one(School, completed(session).school_id))
    assert other.get(f"{path}/file").status_code == 404
    staff = client_as(Role.COORDINATOR)
    ours = f"/youth/registrations/{row.id}/report"
    assert "城で歌いました。" in staff.get(ours).text
    assert staff.submit(ours, typed | {"version": "1"}).location == ours
    assert "提出済" in staff.get(f"/youth/editions/{row.edition_id}/achievements").text
    waiting = make_registration(session, edition=make_edition(session))
    assert "修了" in staff.get(f"/youth/registrations/{waiting.id}/report").text
    found = report_of(session, row.id)
    assert found is not None
    assert found.is_public is False
