"""The pages of hosting: who sees what, what is logged, how a refusal is shown."""

import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from pypdf import PdfReader
from python_calamine import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.database import seal, uuid7
from exchange.core.keys import Keyring
from exchange.core.permissions import Role
from exchange.hosting.models import Guest, HostCheck, HostFamily, Placement, YouthPair
from exchange.privacy.models import ErasureRecord
from exchange.youth.enums import YouthDirection
from exchange.youth.models import Edition, Pupil
from tests.factories.accounts import make_user
from tests.factories.hosting import (
    make_family,
    make_guest,
    make_member,
    make_pair,
    make_placement,
    make_plan,
    make_receiving,
)
from tests.factories.youth import make_edition, make_registration
from tests.integration.hosting.conftest import PURGE_DAY
from tests.integration.hosting.test_families import LIST
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]


@pytest.fixture
def coordinator(client_as: SignIn) -> Visitor:
    return client_as(Role.COORDINATOR)


def base(edition: Edition) -> str:
    return f"/hosting/editions/{edition.id}/"


def acts(session: Session) -> Sequence[str]:
    session.expire_all()
    return session.scalars(select(AuditLine.act).order_by(AuditLine.at, AuditLine.id)).all()


def test_a_list_is_pasted_looked_at_and_saved(session: Session, coordinator: Visitor) -> None:
    edition = make_receiving(session)
    assert "2026年)10月9日" in coordinator.get(f"{base(edition)}list").text
    seen = coordinator.submit(f"{base(edition)}list", {"text": LIST})
    assert seen.status_code == 200
    assert "見本 太郎" in seen.text
    assert session.scalars(select(HostFamily)).all() == []
    chosen = {"column-0": "name", "column-1": "", "column-2": "phone", "column-3": "members"}
    done = coordinator.submit(f"{base(edition)}list/confirm", {"text": LIST, **chosen})
    assert done.status_code == 302
    assert acts(session) == ["hosting.read_list", "hosting.add_family", "hosting.add_family"]
    assert session.scalars(select(HostFamily.address)).all() == [None, None]
    board = coordinator.get(base(edition)).text
    assert board.count("見本 太郎") == 1
    assert "未確認" in board


def test_a_file_is_taken_in_as_its_cells(session: Session, coordinator: Visitor) -> None:
    edition = make_receiving(session)
    body = "氏名,家族構成,電話\r\n見本 太郎,父 太郎,0961234567\r\n".encode("cp932")
    file = {"file": (io.BytesIO(body), "名簿.csv")}
    seen = coordinator.submit(f"{base(edition)}list", {"text": "", **file})
    assert "見本 太郎\t父 太郎\t0961234567" in seen.text


@pytest.mark.parametrize("step", ["list", "list/confirm"])
def test_a_list_that_is_none_keeps_what_was_pasted(
    session: Session, coordinator: Visitor, step: str
) -> None:
    edition = make_receiving(session)
    seen = coordinator.submit(f"{base(edition)}{step}", {"text": "まったくの\tでたらめ"})
    assert seen.status_code == 422
    assert "見出しの行が見つかりません" in seen.text
    assert "まったくの\tでたらめ" in seen.text
    wrong = {"text": LIST, "column-0": "blood"}
    assert coordinator.submit(f"{base(edition)}{step}", wrong).status_code in {400, 422}
    assert coordinator.submit(f"{base(edition)}{step}", {"text": "x" * 200_001}).status_code == 422


def test_where_nobody_comes_the_board_is_the_pairs(session: Session, coordinator: Visitor) -> None:
    edition = make_edition(session)
    answer = coordinator.get(base(edition))
    assert (answer.status_code, answer.location) == (302, f"{base(edition)}pairs/")
    refused = coordinator.submit(f"{base(edition)}list", {"text": LIST})
    assert refused.status_code == 422


def test_each_reading_of_a_family_is_logged_before_the_answer(
    session: Session, coordinator: Visitor, ring: Keyring
) -> None:
    family = make_family(session)
    seal(family, "address", "中央区見本1-1", ring=ring)
    session.flush()
    for path in (f"/hosting/families/{family.id}/", f"/hosting/families/{family.id}/edit"):
        assert "中央区見本1-1" in coordinator.get(path).text
    assert acts(session) == ["hosting.read_family", "hosting.read_family"]


