"""The register's pages: list and files, an agreement, its forms and what they refuse."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.http import parse_options_header

from exchange.agreements.models import Agreement, DateClaim
from exchange.agreements.queries import agreement_by_slug
from exchange.core import clock
from exchange.core.database import Localized, reference_uuid, uuid7
from exchange.core.permissions import Role
from exchange.delegations.enums import VisitState
from tests.factories.delegations import make_visit
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor
from tests.unit.documents.test_xlsx_files import read

SignIn = Callable[..., Visitor]
ULSAN = "/agreements/ulsan-2010/"


def key(kind: str, slug: str) -> str:
    return str(reference_uuid(kind, slug))


#: What a browser sends of choices nobody touched.
CLAIM = {"source_id": key("source", "KM-US"), "kind": "official"}
PARTY = {"names": "見本県", "role": "co-party", "successor_id": "", "source_id": ""}
FACT = {"text": "議事録による", "source_id": "", "document_id": ""}
NEW = {
    "predecessor_id": "",
    "kind": "memorandum",
    "title": "見本の覚書",
    "term_kind": "fixed",
    "term_years": "3",
    "fields": ["culture", "sport"],
    "text_languages": ["ja", "ko"],
    "document_number": "国際第1号",
    "signing": ["by-deputy"],
    "ceremony_on": "令和6年10月",
    "clair_heads_sign": "yes",
    "clair_not_one_field": "unknown",
    "clair_council": "unknown",
}


@pytest.fixture
def person(client_as: SignIn) -> Visitor:
    return client_as(Role.COORDINATOR)


def test_the_register_lists_every_agreement_and_what_sources_say(person: Visitor) -> None:
    page = person.get("/agreements/").text
    assert "13件" in page
    for words in ("国際交流促進覚書", "期間満了", "3年", "資料により異なります", "日付は未確認"):
        assert words in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=memorandum", ["国際交流促進覚書"]),
        ("partner=aix-en-provence", ["意向書", "「交流都市」協定"]),
        ("state=lapsed", ["国際交流促進覚書"]),
        ("field=economy", ["熊本県・熊本市・高雄市友好交流協定"]),
        ("partner=ulsan&kind=memorandum", []),
    ],
)
def test_the_register_is_narrowed(person: Visitor, query: str, found: list[str]) -> None:
    page = person.get(f"/agreements/?{query}").text
    assert (f"{len(found)}件" in page) == bool(found)
    assert ("条件に合う協定はありません。" in page) is (not found)
    rows = csv_of(person, f"/agreements/register.csv?{query}")
    assert [row["名称"] for row in rows] == found


def test_an_unknown_filter_is_refused(person: Visitor) -> None:
    assert person.get("/agreements/?kind=treaty").status_code == 400


def csv_of(person: Visitor, path: str) -> list[dict[str, str]]:
    answer = person.get(path)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_the_register_s_file_says_what_the_page_says(person: Visitor) -> None:
    rows = {row["名称"]: row for row in csv_of(person, "/agreements/register.csv")}
    memorandum = rows["国際交流促進覚書"]
    assert memorandum["締結日（分かる精度まで）"] == "2013-09-09"
    assert (memorandum["期間（年）"], memorandum["期間満了（年月）"]) == ("3", "2016-09")
    assert memorandum["当事者"] == "熊本県; 熊本市; 高雄市"
    assert memorandum["状態"] == "期間満了"
    takeover = rows["姉妹都市関係の承継"]
    assert takeover["資料により異なる"] == "はい"
    assert rows["30周年の盟約"]["締結日（分かる精度まで）"] == ""
    assert "植木町 - 平成22年(2010年)3月22日" in rows["友好関係の盟約（旧植木町）"]["当事者"]


@pytest.mark.parametrize(
    ("lang", "title", "unknown"),
    [
        ("ja", "CLAIR調査用一覧", "未確認"),
        ("en", "CLAIR survey", "Unknown"),
        ("zh-Hant", "CLAIR調查用清單", "未確認"),
    ],
)
def test_clair_s_file_invents_no_answer(
    person: Visitor, lang: str, title: str, unknown: str
) -> None:
    answer = person.get(f"/agreements/clair.xlsx?lang={lang}")
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert ".xlsx" in disposition
    head, *rows = read(answer.data)
    assert len(rows) == 13
    names = parse_options_header(disposition)[1]
    assert names["filename"] == f"{title}.xlsx"
    texts = [text for _, text in rows[0]]
    assert texts[0] == "431001"
    criteria = [
        at
        for at, (_, name) in enumerate(head)
        if name in {"三要件のすべて", "All three criteria", "三項要件全部"}
    ]
    assert {row[criteria[0]][1] for row in rows} == {unknown}


def test_clair_s_file_holds_the_partner_s_figures_and_the_story(person: Visitor) -> None:
    with clock.held(datetime(2026, 11, 22, 3, 0, tzinfo=UTC)):
        rows = {row["名称"]: row for row in csv_of(person, "/agreements/clair.csv")}
    heidelberg = rows["友好都市協定の調印"]
    assert (heidelberg["人口（人）"], heidelberg["面積（平方キロメートル）"]) == (
        "160000",
        "109",
    )
    assert heidelberg["提携の経緯"] == "協定の理念は「平和と環境に対する共通の責任」です。"


@pytest.mark.parametrize("slug", ["kaohsiung-2013", "rome-ga-takeover", "rome-ga-2025"])
@pytest.mark.parametrize("lang", ["ja", "en", "zh-Hant"])
def test_each_agreement_has_a_page(person: Visitor, slug: str, lang: str) -> None:
    page = person.get(f"/agreements/{slug}/?lang={lang}")
    assert page.status_code == 200
    assert page.text.count("<h1") == 1


def test_the_page_shows_both_dates_where_sources_disagree(person: Visitor) -> None:
    page = person.get("/agreements/rome-ga-takeover/").text
    for words in ("資料により異なります", "2015年6月（採用）", "平成22年(2010年)3月23日"):
        assert words in page


def test_a_viewer_reads_and_is_offered_nothing_to_change(client_as: SignIn) -> None:
    page = client_as(Role.VIEWER).get(ULSAN).text
    assert "文化、観光、スポーツ、環境" in page
    for words in ("記入する", "内容を直す", "当事者を加える"):
        assert words not in page


def test_an_agreement_is_made_step_by_step(person: Visitor, session: Session) -> None:
    assert "/agreements/new?partner=ulsan" in person.get("/agreements/new").text
    assert "蔚山広域市" in person.get("/agreements/new?partner=ulsan").text
    made = person.submit("/agreements/new?partner=ulsan", {**NEW, "key": str(uuid7())})
    assert made.status_code == 302
    page = person.get(made.headers["Location"]).text
    for words in (
        "協定を台帳に加えました。",
        "見本の覚書",
        "代理の者が署名",
        "2024年10月",
        "日本語、한국어",
        "国際第1号",
        "日付の根拠はまだありません。",
    ):
        assert words in page
    slug = made.headers["Location"].split("/")[2]
    assert agreement_by_slug(session, slug).clair_heads_sign.value == "yes"
    counted = person.submit(f"/agreements/{slug}/basis", {})
    assert "職員のみ" in person.get(counted.headers["Location"]).text


@pytest.mark.parametrize(
    ("path", "fields", "sentence"),
    [
        ("/agreements/new?partner=ulsan", {**NEW, "title": ""}, "名称"),
        ("/agreements/new?partner=ulsan", {**NEW, "term_years": ""}, "年数を入力"),
        (f"{ULSAN}edit", {**NEW, "version": "1", "term_kind": "none"}, "「期間あり」のときだけ"),
        (f"{ULSAN}end", {"version": "1", "ended_on": "2009", "reason": "見本"}, "締結より前の日"),
        (f"{ULSAN}end", {"version": "1", "ended_on": "いつか", "reason": "見本"}, "読み取れません"),
        (f"{ULSAN}claims/new", {**CLAIM, "date": "2010-04"}, "すでに記録"),
        (f"{ULSAN}claims/new", {**CLAIM, "date": "2010", "source_id": "new"}, "新しい出典の題名"),
        (f"{ULSAN}parties/new", {**PARTY, "until": "2020", "since": "2021"}, "始まりより前"),
        (f"{ULSAN}facts/council", FACT, "出典か文書のどちらかを選んでください。"),
    ],
)  # fmt: skip
def test_a_refused_form_says_why(
    person: Visitor, path: str, fields: dict[str, Any], sentence: str
) -> None:
    answer = person.submit(path, fields)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_an_agreement_is_changed_and_a_stale_form_shows_both(
    person: Visitor, session: Session
) -> None:
    opened = person.get(f"{ULSAN}edit").text
    assert 'value="友好協力都市協定の締結"' in opened
    assert person.submit(f"{ULSAN}edit", {**NEW, "version": "1"}).headers["Location"] == ULSAN
    stale = person.submit(f"{ULSAN}edit", {**NEW, "title": "別の題", "version": "1"})
    assert stale.status_code == 409
    assert "見本の覚書" in stale.text
    assert "別の題" in stale.text


def test_an_agreement_is_ended_from_its_page(person: Visitor) -> None:
    assert person.get(f"{ULSAN}end").status_code == 200
    fields = {"version": "1", "ended_on": "2024-03-31", "reason": "合意による終了"}
    answer = person.submit(f"{ULSAN}end", fields)
    page = person.get(answer.headers["Location"]).text
    for words in ("協定の終了を記録しました。", "終了", "合意による終了", "令和6年(2024年)3月31日"):
        assert words in page
    assert "（令和6年(2024年)3月31日まで）" in person.get("/partners/ulsan/").text


def test_a_claim_with_a_new_source_waits_on_the_page_of_claims(
    person: Visitor, session: Session
) -> None:
    assert person.get(f"{ULSAN}claims/new").status_code == 200
    fields = {
        "date": "H22.4.26",
        "source_id": "new",
        "kind": "news",
        "title": "見本新聞",
        "url": "https://news.example/",
        "key": str(uuid7()),
    }
    answer = person.submit(f"{ULSAN}claims/new", fields)
    assert answer.headers["Location"] == "/agreements/claims/"
    page = person.get("/agreements/claims/").text
    assert "日付の根拠を加えました（より詳しい）。" in page
    assert "出典：見本新聞" in page
    coarse = {**CLAIM, "date": "2010", "key": str(uuid7())}
    agreeing = person.submit(f"{ULSAN}claims/new", coarse)
    assert agreeing.headers["Location"] == ULSAN


def test_an_adoption_is_told_on_the_agreement_s_page(person: Visitor) -> None:
    fields = {
        "claims": [key("date_claim", "ulsan-2010/SEOUL/2010-04-26")],
        "reason": "韓国の三紙が一致",
    }
    person.submit("/agreements/claims/", fields)
    page = person.get(ULSAN).text
    assert "2010年4月 → 平成22年(2010年)4月26日" in page
    assert "理由：韓国の三紙が一致" in page


def test_the_waiting_claims_go_through_one_page_one_reason_and_one_confirm(
    person: Visitor, session: Session
) -> None:
    keys = [
        key("date_claim", "rome-ga-2025/MATSUKAWA/2025-10"),
        key("date_claim", "ulsan-2010/SEOUL/2010-04-26"),
    ]
    person.submit("/agreements/claims/", {"claims": keys, "reason": "市の資料で確認"})
    page = person.get("/partners/rome-ga/").text
    assert "30周年の盟約" in page
    session.expire_all()
    adopted = session.scalars(select(DateClaim.id).where(DateClaim.adopted)).all()
    assert {str(found) for found in adopted} >= set(keys)


def test_a_party_and_a_fact_are_written_down(person: Visitor, session: Session) -> None:
    party = {**PARTY, "since": "2012-04", "key": str(uuid7())}
    assert person.get(f"{ULSAN}parties/new").status_code == 200
    assert person.submit(f"{ULSAN}parties/new", party).headers["Location"] == ULSAN
    added = agreement_by_slug(session, "ulsan-2010").parties[-1]
    path = f"{ULSAN}parties/{added.id}/edit"
    assert 'value="2012-04"' in person.get(path).text
    changed = {**party, "until": "2020-03-31", "version": str(added.version)}
    assert person.submit(path, changed).headers["Location"] == ULSAN
    assert person.submit(path, changed).status_code == 409
    fact = {**FACT, "source_id": key("source", "KM-US"), "locator": "p. 3"}
    assert person.submit(f"{ULSAN}facts/council", fact).headers["Location"] == ULSAN
    page = person.get(ULSAN).text
    for words in ("2012年4月から", "令和2年(2020年)3月31日まで", "議事録による", "p. 3"):
        assert words in page
    assert "議事録による" in person.get(f"{ULSAN}facts/council").text


def test_clair_s_file_says_what_was_done_in_the_year(person: Visitor, session: Session) -> None:
    for title, day, state in (
        ("見本訪問団", date(2026, 10, 5), VisitState.CONFIRMED),
        ("中止の訪問団", date(2026, 10, 6), VisitState.CANCELLED),
        ("前年の訪問団", date(2026, 3, 31), VisitState.CLOSED),
    ):
        make_visit(
            session,
            partners=["heidelberg"],
            title=Localized({"ja": title}),
            starts=day,
            ends=day,
            state=state,
        )
    with clock.held(datetime(2026, 11, 22, 3, 0, tzinfo=UTC)):
        rows = {row["名称"]: row for row in csv_of(person, "/agreements/clair.csv")}
    before, this = (name for name in rows["友好都市の提携"] if "の活動" in name)
    assert [name.partition("の")[0] for name in (before, this)] == [
        "令和7年度(2025年度)",
        "令和8年度(2026年度)",
    ]
    signed, again = rows["友好都市協定の調印"], rows["友好都市協定の再調印"]
    assert (signed[before], signed[this]) == ("2026-03-31 前年の訪問団", "2026-10-05 見本訪問団")
    assert (again[this], rows["友好都市の提携"][this]) == ("", "")


@pytest.mark.parametrize(
    "path",
    [
        "/agreements/nowhere/",
        "/agreements/nowhere/edit",
        f"{ULSAN}facts/rumour",
        f"{ULSAN}parties/0190c7c0-0000-7000-8000-000000000000/edit",
        "/agreements/new?partner=nowhere",
    ],
)
def test_what_is_not_there_is_not_found(person: Visitor, path: str) -> None:
    assert person.get(path).status_code == 404


def test_pages_cost_few_statements(person: Visitor, session: Session) -> None:
    slugs = session.scalars(select(Agreement.slug).order_by(Agreement.slug)).all()
    assert cost(person, "/agreements/") <= 10
    # Every source of the calendar is asked, each a fixed number of times.
    assert cost(person, "/agreements/clair.csv") <= 35
    pages = {slug: cost(person, f"/agreements/{slug}/") for slug in slugs}
    assert max(pages.values()) <= 16, pages


def cost(person: Visitor, path: str) -> int:
    with count_statements() as statements:
        assert person.get(path).status_code == 200
    return len(statements)


def test_a_coordinator_sets_a_claim_aside_from_the_agreements_page(client_as: SignIn) -> None:
    coordinator = client_as(Role.COORDINATOR)
    path = "/agreements/rome-ga-takeover/"
    claim = key("date_claim", "rome-ga-takeover/KM-RO/2010-03-23")
    assert f"{path}claims/{claim}/set-aside" in coordinator.get(path).text
    refused = coordinator.submit(f"{path}claims/{claim}/set-aside", {"reason": ""})
    assert refused.status_code == 422
    done = coordinator.submit(f"{path}claims/{claim}/set-aside", {"reason": "合併の日"})
    assert done.status_code == 302
    page = coordinator.get(path).text
    assert f"{path}claims/{claim}/set-aside" not in page
    assert coordinator.get(f"{path}claims/{claim}/set-aside").status_code == 404
