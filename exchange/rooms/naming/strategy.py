"""The strategy, its indicators, and who is asked for figures."""

from operator import attrgetter
from typing import Final

from exchange.core.messages import message
from exchange.indicators.models import (
    CountingRule,
    Indicator,
    IndicatorTarget,
    IndicatorValue,
    MissingTable,
    SupersededBaseline,
)
from exchange.inquiries.models import Inquiry
from exchange.rooms.naming.making import NAME, TITLE, at, kind
from exchange.strategy.models import (
    Activity,
    BackgroundFact,
    LeadingProject,
    Measure,
    Policy,
    Strategy,
    SubMeasure,
    TargetRegion,
)

STRATEGY: Final = {
    "strategy": kind(message("audit.kind.strategy"), Strategy, title=TITLE),
    "policy": kind(message("audit.kind.policy"), Policy, title=TITLE),
    "measure": kind(
        message("audit.kind.measure"), Measure, title=TITLE, path=at("/strategy/measures/{0.slug}/")
    ),
    "sub_measure": kind(message("audit.kind.sub_measure"), SubMeasure, title=TITLE),
    "leading_project": kind(
        message("audit.kind.leading_project"),
        LeadingProject,
        title=TITLE,
        path=at("/strategy/projects/{0.slug}/"),
    ),
    "target_region": kind(message("audit.kind.target_region"), TargetRegion, title=NAME),
    "background_fact": kind(message("audit.kind.background_fact"), BackgroundFact, title=TITLE),
    "activity": kind(
        message("audit.kind.activity"),
        Activity,
        title=TITLE,
        path=at("/strategy/activities/{0.id}/"),
        opens="progress:read",
    ),
    "indicator": kind(
        message("audit.kind.indicator"), Indicator, title=TITLE, path=at("/indicators/{0.slug}/")
    ),
    "indicator_target": kind(message("audit.kind.indicator_target"), IndicatorTarget),
    "indicator_value": kind(message("audit.kind.indicator_value"), IndicatorValue),
    "superseded_baseline": kind(message("audit.kind.superseded_baseline"), SupersededBaseline),
    "missing_table": kind(message("audit.kind.missing_table"), MissingTable),
    "counting_rule": kind(message("audit.kind.counting_rule"), CountingRule),
    "inquiry": kind(
        message("audit.kind.inquiry"),
        Inquiry,
        title=attrgetter("section"),
        path=at("/inquiries/{0.id}/"),
        opens="inquiries:read",
    ),
}