def test_another_section_and_those_without_the_right_see_nothing(
    session: Session, client: Visitor, client_as: SignIn
) -> None:
    stay = make_placement(session)
    guest = session.get_one(Guest, stay.guest_id)
    paths = (
        f"/hosting/editions/{guest.edition_id}/",
        f"/hosting/families/{stay.family_id}/",
        f"/hosting/guests/{guest.id}/",
        f"/hosting/placements/{stay.id}/sheet.pdf",
        f"/hosting/editions/{guest.edition_id}/placements.xlsx",
        f"/hosting/editions/{guest.edition_id}/pairs/",
    )
    client.sign_in(make_user(session, role=Role.SECTION, section="教育委員会"))
    assert {client.get(path).status_code for path in paths} == {404}
    viewer, school = client_as(Role.VIEWER), client_as(Role.SCHOOL)
    assert {each.get(path).status_code for path in paths for each in (viewer, school)} == {403}
    assert acts(session) == []
    assert "hosting" not in viewer.get(f"/youth/editions/{guest.edition_id}/").text


def test_the_editions_page_counts_and_leads_there(session: Session, coordinator: Visitor) -> None:
    edition = make_receiving(session)
    make_guest(session, edition=edition)
    text = coordinator.get(f"/youth/editions/{edition.id}/").text
    assert "ホストファミリー 0家庭、ゲスト 1名（うち配置済 0名）" in text
    assert f'href="{base(edition)}"' in text
    sent = coordinator.get(f"/youth/editions/{make_edition(session).id}/").text
    assert "年度をまたぐペア 0組" in sent
    assert "ホストファミリー" not in sent


FAMILY = {
    "name": "見本 三郎",
    "members": "父 見本 三郎（45歳）\n母 見本 花子",
    "places": "2",
    "smoking": "none",
    "preference": "any",
    "pets": "なし",
    "languages": "英語、日本語",
    "registration_id": "",
}


def test_a_family_is_added_changed_and_ended(session: Session, coordinator: Visitor) -> None:
    edition = make_receiving(session)
    child = make_registration(session, edition=edition)
    path = f"{base(edition)}families/new"
    assert coordinator.get(path).status_code == 200
    for wrong in (
        {"mail": "見本"},
        {"free_from": "2026-08-01"},
        {"free_until": "2026-08-01"},
        {"name": ""},
    ):
        refused = coordinator.submit(path, {**FAMILY, **wrong})
        assert (refused.status_code, "見本 花子" in refused.text) == (422, True)
    sent = {**FAMILY, "key": str(uuid7()), "registration_id": str(child.id)}
    assert coordinator.submit(path, sent).status_code == 302
    session.expire_all()
    family = session.scalars(select(HostFamily)).one()
    assert (family.places, family.registration_id, family.animals) == (2, child.id, [])
    page = f"/hosting/families/{family.id}/"
    form = coordinator.get(f"{page}edit").text
    assert "父 見本 三郎（30～64歳）" in form
    changed = {**FAMILY, "name": "見本 四郎", "version": "1"}
    assert coordinator.submit(f"{page}edit", {**changed, "name": ""}).status_code == 422
    assert coordinator.submit(f"{page}edit", changed).status_code == 302
    assert "見本 四郎" in coordinator.get(page).text
    assert coordinator.get(f"{page}end").status_code == 200
    assert coordinator.submit(f"{page}end", {"version": "2"}).status_code == 422
    ended = coordinator.submit(f"{page}end", {"version": "2", "reason": "転居のため"})
    assert ended.location == base(edition)
    assert "転居のため" in coordinator.get(page).text


def test_a_check_is_recorded_on_its_page(session: Session, coordinator: Visitor) -> None:
    member = make_member(session)
    path = f"/hosting/members/{member.id}/checks/new"
    assert coordinator.get(path).status_code == 200
    check = {
        "kind": "interview",
        "checked_on": "2026-06-01",
        "result": "passed",
        "checked_by": "事業団 見本",
    }
    refused = coordinator.submit(path, {**check, "checked_on": "2026-07-02"})
    assert (refused.status_code, "先の日付" in refused.text) == (422, True)
    done = coordinator.submit(path, check)
    assert done.location == f"/hosting/families/{member.family_id}/"
    added = select(HostCheck).where(HostCheck.member_id == member.id)
    assert len(session.scalars(added).all()) == 1


