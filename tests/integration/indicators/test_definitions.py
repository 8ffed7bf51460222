"""The table of indicators and what it says about figures the source lacks."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.database import Localized, flush
from exchange.core.errors import NotFoundError
from exchange.core.permissions import Role, system_actor
from exchange.indicators.enums import YearBasis
from exchange.indicators.models import MissingTable, SupersededBaseline
from exchange.indicators.queries.definitions import (
    all_indicators,
    indicator_by_slug,
    rules_of,
)
from exchange.indicators.search import find_hits
from tests.factories.indicators import make_indicator, make_rule
from tests.factories.strategy import make_measure, make_strategy
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor


@pytest.mark.parametrize(
    ("language", "words"),
    [("ja", "未設定"), ("en", "not set"), ("zh-Hant", "尚未訂定")],
)
def test_a_missing_target_reads_not_set(
    client: Visitor, session: Session, language: str, words: str
) -> None:
    make_indicator(session, make_measure(session, make_strategy(session), 4))
    page = client.get(f"/indicators/?lang={language}").text
    assert f'<span class="soft">{words}</span>' in page


def test_an_unofficial_japanese_title_is_marked_beside_the_original(
    client: Visitor, session: Session
) -> None:
    make_indicator(session, make_measure(session, make_strategy(session), 4))
    page = client.get("/indicators/?lang=ja").text
    assert "仮訳（原文未確認）</span>" in page
    assert '<span lang="zh-Hant">本市青少年的參與人數（累計）</span>' in page


def test_an_official_japanese_title_is_not_marked(client: Visitor, session: Session) -> None:
    make_indicator(session, make_measure(session, make_strategy(session), 4), ja_official=True)
    page = client.get("/indicators/?lang=ja").text
    assert "仮訳（原文未確認）</span>" not in page


def test_a_measure_without_a_table_is_named(client: Visitor, session: Session) -> None:
    measure = make_measure(session, make_strategy(session), 1)
    session.add(MissingTable(measure_id=measure.id, citation="seed-zh L128"))
    session.flush()
    index = client.get("/indicators/?lang=en").text
    assert "Measure 1, &#34;Raising people of the world&#34;: the source prints" in index
    assert "not in the source" in client.get("/strategy/?lang=en").text


def test_an_older_baseline_is_for_staff(
    client: Visitor, client_as: Callable[..., Visitor], session: Session
) -> None:
    indicator = make_indicator(session, make_measure(session, make_strategy(session), 4))
    session.add(
        SupersededBaseline(
            indicator_id=indicator.id,
            value=Decimal(47222),
            year=2022,
            year_basis=YearBasis.FISCAL,
            citation="seed-ja L398",
        )
    )
    session.flush()
    assert "47,222" not in client.get("/indicators/").text
    assert "47,222（2022 · 年度）" in client_as(Role.VIEWER).get("/indicators/?lang=ja").text


def test_the_list_is_ordered_and_takes_two_statements(session: Session) -> None:
    measure = make_measure(session, make_strategy(session), 4)
    for number in range(3):
        make_indicator(session, measure, slug=f"indicator-{number}", number=number)
    session.expire_all()
    with count_statements() as statements:
        found = all_indicators(session)
    assert [row.slug for row in found] == ["indicator-0", "indicator-1", "indicator-2"]
    assert len(statements) == 2


def test_an_unknown_indicator_is_not_found(session: Session) -> None:
    with pytest.raises(NotFoundError):
        indicator_by_slug(session, "nothing")


def test_the_versions_of_a_rule_stand_in_order(session: Session) -> None:
    indicator = make_indicator(session, make_measure(session, make_strategy(session), 4))
    with pytest.raises(NotFoundError):
        rules_of(session, indicator)
    second, first = (make_rule(session, indicator, number=number) for number in (2, 1))
    assert list(rules_of(session, indicator)) == [first, second]


def test_a_lock_has_who_when_and_why(session: Session) -> None:
    indicator = make_indicator(session, make_measure(session, make_strategy(session), 4))
    rule = make_rule(session, indicator)
    assert not rule.locked
    rule.locked_at = clock.now()
    with pytest.raises(IntegrityError):
        flush(session)


def test_an_indicator_stands_on_a_policy_or_on_a_measure(session: Session) -> None:
    measure = make_measure(session, make_strategy(session), 4)
    with pytest.raises(IntegrityError):
        make_indicator(session, measure, policy_id=measure.policy_id)


def test_search_finds_an_indicator(session: Session) -> None:
    make_indicator(session, make_measure(session, make_strategy(session), 4))
    (hit,) = find_hits(session, "青少年", system_actor("test"))
    assert isinstance(hit.title, Localized)
    assert hit.title["ja"] == "本市青少年の参加者数（累計）"
    assert hit.path == "/indicators/#youth-participation"
    assert list(find_hits(session, " ", system_actor("test"))) == []
