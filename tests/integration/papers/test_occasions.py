"""Orders of ceremonies, speeches and press releases: written, versioned, audited, printed."""

import html
import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.database import Localized, uuid7
from exchange.core.errors import DomainError, NotFoundError, StaleRowError
from exchange.core.permissions import Role
from exchange.delegations.enums import ApprovalClass, MemberRole, VisitState
from exchange.delegations.models import Visit
from exchange.itineraries.models import ItineraryItem
from exchange.papers.enums import Occasion
from exchange.papers.models import Ceremony, PressRelease, Speech, UsualSteps
from exchange.papers.services import (
    CeremonyPlan,
    PressPlan,
    SpeechPlan,
    add_speech,
    revise_speech,
    state_usual_steps,
    write_ceremony,
    write_press_release,
)
from tests.factories.delegations import ACTOR, make_member, make_visit
from tests.factories.itineraries import make_item
from tests.factories.partners import make_partner
from tests.servers.visitor import Visitor

STEPS = Localized({"ja": "開会\n写真撮影", "de": "Eröffnung\nGruppenfoto"})
SPEECH = SpeechPlan(
    occasion=Occasion.RECEPTION,
    speaker="見本市長",
    minutes=5,
    text=Localized({"ja": "ようこそ。\n乾杯。", "de": "Willkommen.\nProst."}),
    points=Localized({"ja": "歓迎", "de": "Willkommen heißen"}),
)
PRESS = PressPlan(
    title="見本訪問団の来訪", day=date(2027, 5, 10), text="見本の目的。", contact="国際課\n電話000"
)


@pytest.fixture
def visit(session: Session) -> Visit:
    make_partner(session)
    return make_visit(session)


@pytest.fixture
def item(session: Session, visit: Visit) -> ItineraryItem:
    return make_item(session, visit, place="市庁舎")


@pytest.fixture
def client(client_as: Callable[..., Visitor]) -> Visitor:
    return client_as(Role.COORDINATOR)


