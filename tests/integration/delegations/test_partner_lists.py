"""A partner writes its own list by a link: signed, ending, revocable, and nothing by itself."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Settings
from exchange.core import clock
from exchange.core.database import Database, Localized, uuid7
from exchange.core.errors import DomainError
from exchange.core.links import Link
from exchange.core.permissions import Role
from exchange.delegations.enums import Direction, ListSource, ListState, VisitState
from exchange.delegations.models import MemberList, Visit
from exchange.delegations.queries import members_of
from exchange.delegations.queries.partner_links import live_link
from exchange.delegations.services.partner_links import LinkPrinter, make_link, revoke_link
from tests.factories.accounts import make_user
from tests.factories.delegations import ACTOR, make_visit
from tests.factories.partners import make_partner
from tests.factories.sheets import xlsx_of
from tests.servers.building import build_app
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
TODAY = clock.machine_now().date()
LATER = TODAY + timedelta(days=30)
ROWS = {
    "row-0-full_name": "陳其明",
    "row-0-title": "副市長",
    "row-0-role": "leader",
    "row-0-passport_name": "CHEN CHI-MING",
    "row-1-full_name": "",
    "row-1-role": "member",
    "row-2-full_name": "林美麗",
    "row-2-title": "局長",
    "row-2-role": "member",
    "row-2-diet": "素食",
}


@pytest.fixture
def visit(session: Session) -> Visit:
    make_partner(
        session,
        slug="kaohsiung",
        names=Localized({"ja": "高雄市"}),
        native_language="zh-Hant",
        languages=["zh-Hant-TW"],
    )
    return make_visit(session, direction=Direction.IN, partners=["kaohsiung"])


@pytest.fixture
def path(session: Session, visit: Visit, secret_key: str) -> str:
    link = make_link(session, actor=ACTOR, visit_id=visit.id, last_day=LATER, today=TODAY)
    return LinkPrinter("", secret_key).address(link, "zh-Hant")


def lists(session: Session) -> list[MemberList]:
    session.expire_all()
    return list(session.scalars(select(MemberList).order_by(MemberList.created_at, MemberList.id)))


def hand_in(client: Visitor, path: str, fields: dict[str, str] | None = None) -> int:
    return client.submit(path, {"key": str(uuid7()), **(fields or ROWS)}).status_code


def test_the_page_is_in_the_partners_language_and_kept_nowhere(client: Visitor, path: str) -> None:
    answer = client.get(path)
    assert "訪問團名冊" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "List of your delegation" in client.get(path.replace("zh-Hant", "en")).text


def test_what_is_handed_in_changes_no_member_until_the_office_confirms(
    client: Visitor, client_as: SignIn, session: Session, visit: Visit, path: str
) -> None:
    assert hand_in(client, path) == 302
    assert members_of(session, visit.id) == []
    [row] = lists(session)
    assert (row.source, row.sent_by, row.state) == (
        ListSource.PARTNER,
        "高雄市",
        ListState.WAITING,
    )
    shown = client.get(path).text
    assert "已收到您先前送出的名冊" in shown
    assert 'value="素食"' in shown
    office = client_as(Role.COORDINATOR)
    page = f"/delegations/{visit.id}/members/lists/{row.id}/"
    answer = office.get(page).text
    assert "＋2 −0 ～0" in answer
    assert "相手都市（リンクから）" in answer
    digest = re.search(r'name="digest"[^>]*value="(\w+)"', answer)
    assert digest is not None
    fields = {"digest": digest[1], "leave_titles": "y"}
    assert office.submit(f"{page}confirm", fields).status_code == 302
    session.expire_all()
    chen, lin = members_of(session, visit.id)
    assert (chen.person.passport_name, lin.diet) == ("CHEN CHI-MING", "素食")


def test_the_next_list_opens_with_names_alone_and_what_stays_empty_stays(
    client: Visitor, client_as: SignIn, session: Session, visit: Visit, path: str
) -> None:
    test_what_is_handed_in_changes_no_member_until_the_office_confirms(
        client, client_as, session, visit, path
    )
    opened = client.get(path).text
    assert 'value="林美麗"' in opened
    assert 'value="副市長"' in opened
    assert "CHEN CHI-MING" not in opened
    assert "素食" not in opened
    assert "已收到您先前送出的名冊" not in opened
    again = {name: text for name, text in ROWS.items() if "diet" not in name}
    assert hand_in(client, path, again) == 302
    row = lists(session)[-1]
    office = client_as(Role.COORDINATOR)
    shown = office.get(f"/delegations/{visit.id}/members/lists/{row.id}/").text
    assert "記録と同じ内容です" in shown


def test_handed_in_again_it_takes_the_place_of_what_waits(
    client: Visitor, session: Session, path: str
) -> None:
    assert hand_in(client, path) == 302
    assert hand_in(client, path) == 302
    assert [row.state for row in lists(session)] == [ListState.DROPPED, ListState.WAITING]
    body = xlsx_of([["職稱", "姓名"], ["局長", "甲"]])
    fields = {"file": (io.BytesIO(body), "名冊.xlsx"), "key": str(uuid7())}
    assert client.submit(path, fields).status_code == 302
    assert lists(session)[-1].file_name == "名冊.xlsx"
    assert 'value="甲"' not in client.get(path).text


def test_what_cannot_be_taken_is_said_at_once(client: Visitor, session: Session, path: str) -> None:
    wrong = {**ROWS, "row-2-passport_name": "林"}
    answer = client.submit(path, wrong)
    assert answer.status_code == 422
    assert "第 2 列：" in answer.text
    assert 'value="林美麗"' in answer.text
    assert hand_in(client, path, {"row-0-role": "member"}) == 422
    broken = {"file": (io.BytesIO(b"PK\x03\x04x"), "x.xlsx")}
    assert client.submit(path, broken).status_code == 422
    assert lists(session) == []


def test_a_link_ends_with_its_day_its_visit_and_when_it_is_revoked(
    client: Visitor, session: Session, visit: Visit, path: str
) -> None:
    link = live_link(session, visit.id)
    assert link is not None
    ends = link.expires_at
    assert ends is not None
    link.expires_at = clock.machine_now() - timedelta(seconds=1)
    session.flush()
    assert client.get(path).status_code == 404
    link.expires_at = ends
    visit.state, visit.reason = VisitState.CANCELLED, "台風"
    session.flush()
    assert client.get(path).status_code == 404
    visit.state, visit.reason = VisitState.DRAFT, ""
    session.flush()
    assert client.get(path).status_code == 200
    revoke_link(session, actor=ACTOR, visit_id=visit.id)
    revoke_link(session, actor=ACTOR, visit_id=visit.id)
    assert client.get(path).status_code == 404
    assert hand_in(client, path) == 404
    assert client.get("/partner-list/nothing").status_code == 404


def test_a_link_is_made_for_a_day_to_come_and_a_visit_to_come(
    session: Session, visit: Visit
) -> None:
    arguments = {"actor": ACTOR, "visit_id": visit.id, "today": TODAY}
    with pytest.raises(DomainError) as past:
        make_link(session, last_day=TODAY - timedelta(days=1), **arguments)  # type: ignore[arg-type]
    assert past.value.field == "last_day"
    visit.state, visit.reason = VisitState.CANCELLED, "台風"
    session.flush()
    ours = make_visit(session, direction=Direction.OUT, partners=["kaohsiung"])
    for other in (visit, ours):
        arguments["visit_id"] = other.id
        with pytest.raises(DomainError, match=r"link\.error\.over"):
            make_link(session, last_day=LATER, **arguments)  # type: ignore[arg-type]


def test_the_office_makes_renews_and_revokes_a_link(
    client: Visitor, client_as: SignIn, session: Session, visit: Visit
) -> None:
    office, page = client_as(Role.COORDINATOR), f"/delegations/{visit.id}/members/"
    assert "リンクを発行する" in office.get(page).text
    assert office.submit(f"{page}link", {"last_day": "2020-01-01"}).status_code == 422
    assert office.submit(f"{page}link", {"last_day": ""}).status_code == 422
    for _ in range(2):
        made = office.submit(f"{page}link", {"last_day": LATER.isoformat()})
        assert made.status_code == 302
    addresses = re.findall(r'value="(http[^"]+/partner-list/[^"]+)"', office.get(page).text)
    assert len(addresses) == 1
    assert client.get(addresses[0].partition("localhost")[2]).status_code == 200
    assert [link.revoked_at is None for link in session.scalars(select(Link))] == [False, True]
    assert office.submit(f"{page}link/revoke").status_code == 302
    assert "/partner-list/" not in office.get(page).text


def test_on_a_closed_network_there_are_no_links(
    settings: Settings, database: Database, session: Session, visit: Visit, path: str
) -> None:
    closed = build_app(replace(settings, public=False), database)
    assert closed.test_client().get(path).status_code == 404
    office = closed.test_client()
    assert isinstance(office, Visitor)
    office.sign_in(make_user(session, role=Role.COORDINATOR))
    page = f"/delegations/{visit.id}/members/"
    assert "partner-list" not in office.get(page).text
    refused = office.submit(f"{page}link", {"last_day": LATER.isoformat()})
    assert refused.status_code == 422


def test_what_is_no_button_of_ours_is_refused(client: Visitor, path: str) -> None:
    assert client.post(path, data={**ROWS, "key": str(uuid7())}).status_code == 422


def test_what_a_partner_handed_in_stands_on_the_first_page_until_it_is_looked_at(
    client: Visitor, client_as: SignIn, session: Session, visit: Visit, path: str
) -> None:
    words = "相手都市から名簿が届いています"
    assert words not in client_as(Role.COORDINATOR).get("/home/").text
    assert hand_in(client, path) == 302
    [row] = lists(session)
    shown = client_as(Role.COORDINATOR).get("/home/").text
    assert words in shown
    assert f"/delegations/{visit.id}/members/lists/{row.id}/" in shown
    for role in (Role.VIEWER, Role.SECTION, Role.ADMINISTRATOR):
        assert words not in client_as(role).get("/home/").text
