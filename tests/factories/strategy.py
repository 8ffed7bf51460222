"""A small tree of a strategy: one policy, one measure with one heading, one project, one region."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.core.dates import PartialDate
from exchange.strategy.models import (
    LeadingProject,
    Measure,
    Policy,
    Strategy,
    SubMeasure,
    TargetRegion,
    search_key_of,
)


def titled(number: int, texts: Mapping[str, str], citation: str) -> dict[str, Any]:
    """Return the columns every titled row has."""
    return {
        "number": number,
        "title": Localized(texts),
        "search_key": search_key_of(texts),
        "citations": [citation],
    }


def make_strategy(session: Session) -> Strategy:
    """Add the strategy with its tree, from titles of the real one."""
    strategy = Strategy(
        slug="international-strategy-2",
        title=Localized({"ja": "第2期熊本市国際戦略", "zh-Hant": "第2期熊本市國際策略"}),
        vision=Localized({"ja": "世界に選ばれる「上質な生活都市」"}),
        enacted=PartialDate.parse("2024-03"),
        first_year=2024,
        last_year=2031,
        review_year=2027,
    )
    session.add(strategy)
    session.flush()
    make_project(session, strategy)
    session.add(
        TargetRegion(
            slug="europe",
            strategy_id=strategy.id,
            number=1,
            name=Localized({"ja": "欧州", "en": "Europe", "zh-Hant": "歐洲"}),
            partners=["heidelberg"],
            citation="seed-ja L237-239",
        )
    )
    make_measure(session, strategy)
    session.flush()
    return strategy


def make_project(session: Session, strategy: Strategy) -> LeadingProject:
    """Add the ninth leading project, with what the draft says of it."""
    texts = {
        "ja": "次世代を担う青少年の国際的な活躍の後押し",
        "zh-Hant": "支持肩負下一代的青少年在國際舞台上取得成功",
        "en": "Backing the next generation on the international stage",
    }
    project = LeadingProject(
        slug="leading-project-09",
        strategy_id=strategy.id,
        draft_only=Localized({"ja": "発表と表彰の機会", "en": "occasions to present"}),
        draft_citation="seed-ja L382",
        **titled(9, texts, "seed-zh L565"),
    )
    session.add(project)
    return project


def make_measure(session: Session, strategy: Strategy, number: int = 5) -> Measure:
    """Add a measure under a policy of its own, with one heading."""
    policy_texts = {
        "ja": "地域国際化の推進",
        "zh-Hant": "推動地區國際化",
        "en": "Making the community more international",
    }
    policy = Policy(
        slug=f"policy-{number}",
        strategy_id=strategy.id,
        **titled(number, policy_texts, "seed-zh L303"),
    )
    session.add(policy)
    session.flush()
    measure_texts = {
        "ja": "グローバルな人材の育成と次世代への継承",
        "zh-Hant": "全球人才的培養與傳承至下一代",
        "en": "Raising people of the world",
    }
    measure = Measure(
        slug=f"measure-{number}",
        policy_id=policy.id,
        **titled(number, measure_texts, "seed-zh L467"),
    )
    session.add(measure)
    session.flush()
    heading = {"ja": "地域を担うグローバルな人材の育成", "zh-Hant": "培養承擔地方發展的全球人才"}
    session.add(SubMeasure(measure_id=measure.id, **titled(1, heading, "seed-zh L488-490")))
    return measure


def make_earlier_policy(session: Session) -> Policy:
    """Add a strategy that ended before the present one, with a policy of it."""
    strategy = Strategy(
        slug="international-strategy-1",
        title=Localized({"ja": "熊本市国際戦略"}),
        vision=Localized({"ja": "めざす姿"}),
        enacted=PartialDate.parse("2016"),
        first_year=2016,
        last_year=2023,
        review_year=2019,
    )
    session.add(strategy)
    session.flush()
    texts = {"ja": "第1期の基本方針"}
    policy = Policy(slug="policy-old", strategy_id=strategy.id, **titled(1, texts, "seed-ja L1"))
    session.add(policy)
    session.flush()
    return policy
