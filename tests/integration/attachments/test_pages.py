"""Documents of partners, agreements and visits: who may, what leaves, what is refused."""

import io
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.attachments.enums import DocumentKind
from exchange.attachments.models import Document, DocumentVersion
from exchange.attachments.services import end_document
from exchange.audit.models import AuditLine
from exchange.core.database import reference_uuid, uuid7
from exchange.core.offers import Subject
from exchange.core.permissions import Role
from exchange.web.errors import UPLOAD_MEGABYTES
from tests.factories.attachments import ACTOR, PDF, make_document, picture
from tests.factories.delegations import make_visit
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]

ROME = Subject("partner", reference_uuid("partner", "rome-ga"))
TAKEOVER = Subject("agreement", reference_uuid("agreement", "rome-ga-takeover"))
NEW = f"/partners/{ROME.id}/documents/new"
SAID = {"title": "盟約書", "kind": "signed-text"}
PHOTO = {"kind": DocumentKind.PHOTO, "rights_holder": "見本写真館", "licence": "CC BY 4.0"}


def pdf(name: str = "盟約書.pdf", body: bytes = PDF) -> tuple[io.BytesIO, str]:
    return io.BytesIO(body), name


def count(session: Session) -> int:
    session.expire_all()
    return session.scalar(select(func.count()).select_from(DocumentVersion)) or 0


def test_a_coordinator_keeps_a_scan_and_finds_it_on_the_page(client_as: SignIn) -> None:
    person = client_as(Role.COORDINATOR)
    answer = person.submit(NEW, {**SAID, "file": pdf(), "key": str(uuid7())})
    assert answer.status_code == 302
    page = person.get(answer.headers["Location"]).text
    assert "文書を保管しました。" in page
    assert "盟約書.pdf" in page
    assert "盟約書" in person.get("/partners/rome-ga/").text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "ファイルをお選びください。"),
        ({"file": ("a.exe", b"MZ")}, "保管できる種類のファイルではありません。"),
        ({"file": ("a.pdf", b"")}, "ファイルが空です。"),
        ({"file": ("a.pdf", PDF), "title": ""}, "表題"),
        ({"file": ("a.pdf", PDF), "kind": "photo"}, "写真にできるのは画像"),
        ({"file": ("a.pdf", PDF), "is_public": "y"}, "公開できるのは写真だけです。"),
    ],
)
def test_a_refused_upload_says_why_and_keeps_nothing(
    client_as: SignIn, session: Session, fields: dict[str, Any], sentence: str
) -> None:
    if file := fields.get("file"):
        fields = {**fields, "file": pdf(*file)}
    answer = client_as(Role.COORDINATOR).submit(NEW, {**SAID, **fields})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert count(session) == 0


def test_a_request_beyond_the_limit_is_answered_in_words(
    app: Flask, client_as: SignIn, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 1000)
    fields = {**SAID, "file": pdf(body=PDF + b"\n" * 1000)}
    answer = client_as(Role.COORDINATOR).submit(NEW, fields)
    assert answer.status_code == 413
    assert "ファイルが大きすぎます。" in answer.text
    assert f"{UPLOAD_MEGABYTES}MB" in answer.text
    assert count(session) == 0


