"""The document an answer stands in: kept beside its entry, for the division and the section."""

import io
from collections.abc import Callable

from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.attachments.contents import examine
from exchange.attachments.models import Document
from exchange.core.permissions import Role, system_actor
from exchange.indicators.models import IndicatorValue
from exchange.indicators.queries.values import values_of
from exchange.inquiries.enums import Way
from exchange.inquiries.models import Inquiry
from exchange.inquiries.services import give_back, write_down
from tests.factories.accounts import make_user
from tests.factories.attachments import PDF, picture
from tests.factories.inquiries import (
    SECTION,
    SLUG,
    a_report,
    make_inquiry,
    make_survey,
    printer,
)
from tests.servers.visitor import Visitor

CONTENTS = examine("他課.pdf", PDF)
ANSWER = {"value": "75.5", "source": "市民アンケート報告書"}


def scan(body: bytes = PDF, name: str = "報告書.pdf") -> tuple[io.BytesIO, str]:
    return io.BytesIO(body), name


def asked_by_link(session: Session, client: Visitor) -> tuple[Inquiry, str]:
    secret = str(client.application.config["SECRET_KEY"])
    inquiry = make_inquiry(session, way=Way.LINK, mail="a@city.example")
    return inquiry, printer(secret).address(inquiry).removeprefix("http://exchange.example")


def first_entry(session: Session, inquiry: Inquiry) -> IndicatorValue:
    return values_of(session, inquiry.indicator_id, inquiry.year)[0]


def test_a_file_sent_by_link_is_checked_and_opens_for_the_division(
    client: Visitor, client_as: Callable[..., Visitor], session: Session
) -> None:
    make_survey(session)
    inquiry, link = asked_by_link(session, client)
    program = client.submit(link, {**ANSWER, "file": scan(b"MZ\x90", "報告書.pdf")})
    assert (program.status_code, program.text.count('id="file-error"')) == (422, 1)
    place = Image.Exif()
    place[0x010E] = "where it was taken"
    photo = picture("JPEG", exif=place)
    assert client.submit(link, {**ANSWER, "file": scan(photo, "scan.jpg")}).status_code == 302
    page, path = (
        client.get(link).text,
        f"/inquiries/values/{first_entry(session, inquiry).id}/source",
    )
    assert ("scan.jpg" in page, path in page) == (True, False)
    staff = client_as(Role.COORDINATOR)
    for shown in (f"/inquiries/{inquiry.id}/", f"/indicators/{SLUG}/"):
        assert f'href="{path}"' in staff.get(shown).text
    sent = staff.get(path)
    assert b"where it was taken" in photo
    assert (sent.content_type, b"where it was taken" in sent.data) == ("image/jpeg", False)
    assert sent.headers["Cache-Control"] == "private, no-store"
    assert sent.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert sent.headers["Content-Disposition"].startswith("attachment")
    viewer = client_as(Role.VIEWER)
    assert viewer.get(path).status_code == 403
    assert "scan.jpg" not in viewer.get(f"/indicators/{SLUG}/").text


def test_a_link_shows_the_entries_of_its_own_section_without_names(
    client: Visitor, session: Session
) -> None:
    make_survey(session)
    others = a_report("33.3", section="観光課", note="内部の備考", source="観光課の資料")
    named = system_actor("見本 国際")
    write_down(session, actor=named, slug=SLUG, year=2025, report=others, file=CONTENTS)
    inquiry, link = asked_by_link(session, client)
    assert client.submit(link, ANSWER).status_code == 302
    back = {"key": inquiry.id, "version": 2, "reason": "再確認"}
    give_back(session, actor=named, printer=printer(), **back)  # type: ignore[arg-type]
    page = client.get(link).text
    hidden = ("33.3", "内部の備考", "観光課", "他課.pdf", "見本 国際")
    assert [word for word in hidden if word in page] == []
    assert ("75.5" in page, "再確認" in page) == (True, True)
    client.sign_in(make_user(session, role=Role.SECTION, section=SECTION))
    own = client.get(f"/inquiries/{inquiry.id}/").text
    assert ("75.5" in own, "内部の備考" in own) == (True, False)


def test_a_section_opens_its_own_documents_alone(client: Visitor, session: Session) -> None:
    make_survey(session)
    client.sign_in(make_user(session, role=Role.SECTION, section=SECTION))
    inquiry = make_inquiry(session)
    answered = {**ANSWER, "version": "1", "file": scan()}
    assert client.submit(f"/inquiries/{inquiry.id}/answer", answered).status_code == 302
    path = f"/inquiries/values/{first_entry(session, inquiry).id}/source"
    assert client.get(path).data == PDF
    client.sign_in(
        make_user(session, role=Role.SECTION, section="観光課", email="other@city.example")
    )
    assert client.get(path).status_code == 404
    assert "報告書.pdf" not in client.get(f"/indicators/{SLUG}/").text


def test_the_division_keeps_the_document_of_a_value_it_writes_down(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    make_survey(session)
    fields = {**ANSWER, "indicator": SLUG, "year": "2025", "section": SECTION, "file": scan()}
    assert client_as(Role.COORDINATOR).submit("/inquiries/record", fields).status_code == 302
    entry = session.scalars(select(IndicatorValue)).one()
    assert session.scalars(select(Document.subject_id)).all() == [entry.id]
