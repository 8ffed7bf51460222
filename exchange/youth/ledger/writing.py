"""A closed edition becomes ledger rows, and a rule that is settled decides about them anew."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, case, func, literal, select, update
from sqlalchemy.orm import Session, joinedload

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import flush, take_turns, uuid7
from exchange.core.keys import LedgerKey
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.revisions import touch
from exchange.youth.enums import CountReason, RegistrationState, YouthDirection
from exchange.youth.enums.closing import CorrectionKind
from exchange.youth.ledger.closing import LEDGER, ensure_open
from exchange.youth.ledger.corrections import Finding, propose
from exchange.youth.ledger.totals import TOPIC, keep_totals
from exchange.youth.models import (
    ClosedYear,
    Edition,
    Participation,
    ParticipationPerson,
    Registration,
)
from exchange.youth.queries.counting import counting_rule, counting_rules
from exchange.youth.rules.counting import (
    BY_RULE,
    CountingRule,
    completion_of,
    count_reason,
    version_of_year,
)


def write_ledger(
    session: Session, *, actor: Actor, edition: Edition, ledger_key: LedgerKey
) -> Sequence[Participation]:
    """Write a participation for everyone who completed the edition, and the totals they change.

    Only `close_edition` calls this: it holds the edition's lock and its programme is loaded.
    """
    registrations = _completed(session, edition)
    take_turns(session, LEDGER)
    ensure_open(session, edition.fiscal_year)
    rule = counting_rule(session, edition.fiscal_year)
    rows = [_participation(row, edition, rule) for row in registrations]
    for row, registration in zip(rows, registrations, strict=True):
        row.person_digest = ledger_key.digest(registration.pupil_id)
    session.add_all(rows)
    flush(session)
    session.add_all(
        ParticipationPerson(participation_id=row.id, pupil_id=registration.pupil_id)
        for row, registration in zip(rows, registrations, strict=True)
    )
    keep_totals(session, [edition.fiscal_year])
    touch(session, TOPIC)
    counted = sum(row.counts for row in rows)
    record(
        session,
        actor=actor,
        act="participations.write",
        subject=Subject("edition", edition.id),
        changes={"participations": (None, len(rows)), "counted": (None, counted)},
    )
    return rows


def propose_late(
    session: Session, *, actor: Actor, edition: Edition, ledger_key: LedgerKey, reason: str
) -> int:
    """Enter everyone who counts of an edition closed after its year as a correction of the year.

    Returns how many. What does not count leaves no line: a sealed year takes no rows.
    """
    rule = counting_rule(session, edition.fiscal_year)
    counted = [
        row
        for row in _completed(session, edition)
        if count_reason(completion_of(row, edition, edition.programme), rule) is CountReason.COUNTED
    ]
    for row in counted:
        finding = Finding(
            fiscal_year=edition.fiscal_year,
            kind=CorrectionKind.FOUND,
            reason=reason,
            edition_id=edition.id,
            digests=[ledger_key.digest(row.pupil_id)],
            is_demo=edition.is_demo or row.pupil.is_demo,
        )
        propose(session, actor=actor, finding=finding)
    return len(counted)


def decide_anew(session: Session, *, actor: Actor, subject: Subject) -> None:
    """Let every open year's version of the rule decide about its rows, and keep the totals.

    `subject` is the version that was locked or unlocked. What does not hang on the rule (guests,
    chaperones, other organisers) stays; nobody has to be known any more for the rest.
    """
    versions = counting_rules(session)
    take_turns(session, LEDGER)
    sealed = select(ClosedYear.fiscal_year)
    years = session.scalars(
        select(Participation.fiscal_year)
        .where(Participation.fiscal_year.not_in(sealed))
        .distinct()
        .order_by(Participation.fiscal_year)
    ).all()
    for year in years:
        before = _counted(session, year)
        _decide_year(session, year, version_of_year(versions, year))
        if (after := _counted(session, year)) != before:
            record(
                session,
                actor=actor,
                act="participations.decide_anew",
                subject=subject,
                changes={"fiscal_year": (year, year), "counted": (before, after)},
            )
    session.expire_all()
    keep_totals(session, years)
    touch(session, TOPIC)


def _decide_year(session: Session, year: int, rule: CountingRule) -> None:
    """Write what a version says into the rows of a year that another one decided."""
    others = update(Participation).where(
        Participation.fiscal_year == year, Participation.rule_version != rule.version
    )
    reason = _reason(rule)
    decided = others.where(Participation.reason.in_(BY_RULE)).values(
        reason=reason, counts=reason == CountReason.COUNTED
    )
    for statement in (decided, others.values(rule_version=rule.version)):
        session.execute(statement.execution_options(synchronize_session=False))


def _completed(session: Session, edition: Edition) -> Sequence[Registration]:
    return session.scalars(
        select(Registration)
        .where(
            Registration.edition_id == edition.id,
            Registration.state == RegistrationState.COMPLETED,
        )
        .options(joinedload(Registration.pupil), joinedload(Registration.school))
        .order_by(Registration.id)
    ).all()


def _participation(
    registration: Registration, edition: Edition, rule: CountingRule
) -> Participation:
    reason = count_reason(completion_of(registration, edition, edition.programme), rule)
    return Participation(
        id=uuid7(),
        fiscal_year=edition.fiscal_year,
        partner_id=edition.programme.partner_id,
        edition_id=edition.id,
        direction=edition.direction,
        school_level=registration.school.level,
        counts=reason is CountReason.COUNTED,
        reason=reason,
        left_early=registration.left_early_on is not None,
        rule_version=rule.version,
        written_at=clock.now(),
        is_demo=edition.is_demo or registration.pupil.is_demo,
    )


def _reason(rule: CountingRule) -> ColumnElement[CountReason]:
    """Say in SQL what `count_reason` says of a row the rule decides about."""
    column = Participation.reason.type
    refusals = (
        (not rule.hosting, Participation.direction == YouthDirection.RECEIVE, CountReason.HOSTING),
        (not rule.online, Participation.direction == YouthDirection.ONLINE, CountReason.ONLINE),
        (not rule.early_return, Participation.left_early.is_(True), CountReason.EARLY_RETURN),
    )
    whens = [(met, literal(reason, column)) for refused, met, reason in refusals if refused]
    counted = literal(CountReason.COUNTED, column)
    return case(*whens, else_=counted) if whens else counted


def _counted(session: Session, fiscal_year: int) -> int:
    statement = select(func.count()).where(
        Participation.fiscal_year == fiscal_year, Participation.counts.is_(True)
    )
    return session.scalar(statement) or 0
