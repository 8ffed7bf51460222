"""Verbs on reported values: enter, accept, return, record and correct; rows are only added."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from sqlalchemy.orm import Session

from exchange.audit.services import created, record
from exchange.core import clock
from exchange.core.database import flush, stated
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.revisions import touch
from exchange.indicators.enums import ValueStep
from exchange.indicators.models import Indicator, IndicatorValue
from exchange.indicators.queries.values import locked_indicator, values_of
from exchange.indicators.reported import (
    ensure_approver,
    ensure_none_waits,
    ensure_reason,
    ensure_reported,
    ensure_value,
    ensure_year,
    reason_of,
    standing,
    waiting,
)
from exchange.youth.ledger import is_closed

#: How long a reason may be.
_REASON: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A value as it is reported: the figure, the document it stands in, and a note."""

    value: Decimal
    source: str
    note: str = ""
    #: The section whose figure it is.
    section: str = ""


def enter_value(
    session: Session,
    *,
    actor: Actor,
    slug: str,
    year: int,
    report: Report,
    is_demo: bool = False,
) -> IndicatorValue:
    """Keep what a section reports; it stands once the division accepts it.

    In a closed year its note says why the value is another one, or why it comes late.
    """
    indicator = _possible(session, slug, year, report)
    if is_closed(session, year):
        ensure_reason(report.note, field="note")
    row = IndicatorValue(
        step=ValueStep.ENTERED, reason="", is_demo=is_demo, **_stated(indicator, year, report)
    )
    entry = _add(session, row, actor=actor)
    _noted(session, entry, actor=actor, act="values.enter")
    return entry


def accept_value(session: Session, *, actor: Actor, slug: str, year: int) -> IndicatorValue:
    """Let the entry that waits stand for its year.

    In a closed year it is a correction: one entered it and says why, another one approves it.
    """
    indicator = locked_indicator(session, slug)
    entry = waiting(values_of(session, indicator.id, year))
    step, reason = ValueStep.ACCEPTED, ""
    if is_closed(session, year):
        ensure_approver(entry, actor.user_id, may=actor.may("corrections:approve"))
        step, reason = ValueStep.CORRECTED, reason_of(entry)[:_REASON]
    accepted = _follow(session, entry, step, reason, actor=actor)
    _noted(session, accepted, actor=actor, act="values.accept")
    return accepted


def return_value(
    session: Session, *, actor: Actor, slug: str, year: int, reason: str
) -> IndicatorValue:
    """Give the entry that waits back to its section, with the reason; what stood stands."""
    ensure_reason(reason)
    indicator = locked_indicator(session, slug)
    entry = waiting(values_of(session, indicator.id, year))
    returned = _follow(session, entry, ValueStep.RETURNED, reason, actor=actor)
    _noted(session, returned, actor=actor, act="values.return")
    return returned


def record_value(
    session: Session,
    *,
    actor: Actor,
    slug: str,
    year: int,
    report: Report,
    reason: str = "",
    is_demo: bool = False,
) -> IndicatorValue:
    """Write a value down for the division, as on paper; where one stands, correct it with why.

    In a closed year it is a correction whatever stands, of what is counted from activities too,
    and waits for another person to approve it.
    """
    closed = is_closed(session, year)
    indicator = _possible(session, slug, year, report, closed=closed)
    known = values_of(session, indicator.id, year)
    step = ValueStep.ACCEPTED
    if closed:
        ensure_none_waits(known)
        step = ValueStep.ENTERED
    elif standing(known) is not None:
        step = ValueStep.CORRECTED
    if step is not ValueStep.ACCEPTED:
        ensure_reason(reason)
    row = IndicatorValue(
        step=step, reason=reason, is_demo=is_demo, **_stated(indicator, year, report)
    )
    entry = _add(session, row, actor=actor)
    _noted(session, entry, actor=actor, act="values.record")
    return entry


def _possible(
    session: Session, slug: str, year: int, report: Report, *, closed: bool = False
) -> Indicator:
    indicator = locked_indicator(session, slug)
    ensure_reported(indicator, closed=closed)
    ensure_year(indicator, year, today=clock.today())
    ensure_value(indicator, report.value)
    return indicator


def _follow(
    session: Session, entry: IndicatorValue, step: ValueStep, reason: str = "", *, actor: Actor
) -> IndicatorValue:
    """Add what became of an entry, with the entry's own figure."""
    kept = {name: getattr(entry, name) for name in ("indicator_id", "year", "section", "is_demo")}
    kept |= {name: getattr(entry, name) for name in ("value", "source", "note")}
    return _add(session, IndicatorValue(step=step, reason=reason, **kept), actor=actor)


def _stated(indicator: Indicator, year: int, report: Report) -> dict[str, object]:
    """Return the columns of what is reported."""
    return {"indicator_id": indicator.id, "year": year, **stated(report)}


def _add(session: Session, entry: IndicatorValue, *, actor: Actor) -> IndicatorValue:
    """Number an entry after the others of its year, and keep it."""
    known = values_of(session, entry.indicator_id, entry.year)
    entry.number = known[-1].number + 1 if known else 1
    entry.at, entry.actor_id, entry.actor_name = clock.now(), actor.user_id, actor.name
    session.add(entry)
    flush(session)
    return entry


def _noted(session: Session, entry: IndicatorValue, *, actor: Actor, act: str) -> None:
    said = {"year": entry.year, "value": entry.value, "source": entry.source}
    record(
        session,
        actor=actor,
        act=act,
        subject=Subject("indicator", entry.indicator_id),
        changes=created({**said, "reason": entry.reason or None}),
    )
    touch(session, "indicators")