def words(client: Visitor, visit: Visit, path: str) -> str:
    answer = client.get(f"/delegations/{visit.id}/{path}")
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    pages = PdfReader(io.BytesIO(answer.data)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def typed(page: str, name: str) -> str:
    """Return what a text area of the page holds."""
    found = re.search(rf'<textarea[^>]*name="{name}"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    return html.unescape(found.group(1)).replace("\r\n", "\n").strip()


def confirm(session: Session, visit: Visit) -> None:
    visit.approved_on, visit.approval_class = date(2026, 10, 1), ApprovalClass.MAYOR
    visit.state = VisitState.CONFIRMED
    session.flush()


def acts(session: Session) -> list[str]:
    kept = ("papers.write", "papers.end_speech", "papers.state_usual")
    found = select(AuditLine.act).where(AuditLine.act.in_(kept))
    return list(session.scalars(found.order_by(AuditLine.at, AuditLine.id)))


def test_an_order_begins_with_the_usual_steps_and_is_printed_in_two_languages(
    client: Visitor, session: Session, visit: Visit, item: ItineraryItem
) -> None:
    path = f"/delegations/{visit.id}/items/{item.id}/ceremony"
    assert client.get(f"{path}.pdf").status_code == 404
    page = client.get(f"{path}?occasion=signing").text
    assert "署名\n" in typed(page, "steps")
    assert "Unterzeichnung\n" in typed(page, "steps_de")
    assert 'name="steps_ko"' not in page
    values = {"occasion": "reception", "steps": STEPS["ja"], "steps_de": STEPS["de"]}
    assert client.submit(path, values).status_code == 302
    said = words(client, visit, f"items/{item.id}/ceremony.pdf")
    for text in (
        "市長表敬",
        "次第",
        "Ablauf",
        "1開会Eröffnung",
        "2写真撮影Gruppenfoto",
        "第1版1/1",
    ):
        assert text in said
    [row] = session.scalars(select(Ceremony))
    assert typed(client.get(path).text, "steps_de") == STEPS["de"]
    changed = {**values, "steps": "開会\n閉会", "version": str(row.version)}
    assert client.submit(path, changed).status_code == 302
    assert "第2版1/1" in words(client, visit, f"items/{item.id}/ceremony.pdf")
    assert client.submit(path, values).status_code == 409
    assert acts(session) == ["papers.write", "papers.write"]
    shown = client.get(f"/delegations/{visit.id}/papers/").text
    assert f"items/{item.id}/ceremony.pdf" in shown


def test_languages_of_an_order_have_as_many_steps(
    client: Visitor, visit: Visit, item: ItineraryItem
) -> None:
    path = f"/delegations/{visit.id}/items/{item.id}/ceremony"
    values = {"occasion": "other", "steps": "開会\n閉会", "steps_de": "Eröffnung"}
    answer = client.submit(path, values)
    assert answer.status_code == 422
    assert "Deutschは1行ですが、日本語は2行です" in answer.text


def test_the_usual_steps_are_the_divisions_to_change(
    client: Visitor, session: Session, visit: Visit, item: ItineraryItem
) -> None:
    path = "/delegations/ceremonies/signing"
    assert "Unterzeichnung" in typed(client.get(path).text, "steps_de")
    assert client.submit(path, {"steps": "署名\n乾杯"}).status_code == 302
    page = client.get(f"/delegations/{visit.id}/items/{item.id}/ceremony?occasion=signing").text
    assert typed(page, "steps") == "署名\n乾杯"
    [row] = session.scalars(select(UsualSteps))
    assert typed(client.get(path).text, "steps") == "署名\n乾杯"
    assert client.submit(path, {"steps": "", "version": str(row.version)}).status_code == 422
    assert client.get("/delegations/ceremonies/wedding").status_code == 400
    assert acts(session) == ["papers.state_usual"]


def test_a_speech_is_written_printed_large_or_as_points_and_taken_off(
    client: Visitor, session: Session, visit: Visit, item: ItineraryItem
) -> None:
    path = f"/delegations/{visit.id}/speeches/"
    assert "この場面のあいさつ文は" in client.get(f"{path}new?item={item.id}").text
    values = {
        "occasion": "reception",
        "item_id": str(item.id),
        "speaker": "見本市長",
        "minutes": "5",
        "text": SPEECH.text["ja"],
        "text_de": SPEECH.text["de"],
        "points": "歓迎",
    }
    refused = client.submit(f"{path}new", {**values, "minutes": "61", "item_id": "x"})
    assert refused.status_code == 422
    assert client.submit(f"{path}new", values).status_code == 302
    [speech] = session.scalars(select(Speech))
    read = words(client, visit, f"speeches/{speech.id}.pdf")
    for text in ("市長表敬あいさつ文", "見本市長（5分）", "ようこそ。Willkommen.", "乾杯。Prost."):
        assert text in read
    points = words(client, visit, f"speeches/{speech.id}.pdf?layout=points")
    assert "発言要領" in points
    assert "・歓迎" in points
    assert "乾杯" not in points
    assert client.get(f"{path}{speech.id}.pdf?layout=sung").status_code == 400
    assert "ようこそ" in typed(client.get(f"{path}{speech.id}/edit").text, "text")
    changed = {**values, "item_id": "", "version": "1"}
    assert client.submit(f"{path}{speech.id}/edit", changed).status_code == 302
    assert client.submit(f"{path}{speech.id}/edit", changed).status_code == 409
    assert "歓迎会・レセプション" in words(client, visit, f"speeches/{speech.id}.pdf")
    assert client.submit(f"{path}{speech.id}/end", {"version": "2"}).status_code == 302
    assert client.get(f"{path}{speech.id}.pdf").status_code == 404
    assert acts(session) == ["papers.write", "papers.write", "papers.end_speech"]


def test_the_last_speech_of_such_an_occasion_to_this_partner_is_offered(
    client: Visitor, session: Session, visit: Visit
) -> None:
    make_partner(session, slug="ulsan")
    earlier: dict[str, Any] = {"starts": date(2025, 5, 1), "ends": date(2025, 5, 3)}
    given = make_visit(session, title=Localized({"ja": "前の訪問"}), **earlier)
    add_speech(session, actor=ACTOR, visit_id=given.id, plan=SPEECH)
    others = (
        make_visit(session, partners=["ulsan"], title=Localized({"ja": "他都市"}), **earlier),
        make_visit(session, state=VisitState.CANCELLED, title=Localized({"ja": "中止"}), **earlier),
        make_visit(session, title=Localized({"ja": "後の訪問"}), starts=date(2027, 5, 18)),
    )
    for other in others:
        add_speech(session, actor=ACTOR, visit_id=other.id, plan=SPEECH)
    path = f"/delegations/{visit.id}/speeches/new"
    assert "前の訪問" not in client.get(f"{path}?occasion=farewell").text
    page = client.get(f"{path}?occasion=reception").text
    assert "前の訪問" in page
    assert not any(other.title["ja"] in page for other in others)
    assert typed(page, "text") == ""
    copied = client.get(f"{path}?occasion=reception&copy=1").text
    assert (typed(copied, "text"), typed(copied, "points_de")) == (
        "ようこそ。\n乾杯。",
        "Willkommen heißen",
    )


def test_a_press_release_tells_the_visit_and_the_public_list_alone(  # long: one story
    client: Visitor, session: Session, visit: Visit, item: ItineraryItem
) -> None:
    title = Localized({"ja": "見本市長"})
    make_member(session, visit, "頭見", role=MemberRole.LEADER, title=title, diet="卵を除く")
    item.open_to_press = True
    make_item(
        session, visit, "2027-05-20 09:00", "2027-05-20 10:00", title=Localized({"ja": "私用"})
    )
    path = f"/delegations/{visit.id}/press"
    values = {
        "title": PRESS.title,
        "day": "2027-05-10",
        "text": PRESS.text,
        "contact": PRESS.contact,
    }
    assert "訪問が確定してから作れます" in client.get(path).text
    assert client.submit(path, values).status_code == 422
    assert client.get(f"{path}.pdf").status_code == 404
    confirm(session, visit)
    assert client.submit(path, {**values, "title": ""}).status_code == 422
    assert client.submit(path, values).status_code == 302
    said, page = words(client, visit, "press.pdf"), client.get(path).text
    text = re.search(r'<textarea id="press-text"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert text is not None
    for told in (said, "".join(text.group(1).split())):
        for part in ("報道資料", PRESS.title, "団長", "頭見花子", "見本市長", "市長表敬", "国際課"):
            assert part in told
        assert not any(part in told for part in ("卵", "私用", "取材について"))
    assert "5泊6日" in said
    [row] = session.scalars(select(PressRelease))
    changed = {**values, "coverage": "正面玄関に集合", "version": str(row.version)}
    papers = f"/delegations/{visit.id}/papers/"
    assert "出し直してください" not in client.get(papers).text
    assert client.submit(path, changed).status_code == 302
    assert client.get(papers).text.count("出し直してください") == 1
    assert "取材について正面玄関に集合" in words(client, visit, "press.pdf")
    assert client.submit(path, {**values, "version": "1"}).status_code == 409
    assert acts(session) == ["papers.write", "papers.write"]
    assert "press.pdf" in client.get(papers).text
    visit.state, visit.reason = VisitState.POSTPONED, "台風のため"
    session.flush()
    assert "press.pdf" not in client.get(papers).text
    assert client.get(f"{path}.pdf").status_code == 404
    other = make_visit(session, state=VisitState.CONFIRMED)
    assert typed(client.get(f"/delegations/{other.id}/press").text, "contact") == PRESS.contact


def test_a_form_sent_twice_writes_once_and_a_late_one_is_told(
    session: Session, visit: Visit, item: ItineraryItem
) -> None:
    confirm(session, visit)
    key = uuid7()
    steps = CeremonyPlan(occasion=Occasion.OTHER, steps=STEPS)
    at: dict[str, Any] = {"actor": ACTOR, "visit_id": visit.id}
    for _ in range(2):
        write_ceremony(session, item_id=item.id, plan=steps, version=0, key=key, **at)
        add_speech(session, plan=SPEECH, key=key, **at)
        write_press_release(session, plan=PRESS, version=0, key=key, **at)
        state_usual_steps(
            session, actor=ACTOR, occasion=Occasion.OTHER, steps=STEPS, version=0, key=key
        )
    revise_speech(session, key=key, version=1, plan=SPEECH, **at)
    state_usual_steps(
        session, actor=ACTOR, occasion=Occasion.OTHER, steps=STEPS, version=1, key=key
    )
    write_press_release(session, plan=PRESS, version=1, key=key, **at)
    write_ceremony(session, item_id=item.id, plan=steps, version=1, key=key, **at)
    assert sorted(acts(session)) == ["papers.state_usual", *["papers.write"] * 3]
    with pytest.raises(StaleRowError):
        write_ceremony(session, item_id=item.id, plan=steps, version=0, key=uuid7(), **at)


def test_what_another_visit_has_is_not_there(
    session: Session, visit: Visit, item: ItineraryItem
) -> None:
    other = make_visit(session)
    speech = add_speech(session, actor=ACTOR, visit_id=visit.id, plan=SPEECH)
    steps = CeremonyPlan(occasion=Occasion.OTHER, steps=STEPS)
    foreign = SpeechPlan(
        occasion=Occasion.OTHER, speaker="見本", minutes=1, text=STEPS, item_id=item.id
    )
    at: dict[str, Any] = {"actor": ACTOR, "visit_id": other.id}
    with pytest.raises(NotFoundError):
        write_ceremony(session, item_id=item.id, plan=steps, version=0, key=uuid7(), **at)
    with pytest.raises(NotFoundError):
        add_speech(session, plan=foreign, **at)
    with pytest.raises(NotFoundError):
        revise_speech(session, key=speech.id, version=1, plan=SPEECH, **at)
    with pytest.raises(DomainError):
        write_press_release(session, plan=PRESS, version=0, key=uuid7(), **at)
