"""The list of partners and a page a partner, for everyone and for staff."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.agreements.models import DateClaim
from exchange.core import clock
from exchange.core.database import Localized, reference_uuid
from exchange.core.dates import PartialDate
from exchange.core.permissions import Role, system_actor
from exchange.partners.queries import partners_matching
from exchange.partners.search import find_hits
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]

SLUGS = [
    "guilin",
    "san-antonio",
    "heidelberg",
    "rome-ga",
    "ulsan",
    "suzhou-new-district",
    "aix-en-provence",
    "kaohsiung",
]

#: Words of the staff's part, which no public page may hold.
STAFF_ONLY = (
    "日付の根拠",
    "2015年6月",
    "平成22年(2010年)3月23日",
    "2025年10月",
    "30周年の盟約",
    "L679-681",
    "職員向けの情報",
    "36,323",
)


@pytest.fixture
def noon(client: Visitor) -> Iterator[Visitor]:
    """Hold the clock at noon of 21 November 2026 in Kumamoto."""
    clock.fix(datetime(2026, 11, 21, 3, 0, tzinfo=UTC))
    yield client
    clock.fix(None)


def page(client: Visitor, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("ja", ["桂林市", "ローム市（米国ジョージア州）", "台湾", "友好交流都市"]),
        ("en", ["Guilin", "Rome, Georgia", "Taiwan", "Friendship Exchange City"]),
        ("zh-Hant", ["桂林市", "羅馬市（喬治亞州）", "台灣", "友好交流城市"]),
    ],
)
def test_the_list_names_the_eight_in_their_order(
    client: Visitor, lang: str, names: list[str]
) -> None:
    found = page(client, f"/partners/?lang={lang}")
    places = [found.index(f'<a href="/partners/{slug}/">') for slug in SLUGS]
    assert places == sorted(places)
    for name in names:
        assert name in found


def test_the_map_carries_the_numbers_of_the_list(client: Visitor) -> None:
    found = page(client, "/partners/")
    for number, slug in enumerate(SLUGS, start=1):
        assert f'href="/partners/{slug}/" aria-label="{number} ' in found


def test_the_list_shows_the_time_there_since_when_and_what_comes_next(noon: Visitor) -> None:
    found = page(noon, "/partners/")
    assert "21:00</time> （熊本より15時間遅い）" in found
    assert "12:00</time> （熊本と同じ）" in found
    assert "35周年" in found
    assert "令和9年(2027年)5月19日" in found


@pytest.mark.parametrize("lang", ["ja", "en", "zh-Hant"])
def test_each_partner_has_a_page_in_each_language(client: Visitor, lang: str) -> None:
    for slug in SLUGS:
        assert page(client, f"/partners/{slug}/?lang={lang}").count("<h1>") == 1


def test_a_page_says_what_the_sources_say(client: Visitor) -> None:
    found = page(client, "/partners/heidelberg/")
    for words in (
        "友好都市",
        "バーデン・ヴュルテンベルク州",
        "約160,000人",
        "年の記載なし",
        "109 km²",
        "医療、青少年交流、スポーツ、訪問団の相互派遣",
        "平成4年(1992年)5月19日",
        "友好都市協定の再調印",
        "1992年9月",
        "熊本市ホームページ「ハイデルベルク市」",
        'href="http://www.heidelberg.de/" rel="external noreferrer"',
        '<span lang="de">Heidelberg</span>',
    ):
        assert words in found


def test_a_district_is_not_called_a_city(client: Visitor) -> None:
    found = page(client, "/partners/suzhou-new-district/")
    assert "<h1>蘇州高新区</h1>" in found
    assert "<dt>属する市</dt><dd>蘇州市</dd>" in found
    assert "蘇州高新区市" not in found


def test_the_memorandum_s_end_and_the_gap_are_shown(client: Visitor) -> None:
    found = page(client, "/partners/kaohsiung/")
    assert "期間満了" in found
    assert "2016年9月から平成29年(2017年)1月11日までは、協定のない期間でした。" in found
    assert "熊本県" in found
    assert "期間の定めはありません。" in found


def test_everyone_reads_that_sources_disagree_and_no_more(client: Visitor) -> None:
    found = page(client, "/partners/rome-ga/")
    assert "資料により異なります" in found
    assert "植木町" in found
    assert "平成22年(2010年)3月22日まで" in found
    for words in STAFF_ONLY:
        assert words not in found


def test_a_school_sees_what_everyone_sees(client_as: SignIn) -> None:
    found = page(client_as(Role.SCHOOL), "/partners/rome-ga/")
    for words in STAFF_ONLY:
        assert words not in found


@pytest.mark.parametrize("role", [Role.VIEWER, Role.SECTION, Role.COORDINATOR, Role.MANAGER])
def test_staff_see_every_claim_and_the_other_figures(client_as: SignIn, role: Role) -> None:
    found = page(client_as(role), "/partners/rome-ga/")
    for words in STAFF_ONLY:
        assert words in found
    if (heading := "日付の根拠</h2>") in found:
        assert found.index("公開のページには出ません") < found.index(heading)
    assert ("周年を公開する" in found) is (role is Role.MANAGER)


def test_an_english_relation_is_marked_as_our_translation(client: Visitor) -> None:
    found = page(client, "/partners/ulsan/?lang=en")
    assert 'Friendship and Cooperation City (<span lang="ja">友好協力都市</span>)' in found
    assert "(English is our translation)" in found


def test_a_closed_network_has_no_links_outside(app: Flask, client_as: SignIn) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], public=False)
    viewer = client_as(Role.VIEWER)
    for path in ("/partners/heidelberg/", "/partners/"):
        assert "noreferrer" not in page(viewer, path)
    assert "http://www.heidelberg.de/" in page(viewer, "/partners/heidelberg/")


@pytest.mark.parametrize("path", ["/partners/nowhere/", "/partners/Guilin/"])
def test_an_unknown_partner_is_not_found(client: Visitor, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_year_alone_is_counted_without_a_fiscal_year(client: Visitor, session: Session) -> None:
    key = reference_uuid("agreement", "guilin-1979")
    adopted = select(DateClaim).where(DateClaim.agreement_id == key, DateClaim.adopted)
    session.scalars(adopted).one().date = PartialDate(1979)
    session.flush()
    found = page(client, "/partners/guilin/")
    assert '<td role="cell" data-label="期日" class="date">2029年</td>' in found
    assert '<td role="cell" data-label="年度"></td>' in found


def test_a_partner_without_a_public_basis_has_no_anniversary(
    client: Visitor, session: Session
) -> None:
    for claim in session.scalars(select(DateClaim)):
        claim.adopted = False
    session.flush()
    assert "数えられる周年がありません。" in page(client, "/partners/guilin/")
    assert page(client, "/partners/").count("<h1>") == 1


def cost(visitor: Visitor, path: str) -> int:
    with count_statements() as statements:
        page(visitor, path)
    return len(statements)


def test_a_page_costs_at_most_sixteen_statements_whatever_its_rows(client: Visitor) -> None:
    costs = {cost(client, f"/partners/{slug}/") for slug in SLUGS}
    assert len(costs) == 1
    assert max(costs) <= 16, costs


def test_staff_s_page_costs_a_few_more(client_as: SignIn) -> None:
    manager = client_as(Role.MANAGER)
    page(manager, "/partners/rome-ga/")
    assert cost(manager, "/partners/rome-ga/") <= 30


def test_the_list_costs_at_most_six_statements(client: Visitor) -> None:
    assert cost(client, "/partners/") <= 6


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("桂林", ["guilin"]),
        ("けいりん", ["guilin"]),
        ("ケイリン", ["guilin"]),
        ("heidel", ["heidelberg"]),
        ("ＵＬＳＡＮ", ["ulsan"]),
        ("울산", ["ulsan"]),
        ("蔚山廣域", ["ulsan"]),
        ("罗马", ["rome-ga"]),
        ("市", [slug for slug in SLUGS if slug != "suzhou-new-district"]),
        ("%", []),
        ("", []),
        ("東京", []),
    ],
)
def test_a_partner_is_found_by_any_spelling(session: Session, text: str, slugs: list[str]) -> None:
    assert [partner.slug for partner in partners_matching(session, text)] == slugs


def test_a_hit_leads_to_the_partner_s_page(session: Session) -> None:
    (hit,) = find_hits(session, "ろーむし", system_actor("test"))
    assert isinstance(hit.title, Localized)
    assert isinstance(hit.text, Localized)
    assert (hit.title["ja"], hit.path, hit.text["ja"]) == (
        "ローム市（米国ジョージア州）",
        "/partners/rome-ga/",
        "姉妹都市",
    )
