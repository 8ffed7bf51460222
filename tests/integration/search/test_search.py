"""One box over every room's hits, and only what the person may see."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.core.permissions import Role, system_actor
from exchange.reference.loader import load_reference
from tests.factories.delegations import make_visit
from tests.factories.tasks import make_task
from tests.servers.visitor import Visitor


@pytest.fixture
def coordinator(client_as: Callable[..., Visitor]) -> Visitor:
    visitor = client_as(Role.COORDINATOR)
    visitor.get("/search/?lang=en")
    return visitor


def hits(page: str) -> list[str]:
    return re.findall(r'<li><a href="(/[^"]*)">', page.split('id="main"')[1])


@pytest.mark.parametrize("text", ["髙雄", "高雄", " 高雄 "])
def test_a_name_is_found_in_any_of_its_spellings(
    coordinator: Visitor, session: Session, text: str
) -> None:
    load_reference(session, actor=system_actor("test"))
    task = make_task(session, title="高雄への手紙")
    found = hits(coordinator.get("/search/", query_string={"q": text}).text)
    assert "/partners/kaohsiung/" in found
    assert f"/tasks/{task.id}/edit" in found


@pytest.mark.parametrize(
    ("language", "partner", "visit", "due"),
    [
        (
            "ja",
            ">ハイデルベルク市",
            ">ハイデルベルク友好訪問</a>",
            "期限：令和9年(2027年)4月1日",
        ),
        ("en", ">Heidelberg", ">Visit to Heidelberg</a>", "Due 1 April 2027"),
        ("zh-Hant", ">海德堡", ">海德堡友好訪問</a>", "期限：2027年4月1日"),
    ],
)
def test_hits_are_said_in_the_reader_s_language(
    coordinator: Visitor, session: Session, language: str, partner: str, visit: str, due: str
) -> None:
    load_reference(session, actor=system_actor("test"))
    make_visit(session)
    make_task(session, title="ハイデルベルクへの手紙", due=date(2027, 4, 1))
    query = {"q": "ハイデルベルク", "lang": language}
    page = coordinator.get("/search/", query_string=query).text
    for words in (partner, visit, due):
        assert words in page


def test_a_title_that_is_not_in_the_reader_s_language_is_marked(
    coordinator: Visitor, session: Session
) -> None:
    load_reference(session, actor=system_actor("test"))
    make_visit(session, title=Localized({"ja": "市議会の訪問"}))
    page = coordinator.get("/search/", query_string={"q": "市議会"}).text
    assert '<span lang="ja">市議会の訪問</span></a>' in page


def test_a_viewer_finds_no_task_and_a_school_neither(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    make_task(session, title="高雄への手紙")
    for role in (Role.VIEWER, Role.SCHOOL):
        assert hits(client_as(role).get("/search/?q=高雄").text) == []


@pytest.mark.parametrize("text", ["", "   ", "・"])
def test_nothing_typed_says_what_can_be_found(coordinator: Visitor, text: str) -> None:
    page = coordinator.get("/search/", query_string={"q": text}).text
    assert "Looks through cities, visits, programmes, people and tasks at once." in page


@pytest.mark.parametrize("text", ["no such thing", "%", "_", "<b>", "'; --"])
def test_nothing_found_repeats_what_was_typed_and_harms_nothing(
    coordinator: Visitor, session: Session, text: str
) -> None:
    make_task(session)
    page = coordinator.get("/search/", query_string={"q": text}).text
    assert "Nothing matches" in page
    assert "<b>" not in page


def test_a_very_long_text_is_cut(coordinator: Visitor) -> None:
    page = coordinator.get("/search/", query_string={"q": "a" * 5000}).text
    assert f'value="{"a" * 100}"' in page


def test_the_box_in_the_header_is_for_those_who_may_search(
    coordinator: Visitor, client: Visitor
) -> None:
    assert 'id="site-search"' in coordinator.get("/search/").text
    assert 'id="site-search"' not in client.get("/").text
    assert client.get("/search/?q=a").location == "/accounts/sign-in?next=/search/?q%3Da"