def test_a_request_beyond_the_limit_is_read_to_its_end_so_that_its_answer_is_seen(
    app: Flask, client_as: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 1000)
    coming = io.BytesIO(b"x" * 200_000)
    answer = client_as(Role.COORDINATOR).post(
        NEW,
        input_stream=coming,
        content_length=200_000,
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 413
    assert coming.read() == b""


def test_a_file_is_sent_to_be_saved_and_never_run(client_as: SignIn, session: Session) -> None:
    document = make_document(session, ROME)
    answer = client_as(Role.VIEWER).get(f"/partners/documents/{document.id}/1")
    assert answer.data == PDF
    headers = answer.headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"].startswith("attachment; ")
    assert "filename*=UTF-8''%E5%8D%94%E5%AE%9A%E6%9B%B8.pdf" in headers["Content-Disposition"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["Cache-Control"] == "private, no-store"


def test_a_further_version_is_added_and_the_same_refused(
    client_as: SignIn, session: Session
) -> None:
    document = make_document(session, ROME)
    person, path = client_as(Role.COORDINATOR), f"/partners/documents/{document.id}/"
    answer = person.submit(f"{path}versions", {"file": pdf(body=PDF + b"%%EOF")})
    assert answer.headers["Location"] == path
    assert count(session) == 2
    for fields, sentence in (
        ({"file": pdf(body=PDF + b"%%EOF")}, "最新の版と同じ内容です。"),
        ({}, "ファイルをお選びください。"),
    ):
        refused = person.submit(f"{path}versions", fields)
        assert (refused.status_code, sentence in refused.text) == (422, True)
    assert count(session) == 2


def test_a_document_is_renamed_and_a_stale_form_shows_both(
    client_as: SignIn, session: Session
) -> None:
    document = make_document(session, ROME)
    person, path = client_as(Role.COORDINATOR), f"/partners/documents/{document.id}/"
    opened = person.get(f"{path}edit").text
    assert 'value="協定書"' in opened
    fields = {"title": "盟約書（写し）", "kind": "evidence", "version": 1}
    assert person.submit(f"{path}edit", fields).headers["Location"] == path
    assert "盟約書（写し）" in person.get(path).text
    stale = person.submit(f"{path}edit", {**fields, "title": "別の題"})
    assert stale.status_code == 409
    assert "盟約書（写し）" in stale.text
    assert "別の題" in stale.text
    refused = person.submit(f"{path}edit", {"title": "", "kind": "evidence", "version": 2})
    assert refused.status_code == 422


def test_an_ended_document_is_gone_from_every_address(client_as: SignIn, session: Session) -> None:
    document = make_document(session, ROME)
    person, path = client_as(Role.COORDINATOR), f"/partners/documents/{document.id}/"
    answer = person.submit(f"{path}end", {"version": 1})
    assert answer.headers["Location"] == "/partners/rome-ga/"
    assert "協定書.pdf" not in person.get("/partners/rome-ga/").text
    for address in (path, f"{path}1", f"{path}edit"):
        assert person.get(address).status_code == 404
    session.expire_all()
    assert session.get_one(Document, document.id).ended_at is not None


def test_a_public_photograph_is_drawn_for_everyone_with_nothing_else(
    client: Visitor, client_as: SignIn, session: Session
) -> None:
    shown = make_document(session, ROME, picture("JPEG"), "a.jpg", **PHOTO, is_public=True)
    kept = make_document(session, ROME, picture(size=(3, 3)), "b.png", **PHOTO)
    answer = client.get(f"/partners/photos/{shown.id}")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert client.get(f"/partners/photos/{kept.id}").status_code == 404
    end_document(session, actor=ACTOR, key=shown.id, version=1)
    assert client.get(f"/partners/photos/{shown.id}").status_code == 404


def test_documents_are_for_those_who_may_see_their_subject(
    client: Visitor, client_as: SignIn, session: Session
) -> None:
    visit = make_visit(session)
    paper = make_document(session, Subject("visit", visit.id))
    scan = make_document(session, TAKEOVER)
    secret = f"/delegations/documents/{paper.id}/1"
    assert client_as(Role.COORDINATOR).get(secret).status_code == 200
    for role in (Role.VIEWER, Role.SECTION, Role.SCHOOL):
        assert client_as(role).get(secret).status_code == 403
    assert client_as(Role.VIEWER).get(f"/agreements/documents/{scan.id}/1").status_code == 200
    assert client_as(Role.SCHOOL).get(f"/agreements/documents/{scan.id}/1").status_code == 403
    assert client.get(secret).status_code == 302
    assert "協定書.pdf" not in client_as(Role.VIEWER).get(f"/delegations/{visit.id}/").text
    assert "協定書.pdf" in client_as(Role.COORDINATOR).get(f"/delegations/{visit.id}/").text


def test_a_document_leads_back_to_what_it_belongs_to(client_as: SignIn, session: Session) -> None:
    scan = make_document(session, TAKEOVER)
    page = client_as(Role.VIEWER).get(f"/agreements/documents/{scan.id}/").text
    assert '<dd><a href="/agreements/rome-ga-takeover/">姉妹都市関係の承継</a></dd>' in page


def test_a_document_opens_only_in_the_room_of_its_subject(
    client_as: SignIn, session: Session
) -> None:
    paper = make_document(session, Subject("visit", make_visit(session).id))
    viewer = client_as(Role.VIEWER)
    for room in ("partners", "agreements"):
        assert viewer.get(f"/{room}/documents/{paper.id}/1").status_code == 404


@pytest.mark.parametrize("room", ["partners", "agreements", "delegations"])
def test_nothing_is_added_to_what_is_not_there(client_as: SignIn, room: str) -> None:
    person = client_as(Role.COORDINATOR)
    path = f"/{room}/{uuid4()}/documents/new"
    assert person.get(path).status_code == 404
    assert person.submit(path, {**SAID, "file": pdf()}).status_code == 404


def test_a_viewer_is_offered_nothing_to_change(client_as: SignIn, session: Session) -> None:
    document = make_document(session, ROME)
    viewer = client_as(Role.VIEWER)
    page = viewer.get(f"/partners/documents/{document.id}/").text
    assert "協定書.pdf" in page
    assert 'type="file"' not in page
    assert "documents/new" not in viewer.get("/partners/rome-ga/").text


def test_a_page_s_statements_do_not_grow_with_its_documents(
    client_as: SignIn, session: Session
) -> None:
    person = client_as(Role.COORDINATOR)
    seen = []
    for number in range(2):
        for copy in range(3):
            make_document(session, ROME, PDF + f"{number}{copy}%%EOF".encode())
        with count_statements() as statements:
            person.get("/partners/rome-ga/")
        seen.append(len(statements))
    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    ("kind", "room", "what", "noted"),
    [
        ("visit", "delegations", DocumentKind.SIGNED_TEXT, ["preparation"]),
        ("gift", "gifts", DocumentKind.PAPER, ["preparation"]),
        ("letter", "letters", DocumentKind.PAPER, ["contact"]),
        ("partner", "partners", DocumentKind.PAPER, ["contact"]),
        ("partner", "partners", DocumentKind.SIGNED_TEXT, []),
        ("agreement", "agreements", DocumentKind.EVIDENCE, ["contact"]),
        ("agreement", "agreements", DocumentKind.SIGNED_TEXT, []),
    ],
)
def test_who_takes_a_file_that_may_name_people_is_on_the_read_log(
    session: Session,
    client_as: SignIn,
    kind: str,
    room: str,
    what: DocumentKind,
    noted: list[str],
) -> None:
    """What was signed in office names nobody else; a visit's papers are noted whatever they are."""
    document = make_document(session, Subject(kind, ROME.id), kind=what)
    answer = client_as(Role.COORDINATOR).get(f"/{room}/documents/{document.id}/1")
    assert answer.data == PDF
    read = select(AuditLine).where(AuditLine.act == "documents.read")
    lines = [(line.subject_id, line.purpose) for line in session.scalars(read)]
    assert lines == [(document.id, purpose) for purpose in noted]
