"""Versions of the youth indicator's rule: drafted, put right, locked and unlocked."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import Changes, created, record
from exchange.core import clock
from exchange.core.database import (
    add_once,
    expect_version,
    flush,
    restate,
    stated,
    take_turns,
    uuid7,
)
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.indicators.enums import ReadingKind, RuleStep
from exchange.indicators.models import CountingRule, RuleDecision
from exchange.indicators.queries.definitions import SLUG, indicator_by_slug
from exchange.indicators.queries.versions import decisions_of, locked_rule, locked_versions
from exchange.indicators.rules import ensure_draft, ensure_locked, ensure_since, ensure_unlocked
from exchange.youth.ledger import LEDGER, closed_years, decide_anew, first_open_year


@dataclass(frozen=True, slots=True)
class RuleAnswers:
    """What a version answers, from which fiscal year, and why it was written.

    Whom the city takes for its own youth is asked when somebody registers; no version decides it.
    """

    default_reading: ReadingKind
    since_year: int
    hosts_count: bool
    online_counts: bool
    early_return_counts: bool
    reason: str


def draft_rule(
    session: Session,
    *,
    actor: Actor,
    answers: RuleAnswers,
    key: UUID | None = None,
    is_demo: bool = False,
) -> CountingRule:
    """Write the next version; it moves no figure before it is locked. Sent twice it is one."""
    take_turns(session, LEDGER)
    indicator = indicator_by_slug(session, SLUG)
    versions = locked_versions(session, indicator.id)
    first_year = versions[0].first_year
    ensure_since(answers.since_year, first_year, first_open_year(session))
    rule = CountingRule(
        id=key or uuid7(),
        indicator_id=indicator.id,
        number=versions[-1].number + 1,
        first_year=first_year,
        drafted_by=actor.name,
        is_demo=is_demo,
        reach=versions[-1].reach,
        **stated(answers),
    )
    rule, new = add_once(session, rule)
    if new:
        _decided(session, rule, RuleStep.DRAFTED, answers.reason, actor=actor)
        _noted(session, rule, created(stated(answers)), actor=actor, act="counting_rules.draft")
    return rule


def revise_rule(
    session: Session, *, actor: Actor, number: int, version: int, answers: RuleAnswers
) -> CountingRule:
    """Put a draft right; one that was ever locked stays as it was read."""
    take_turns(session, LEDGER)
    rule = locked_rule(session, number)
    expect_version(rule, version)
    ensure_draft([decision.step for decision in decisions_of(session, rule)], number=rule.number)
    ensure_since(answers.since_year, rule.first_year, first_open_year(session))
    if changes := restate(rule, stated(answers)):
        flush(session)
        _decided(session, rule, RuleStep.REVISED, answers.reason, actor=actor)
        _noted(session, rule, changes, actor=actor, act="counting_rules.revise")
    return rule


def lock_rule(
    session: Session, *, actor: Actor, number: int, version: int, reason: str
) -> CountingRule:
    """Settle a version: from its year on it decides, and the ledger is decided anew."""
    take_turns(session, LEDGER)
    rule = locked_rule(session, number)
    expect_version(rule, version)
    ensure_unlocked(rule)
    if rule.number not in {year.rule_version for year in closed_years(session)}:
        ensure_since(rule.since_year, rule.first_year, first_open_year(session))
    values = {"locked_at": clock.now(), "locked_by": actor.name, "lock_reason": reason}
    _settle(session, rule, values, RuleStep.LOCKED, actor=actor)
    return rule


def unlock_rule(
    session: Session, *, actor: Actor, number: int, version: int, reason: str
) -> CountingRule:
    """Take a lock back: what it decided is provisional again, or another version's to decide."""
    take_turns(session, LEDGER)
    rule = locked_rule(session, number)
    expect_version(rule, version)
    ensure_locked(rule)
    values = {"locked_at": None, "locked_by": None, "lock_reason": None}
    _settle(session, rule, values, RuleStep.UNLOCKED, actor=actor, reason=reason)
    return rule


def _settle(
    session: Session,
    rule: CountingRule,
    values: Mapping[str, object],
    step: RuleStep,
    *,
    actor: Actor,
    reason: str = "",
) -> None:
    changes = restate(rule, values)
    flush(session)
    _decided(session, rule, step, reason or str(values["lock_reason"]), actor=actor)
    _noted(
        session,
        rule,
        changes,
        actor=actor,
        act="counting_rules.lock" if step is RuleStep.LOCKED else "counting_rules.unlock",
    )
    decide_anew(session, actor=actor, subject=Subject("counting_rule", rule.id))


def _decided(
    session: Session, rule: CountingRule, step: RuleStep, reason: str, *, actor: Actor
) -> None:
    session.add(
        RuleDecision(
            rule_id=rule.id,
            step=step,
            at=clock.now(),
            actor_id=actor.user_id,
            actor_name=actor.name,
            reason=reason,
        )
    )
    flush(session)


def _noted(
    session: Session, rule: CountingRule, changes: Changes, *, actor: Actor, act: str
) -> None:
    subject = Subject("counting_rule", rule.id)
    record(session, actor=actor, act=act, subject=subject, changes=changes)
