"""The counting rule in force, which the indicators room keeps, and who it is asked about."""

from uuid import UUID

from sqlalchemy import Boolean, Integer, Uuid, column, func, select, table
from sqlalchemy.orm import Session

from exchange.youth.enums import RegistrationState
from exchange.youth.models import Registration
from exchange.youth.rules.counting import FIRST_RULE, CountingRule

_INDICATOR = "youth-participation"


def counting_rule(session: Session) -> CountingRule:
    """Return the newest version of the youth indicator's rule.

    Indicators live in a higher room, so they are read by table name.
    """
    rules = table(
        "counting_rules",
        column("indicator_id", Uuid),
        column("number", Integer),
        column("first_year", Integer),
        column("hosts_count", Boolean),
        column("online_counts", Boolean),
        column("early_return_counts", Boolean),
    )
    indicators = table("indicators", column("id", Uuid), column("slug"))
    newest = session.execute(
        select(
            rules.c.number,
            rules.c.first_year,
            rules.c.hosts_count,
            rules.c.online_counts,
            rules.c.early_return_counts,
        )
        .join_from(rules, indicators, rules.c.indicator_id == indicators.c.id)
        .where(indicators.c.slug == _INDICATOR)
        .order_by(rules.c.number.desc())
        .limit(1)
    ).one_or_none()
    if newest is None:
        return FIRST_RULE
    return CountingRule(
        version=newest[0],
        first_year=newest[1],
        hosting=newest[2],
        online=newest[3],
        early_return=newest[4],
    )


def early_returns(session: Session, edition_id: UUID) -> int:
    """Return how many of those who completed an edition came home before the others."""
    statement = select(func.count()).where(
        Registration.edition_id == edition_id,
        Registration.state == RegistrationState.COMPLETED,
        Registration.left_early_on.is_not(None),
    )
    return session.scalar(statement) or 0