GUEST = {"family_name": "Muster", "given_name": "Lena", "age": "16", "sex": "female"}


def test_a_guest_is_added_changed_and_taken_out(session: Session, coordinator: Visitor) -> None:
    edition = make_receiving(session)
    path = f"{base(edition)}guests/new"
    assert coordinator.get(path).status_code == 200
    assert coordinator.submit(path, {**GUEST, "age": "3"}).status_code == 422
    needs = {"avoids": ["dog"], "needs": "落花生を使わない"}
    assert coordinator.submit(path, {**GUEST, **needs}).location == base(edition)
    session.expire_all()
    guest = session.scalars(select(Guest)).one()
    page = f"/hosting/guests/{guest.id}/"
    shown = coordinator.get(page).text
    assert "落花生を使わない" in shown
    assert "確認できていません" in shown
    assert "落花生を使わない" in coordinator.get(f"{page}edit").text
    stale = coordinator.submit(f"{page}edit", {**GUEST, "version": "7"})
    assert stale.status_code == 409
    consent = {"consent_on": "2026-06-01", "consent_paper": "国際課 書庫3", "version": "1"}
    assert coordinator.submit(f"{page}edit", {**GUEST, **consent}).location == page
    assert coordinator.get(f"{page}withdraw").status_code == 200
    assert coordinator.submit(f"{page}withdraw", {"version": "2"}).status_code == 422
    gone = coordinator.submit(f"{page}withdraw", {"version": "2", "reason": "病気"})
    assert gone.location == base(edition)
    assert "参加取りやめ" in coordinator.get(base(edition)).text
    assert {"hosting.read_guest", "hosting.read_board"} <= set(acts(session))


def test_a_guest_is_placed_moved_and_the_stay_ended(
    session: Session, coordinator: Visitor, ring: Keyring
) -> None:
    edition = make_receiving(session)
    dogs = make_family(session, edition=edition, name="犬の家", animals=["dog"])
    calm = make_family(session, edition=edition, name="静かな家", languages=["en"])
    make_family(session, edition=edition, name="未確認の家", checked=0)
    guest = make_guest(session, edition=edition)
    seal(guest, "avoids", "dog", ring=ring)
    session.flush()
    page = f"/hosting/guests/{guest.id}/"
    shown = coordinator.get(page).text
    assert shown.index("静かな家") < shown.index("犬の家") < shown.index("未確認の家")
    assert shown.count('type="radio"') == 2
    assert "英語" in shown
    refused = coordinator.submit(
        f"{page}place", {"family_id": str(dogs.id), "reason": "近い", "key": str(uuid7())}
    )
    assert refused.status_code == 422
    assert "ペットについて食い違いがあります" in refused.text
    assert "近い" in refused.text
    assert coordinator.submit(f"{page}place", {"reason": "近い"}).status_code == 422
    known = {"family_id": str(dogs.id), "reason": "犬は預ける", "accepted": ["pets"]}
    assert coordinator.submit(f"{page}place", known).location == base(edition)
    moved = {"family_id": str(calm.id), "reason": "静かなほうがよい"}
    assert coordinator.submit(f"{page}place", moved).location == base(edition)
    history = coordinator.get(page).text
    for word in ("犬は預ける", "承知のうえ", "静かなほうがよい", "今の家庭"):
        assert word in history
    session.expire_all()
    stay = session.scalars(select(Placement).where(Placement.ended_at.is_(None))).one()
    end = f"/hosting/placements/{stay.id}/end"
    assert coordinator.get(end).status_code == 200
    assert coordinator.submit(end, {}).status_code == 422
    assert coordinator.submit(end, {"reason": "都合"}).location == page
    assert "静かな家" in coordinator.get(f"/hosting/families/{calm.id}/").text


