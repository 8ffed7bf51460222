"""Indicators with their targets, and a counting rule."""

from decimal import Decimal
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.database import Localized
from exchange.indicators.enums import Method, Reach, ReadingKind, YearBasis
from exchange.indicators.models import CountingRule, Indicator, IndicatorTarget
from exchange.strategy.models import Measure, search_key_of

_POSITIONS = count(1)


def make_indicator(session: Session, measure: Measure, **changes: Any) -> Indicator:  # noqa: ANN401 - any of its columns
    """Add the youth indicator: baseline 14 (2023), no target for 2027, 30 in 2031."""
    texts = {
        "ja": "本市青少年の参加者数（累計）",
        "zh-Hant": "本市青少年的參與人數（累計）",
        "en": "Young people of the city (cumulative)",
    }
    position = next(_POSITIONS)
    values: dict[str, Any] = {
        "slug": "youth-participation",
        "number": 2,
        "position": position,
        "measure_id": measure.id,
        "title": Localized(texts),
        "search_key": search_key_of(texts),
        "citations": ["seed-zh L533-540"],
        "ja_official": False,
        "unit": Localized({"ja": "人", "zh-Hant": "人", "en": "person-times"}),
        "decimals": 0,
        "year_basis": YearBasis.FISCAL,
        "year_basis_printed": False,
        "baseline": Decimal(14),
        "baseline_year": 2023,
        "mark": "累計",
        "gross": True,
        "accumulates": True,
        "method": Method.YOUTH_PARTICIPATION,
    }
    targets = changes.pop("targets", {2027: None, 2031: Decimal(30)})
    indicator = Indicator(**(values | changes))
    session.add(indicator)
    session.flush()
    for year, value in targets.items():
        session.add(IndicatorTarget(indicator_id=indicator.id, year=year, value=value))
    session.flush()
    return indicator


def make_rule(session: Session, indicator: Indicator, **changes: Any) -> CountingRule:  # noqa: ANN401 - any of its columns
    """Add version 1 of the counting rule; `locked=True` locks it."""
    values: dict[str, Any] = {
        "indicator_id": indicator.id,
        "number": 1,
        "default_reading": ReadingKind.RUNNING_TOTAL,
        "first_year": 2024,
        "hosts_count": True,
        "reach": Reach.LIVING_OR_ATTENDING,
        "online_counts": False,
        "early_return_counts": True,
    }
    if changes.pop("locked", False):
        lock = {"locked_at": clock.now(), "locked_by": "見本 課長", "lock_reason": "課内で確認"}
        values |= lock
    changes.setdefault("since_year", changes.get("first_year", values["first_year"]))
    rule = CountingRule(**(values | changes))
    session.add(rule)
    session.flush()
    return rule
