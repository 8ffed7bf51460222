"""The counting rule in force, which the indicators room keeps, and who it is asked about."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Integer, Uuid, column, func, select, table
from sqlalchemy.orm import Session

from exchange.youth.enums import EditionState, RegistrationState
from exchange.youth.models import ClosedYear, Edition, Registration
from exchange.youth.rules.counting import FIRST_RULE, CountingRule, version_of_year

_INDICATOR = "youth-participation"


def counting_rules(session: Session) -> Sequence[CountingRule]:
    """Return every version of the youth indicator's rule, the first one first; never none.

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
        column("since_year", Integer),
        column("locked_at"),
    )
    indicators = table("indicators", column("id", Uuid), column("slug"))
    found: Sequence[Any] = session.execute(
        select(
            rules.c.number,
            rules.c.first_year,
            rules.c.hosts_count,
            rules.c.online_counts,
            rules.c.early_return_counts,
            rules.c.since_year,
            rules.c.locked_at.is_not(None),
        )
        .join_from(rules, indicators, rules.c.indicator_id == indicators.c.id)
        .where(indicators.c.slug == _INDICATOR)
        .order_by(rules.c.number)
    ).all()
    return [CountingRule(*row) for row in found] or [FIRST_RULE]


def counting_rule(session: Session, fiscal_year: int) -> CountingRule:
    """Return the version of the rule that decides about a fiscal year.

    A closed one keeps the version it was sealed with, whatever is locked or unlocked later.
    """
    versions = counting_rules(session)
    closed = session.get(ClosedYear, fiscal_year)
    return version_of_year(versions, fiscal_year, sealed=closed.rule_version if closed else None)


def early_returns(session: Session, edition_id: UUID) -> int:
    """Return how many of those who completed an edition came home before the others."""
    statement = select(func.count()).where(
        Registration.edition_id == edition_id,
        Registration.state == RegistrationState.COMPLETED,
        Registration.left_early_on.is_not(None),
    )
    return session.scalar(statement) or 0


def unfinished_editions(session: Session, fiscal_year: int) -> Sequence[Edition]:
    """Return a fiscal year's editions that are neither closed nor cancelled, the first first."""
    ended = (EditionState.CLOSED, EditionState.CANCELLED)
    return session.scalars(
        select(Edition)
        .where(Edition.fiscal_year == fiscal_year, Edition.state.not_in(ended))
        .order_by(Edition.starts, Edition.id)
    ).all()