def test_the_suggestion_is_turned_on_explained_and_ticked(
    session: Session, coordinator: Visitor
) -> None:
    edition = make_receiving(session)
    guest = make_guest(session, edition=edition)
    family = make_family(session, edition=edition, languages=["en"])
    left = make_guest(session, edition=edition, consent_on=None, consent_paper="")
    page = f"{base(edition)}suggestion"
    assert coordinator.get(page).status_code == 403
    assert coordinator.submit(page).location == page
    shown = coordinator.get(page).text
    assert f"{guest.id}:{family.id}" in shown
    assert "英語" in shown
    assert str(left.id) in shown
    assert "checked" not in shown
    chosen = {"chosen": [f"{guest.id}:{family.id}", "nobody:nowhere"]}
    assert coordinator.submit(f"{page}/accept", chosen).location == base(edition)
    session.expire_all()
    [stay] = session.scalars(select(Placement)).all()
    assert (stay.family_id, stay.suggested) == (family.id, True)
    assert "提案から" in coordinator.get(f"/hosting/guests/{guest.id}/").text
    forbidden = {"chosen": [f"{left.id}:{family.id}"]}
    refused = coordinator.submit(f"{page}/accept", forbidden)
    assert (refused.status_code, "同意書" in refused.text) == (422, True)
    assert coordinator.submit(page).location == base(edition)


def test_the_family_gets_days_and_needs_and_no_word_more(
    session: Session, coordinator: Visitor, ring: Keyring
) -> None:
    stay = make_placement(session, reason="落ち着いた子なので")
    guest = session.get_one(Guest, stay.guest_id)
    seal(guest, "needs", "食事に落花生を使わない", ring=ring)
    seal(guest, "avoids", "dog", ring=ring)
    session.flush()
    answer = coordinator.get(f"/hosting/placements/{stay.id}/sheet.pdf")
    assert answer.mimetype == "application/pdf"
    printed = PdfReader(io.BytesIO(answer.data)).pages[0].extract_text()
    for word in ("食事に落花生を使わない", "犬のいない家", guest.family_name, "8月1日～10日"):
        assert word in printed
    assert "落ち着いた子" not in printed
    assert guest.family_name not in answer.headers["Content-Disposition"]
    assert acts(session) == ["hosting.print_sheet"]
    plain = make_placement(session)
    paper = coordinator.get(f"/hosting/placements/{plain.id}/sheet.pdf?lang=en")
    assert "Nothing in particular" in PdfReader(io.BytesIO(paper.data)).pages[0].extract_text()


