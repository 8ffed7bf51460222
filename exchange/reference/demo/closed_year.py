"""The demo's closed fiscal years: a rule locked for show, the seals, and one correction by two."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.dates import FiscalYear
from exchange.core.keys import LedgerKey
from exchange.core.permissions import Actor
from exchange.indicators.models import CountingRule
from exchange.indicators.queries.definitions import SLUG, indicator_by_slug, rules_of
from exchange.indicators.services import (
    Closing,
    RuleAnswers,
    close_year,
    draft_rule,
    enter_found,
    lock_rule,
)
from exchange.reference.demo.stage import moment
from exchange.youth.enums import RegistrationState
from exchange.youth.ledger import approve
from exchange.youth.models import Edition, Registration


def load_closed_year(
    session: Session, *, coordinator: Actor, manager: Actor, ledger_key: LedgerKey, today: date
) -> None:
    """Close every year before this one; afterwards one pupil is found to have been there.

    The rule of the reference data stays as it is, provisional: the demo locks a version of its
    own with the same answers, and public pages read neither it nor the years it closes.
    """
    year = FiscalYear.of(today).previous
    closed_on = min(today, year.last_day + timedelta(days=50))
    with clock.held(moment(closed_on)):
        rule = _rule(session, coordinator)
        lock_rule(
            session,
            actor=manager,
            number=rule.number,
            version=rule.version,
            reason="（見本）課内会議で確認したため",
        )
        for each in range(rule.first_year, year.start + 1):
            closing = Closing(each, "（見本）国際第8号", 0, accepted=True, is_demo=True)
            close_year(session, actor=manager, closing=closing)
    with clock.held(moment(min(today, closed_on + timedelta(days=30)))):
        missed = _missed(session, year)
        found = enter_found(
            session,
            actor=coordinator,
            edition_id=missed.edition_id,
            registration_id=missed.id,
            reason="（見本）引率者の出席簿で参加を確認したため",
            ledger_key=ledger_key,
        )
        approve(session, actor=manager, key=found.id, version=found.version)


def _missed(session: Session, year: FiscalYear) -> Registration:
    """Return somebody who was noted as absent in a year."""
    return session.scalars(
        select(Registration)
        .join(Edition, Registration.edition_id == Edition.id)
        .where(Edition.fiscal_year == year.start, Registration.state == RegistrationState.ABSENT)
        .order_by(Registration.id)
        .limit(1)
    ).one()


def _rule(session: Session, actor: Actor) -> CountingRule:
    """Write the answers of the first version down once more, for show."""
    first = rules_of(session, indicator_by_slug(session, SLUG))[0]
    answers = RuleAnswers(
        default_reading=first.default_reading,
        since_year=first.first_year,
        hosts_count=first.hosts_count,
        online_counts=first.online_counts,
        early_return_counts=first.early_return_counts,
        reason="（見本）年度の確定をお見せするため。答えは第1版と同じです。",
    )
    return draft_rule(session, actor=actor, answers=answers, is_demo=True)
