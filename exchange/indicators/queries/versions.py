"""The versions of the youth indicator's rule, and what was decided about each."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.errors import NotFoundError
from exchange.indicators.models import CountingRule, Indicator, RuleDecision
from exchange.indicators.queries.definitions import SLUG


def version_by_number(session: Session, number: int) -> CountingRule:
    """Return a version of the rule; raises NotFoundError."""
    return _one(session, number)


def locked_rule(session: Session, number: int) -> CountingRule:
    """Return a version with its row held to the transaction's end; raises NotFoundError."""
    return _one(session, number, lock=True)


def locked_versions(session: Session, indicator_id: UUID) -> Sequence[CountingRule]:
    """Return every version in order, held so that the next number is one person's."""
    return session.scalars(
        select(CountingRule)
        .where(CountingRule.indicator_id == indicator_id)
        .order_by(CountingRule.number)
        .with_for_update()
    ).all()


def decisions_of(session: Session, rule: CountingRule) -> Sequence[RuleDecision]:
    """Return what was decided about a version, the first thing first."""
    return session.scalars(
        select(RuleDecision)
        .where(RuleDecision.rule_id == rule.id)
        .order_by(RuleDecision.at, RuleDecision.id)
    ).all()


def _one(session: Session, number: int, *, lock: bool = False) -> CountingRule:
    statement = (
        select(CountingRule)
        .join(Indicator, CountingRule.indicator_id == Indicator.id)
        .where(Indicator.slug == SLUG, CountingRule.number == number)
    )
    if lock:
        statement = statement.with_for_update(of=CountingRule).execution_options(
            populate_existing=True
        )
    found = session.scalar(statement)
    if found is None:
        raise NotFoundError
    return found
