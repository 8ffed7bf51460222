"""The strategy's page, for the public and for staff."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.core.permissions import Role, system_actor
from exchange.strategy.queries import FoundTitle, current_strategy, titles_matching
from exchange.strategy.search import find_hits
from tests.factories.indicators import make_indicator
from tests.factories.strategy import make_strategy
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

DRAFT_ONLY = ("発表と表彰の機会", "欧州", "seed-ja")


def test_the_page_shows_the_tree_in_order(client: Visitor, session: Session) -> None:
    make_strategy(session)
    page = client.get("/strategy/?lang=zh-Hant").text
    wanted = [
        "第2期熊本市國際策略",
        "推動地區國際化",
        "全球人才的培養與傳承至下一代",
        "培養承擔地方發展的全球人才",
        "支持肩負下一代的青少年在國際舞台上取得成功",
    ]
    assert sorted(wanted, key=page.index) == wanted


def test_japanese_titles_are_marked_as_the_draft_s_wording(
    client: Visitor, session: Session
) -> None:
    make_strategy(session)
    assert "【素案の表記】" in client.get("/strategy/?lang=ja").text
    assert "素案の表記" not in client.get("/strategy/?lang=zh-Hant").text


def test_an_english_title_stands_above_the_japanese_one(client: Visitor, session: Session) -> None:
    make_strategy(session)
    page = client.get("/strategy/?lang=en").text
    assert "Raising people of the world</a></h3>" in page
    assert '<span lang="ja">グローバルな人材の育成と次世代への継承</span>' in page


@pytest.mark.parametrize("role", [None, Role.SCHOOL])
def test_what_the_draft_alone_says_is_not_public(
    client: Visitor, client_as: Callable[..., Visitor], session: Session, role: Role | None
) -> None:
    make_strategy(session)
    visitor = client_as(role) if role else client
    page = visitor.get("/strategy/?lang=ja").text
    assert [text for text in DRAFT_ONLY if text in page] == []


@pytest.mark.parametrize("role", [Role.VIEWER, Role.COORDINATOR, Role.MANAGER])
def test_staff_see_what_the_draft_alone_says(
    client_as: Callable[..., Visitor], session: Session, role: Role
) -> None:
    make_strategy(session)
    page = client_as(role).get("/strategy/?lang=ja").text
    assert [text for text in DRAFT_ONLY if text in page] == list(DRAFT_ONLY)


def test_indicators_stand_under_their_measure(client: Visitor, session: Session) -> None:
    strategy = make_strategy(session)
    session.expire_all()
    loaded = current_strategy(session)
    assert loaded is strategy
    make_indicator(session, loaded.policies[0].measures[0])
    page = client.get("/strategy/?lang=ja").text
    measure = page.index('id="measure-5"')
    assert (
        measure < page.index("本市青少年の参加者数（累計）") < page.index('id="leading-projects"')
    )


def test_before_loading_the_page_says_what_to_do(client: Visitor) -> None:
    assert "exchange load-reference" in client.get("/strategy/?lang=ja").text


def test_the_tree_takes_few_statements(session: Session) -> None:
    make_strategy(session)
    session.expire_all()
    with count_statements() as statements:
        current_strategy(session)
    assert len(statements) == 6


def test_search_finds_titles_of_every_kind_in_any_language(session: Session) -> None:
    make_strategy(session)
    found = {
        text: [hit.anchor for hit in titles_matching(session, text)]
        for text in ("地域国際化", "培養與傳承", "STAGE", "地域を担う", "地域", "", "%")
    }
    assert found == {
        "地域国際化": ["policy-5"],
        "培養與傳承": ["measure-5"],
        "STAGE": ["leading-project-09"],
        "地域を担う": ["measure-5"],
        "地域": ["policy-5", "measure-5"],
        "": [],
        "%": [],
    }
    assert isinstance(next(iter(titles_matching(session, "stage"))), FoundTitle)


def test_a_hit_leads_to_its_part_of_the_page(session: Session) -> None:
    make_strategy(session)
    (hit,) = find_hits(session, "stage", system_actor("test"))
    assert isinstance(hit.title, Localized)
    assert hit.title["en"] == "Backing the next generation on the international stage"
    assert hit.path == "/strategy/#leading-project-09"