def test_the_division_gets_the_placements_as_a_workbook(
    session: Session, coordinator: Visitor
) -> None:
    edition = make_receiving(session)
    family = make_family(session, edition=edition, name="=見本家")
    guest = make_guest(session, edition=edition)
    make_placement(session, guest=guest, family=family)
    make_guest(session, edition=edition)
    answer = coordinator.get(f"{base(edition)}placements.xlsx")
    rows = load_workbook(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["ゲスト", "状況", "家庭"]
    assert rows[1][:5] == [guest.name.written, "配置済", "=見本家", "2026-08-01", "2026-08-10"]
    assert rows[2][1] == "配置待ち"


def test_a_pair_is_made_carried_given_a_new_host_and_ended(
    session: Session, coordinator: Visitor
) -> None:
    edition = make_receiving(session)
    page = f"{base(edition)}pairs/"
    assert "ゲストと本市の参加者がそろうと" in coordinator.get(page).text
    own, other = (make_registration(session, edition=edition) for _ in range(2))
    guest = make_guest(session, edition=edition)
    later = make_edition(
        session,
        programme=edition.programme,
        starts=datetime(2027, 8, 1, tzinfo=UTC).date(),
        ends=datetime(2027, 8, 10, tzinfo=UTC).date(),
    )
    assert coordinator.submit(page, {"guest_id": str(guest.id)}).status_code == 422
    made = {"guest_id": str(guest.id), "registration_id": str(own.id)}
    assert coordinator.submit(page, made).location == page
    pair = session.scalars(select(YouthPair)).one()
    name = session.get_one(Pupil, own.pupil_id).given_name
    assert name in coordinator.get(page).text
    one = f"{page}{pair.id}/"
    assert "まだ引き継いでいません" in coordinator.get(one).text
    assert coordinator.submit(f"{one}carry", {"version": "1"}).status_code == 422
    carried = {"edition_id": str(later.id), "version": "1"}
    assert coordinator.submit(f"{one}carry", carried).location == page
    assert "登録待ち" in coordinator.get(f"{base(later)}pairs/").text
    taken = {"registration_id": str(other.id), "version": "2"}
    assert coordinator.submit(f"{one}replace", taken).status_code == 422
    assert coordinator.submit(f"{one}replace", {**taken, "why": "辞退"}).location == page
    session.expire_all()
    new = session.scalars(select(YouthPair).where(YouthPair.ended_at.is_(None))).one()
    assert (new.pupil_id, new.replaces_id) == (other.pupil_id, pair.id)
    assert coordinator.submit(f"{page}{new.id}/end", {"version": "1"}).status_code == 422
    ended = {"version": "1", "reason": "卒業"}
    assert coordinator.submit(f"{page}{new.id}/end", ended).location == page
    assert "卒業" in coordinator.get(page).text
    assert coordinator.get(f"{page}{uuid7()}/").status_code == 404


def test_a_pair_whose_pupil_dropped_out_asks_for_a_new_host(
    session: Session, coordinator: Visitor
) -> None:
    edition = make_receiving(session)
    own = make_registration(session, edition=edition, state="withdrawn")
    pupil = session.get_one(Pupil, own.pupil_id)
    pair = make_pair(session, edition=edition, pupil=pupil)
    assert "新しい相手が必要" in coordinator.get(f"{base(edition)}pairs/").text
    assert (
        "新しい相手を記録してください" in coordinator.get(f"{base(edition)}pairs/{pair.id}/").text
    )


def test_a_manager_deletes_when_it_is_over_and_the_pages_say_so(
    session: Session, client_as: SignIn, at: Callable[[datetime], None]
) -> None:
    edition = make_receiving(session)
    make_plan(session, edition)
    guest, family = make_guest(session, edition=edition), make_family(session, edition=edition)
    make_placement(session, guest=guest, family=family)
    manager = client_as(Role.MANAGER)
    page = f"/privacy/hosting/{edition.id}/"
    assert page in manager.get(base(edition)).text
    assert manager.get(page).status_code == 200
    refused = manager.submit(page)
    assert (refused.status_code, "終了後に消去できます" in refused.text) == (422, True)
    at(PURGE_DAY)
    place = str(manager.submit(page).location)
    [kept] = session.scalars(select(ErasureRecord))
    assert (place, kept.counts) == (f"/privacy/records/{kept.id}/", {"hosting": 1})
    assert "期限前の消去" in manager.get(f"{place}?lang=ja").text
    assert manager.submit(page).location == base(edition), "nothing is left to delete"
    for path in (base(edition), f"/hosting/families/{family.id}/", f"/hosting/guests/{guest.id}/"):
        assert manager.get(path).status_code == 200
    assert f"家庭{family.number}番" in manager.get(base(edition)).text
    assert manager.get(f"{base(edition)}list").status_code == 200


def test_names_of_minors_stand_in_no_address(session: Session, coordinator: Visitor) -> None:
    edition = make_receiving(session)
    guest = make_guest(session, edition=edition)
    make_placement(session, guest=guest, family=make_family(session, edition=edition))
    pages = (base(edition), f"/hosting/guests/{guest.id}/", f"{base(edition)}pairs/")
    for page in pages:
        text = coordinator.get(page).text
        addresses = [part.split('"')[0] for part in text.split('href="')[1:]]
        assert [each for each in addresses if guest.given_name in each] == []


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_every_page_speaks_the_readers_language(
    session: Session, coordinator: Visitor, language: str
) -> None:
    edition = make_receiving(session)
    guest, family = make_guest(session, edition=edition), make_family(session, edition=edition)
    make_placement(session, guest=guest, family=family)
    words: dict[str, Any] = {"en": "Homestay", "zh-Hant": "寄宿家庭安排"}
    assert words[language] in coordinator.get(f"{base(edition)}?lang={language}").text
    for path in (f"/hosting/guests/{guest.id}/", f"/hosting/families/{family.id}/"):
        assert coordinator.get(f"{path}?lang={language}").status_code == 200


@pytest.mark.parametrize(("direction", "offered"), [("online", False), ("send", True)])
def test_an_edition_on_line_offers_no_homestay(
    session: Session, coordinator: Visitor, direction: str, offered: bool
) -> None:
    edition = make_edition(session, direction=YouthDirection(direction))
    assert (base(edition) in coordinator.get(f"/youth/editions/{edition.id}/").text) is offered
