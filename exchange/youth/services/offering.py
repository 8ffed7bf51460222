"""The waiting list moves: a free seat is offered to the next, accepted, or passed on."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.database import flush
from exchange.core.languages import OFFICE_ZONE, Language
from exchange.core.messages import label, message
from exchange.core.permissions import Actor, system_actor
from exchange.core.translate import translate
from exchange.jobs.services import enqueue
from exchange.youth.enums import EditionState, RegistrationState
from exchange.youth.enums.waiting import WaitingAct
from exchange.youth.models import Edition, Registration, WaitingNote
from exchange.youth.queries.eligibility import eligibility_of
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.queries.seats import seats_of
from exchange.youth.queries.waiting import (
    editions_with_overdue_offers,
    last_notes,
    next_number,
    offers_of,
    taken_seats,
    waiting_of,
)
from exchange.youth.rules.eligibility import failed
from exchange.youth.rules.registrations import ensure_changeable
from exchange.youth.rules.seats import ensure_seat
from exchange.youth.rules.waiting import (
    Turn,
    Waiter,
    ensure_offer,
    is_expired,
    next_turn,
    offer_deadline,
    openings_of,
)
from exchange.youth.services.consent_links import plan_offer_reminder, plan_reminders
from exchange.youth.services.offer_mails import plan_offer_mail
from exchange.youth.services.steps import expect_seen, locked_registration, take_step
from exchange.youth.services.telling import tell_school_of

#: Kind of the job that passes on what was not answered in time.
EXPIRE: Final = "youth.expire_offers"
_LIST: Final = "waiting list"


def fill_seats(session: Session, *, edition: Edition) -> Sequence[Registration]:
    """Offer every free seat to the next who can take it; the edition's lock is held.

    Nothing is offered before the edition is announced, or from its first day on.
    """
    today = clock.today()
    until = offer_deadline(today, days=edition.offer_days, starts=edition.starts)
    if edition.state is not EditionState.ANNOUNCED or until < today:
        return []
    flush(session)
    offered: list[Registration] = []
    waiting = list(waiting_of(session, edition.id))
    while waiting and (openings := openings_of(edition, taken_seats(session, edition))).seats:
        turn = next_turn(_waiters(session, edition, waiting), openings)
        rows = {row.id: row for row in waiting}
        _note_skipped(session, turn, rows)
        if turn.offered is None:
            _note_nobody(session, edition.id)
            break
        row = rows[turn.offered.key]
        _offer(session, row, until)
        offered.append(row)
        passed = {row.id, *(waiter.key for waiter, _ in turn.skipped)}
        waiting = [each for each in waiting if each.id not in passed]
    return offered


def offer_free_seats(session: Session, *, actor: Actor, edition_id: UUID) -> Sequence[Registration]:
    """Take back the overdue offers of an edition the actor works with; offer what is free."""
    edition = locked_edition(session, actor, edition_id)
    ensure_changeable(edition.state)
    expire_offers(session, edition_id=edition.id)
    return fill_seats(session, edition=edition)


def accept_offer(
    session: Session, *, actor: Actor, registration_id: UUID, version: int | None = None
) -> Registration:
    """Take an offered seat, on its last day at the latest, while one is left."""
    registration = locked_registration(session, actor, registration_id)
    expect_seen(registration, version)
    ensure_offer(registration.state, registration.offer_until, clock.today())
    edition = registration.edition
    seats = seats_of(session, [edition], answered=True)
    ensure_seat(seats[edition.id])
    target = RegistrationState.SELECTED
    take_step(session, actor=actor, registration=registration, target=target)
    _note(session, registration, WaitingAct.ACCEPTED, actor=actor)
    plan_reminders(session)
    tell_school_of(
        session,
        registration,
        message("youth.waiting.mail.accepted_subject"),
        message("youth.waiting.mail.accepted"),
    )
    flush(session)
    return registration


def note_leaving(
    session: Session, *, actor: Actor, registration: Registration, offered: bool, reason: str
) -> None:
    """Say in the minutes that somebody declined an offered seat, and pass on what is free."""
    if offered:
        told = WaitingAct.DECLINED
        _note(session, registration, told, actor=actor, reason=reason)
    fill_seats(session, edition=registration.edition)


def expire_offers(session: Session, *, edition_id: UUID) -> Sequence[Registration]:
    """Take back the offers of an edition that nobody answered in time, and pass the seats on."""
    actor = system_actor(_LIST)
    edition = locked_edition(session, actor, edition_id)
    today = clock.today()
    overdue = [row for row in offers_of(session, edition.id) if is_expired(row.offer_until, today)]
    for row in overdue:
        reason = translate(message("youth.waiting.expired", day=row.offer_until), Language.JA)
        target = RegistrationState.DECLINED
        take_step(session, actor=actor, registration=row, target=target, reason=reason)
        _note(session, row, WaitingAct.EXPIRED)
        subject = message("youth.waiting.mail.expired_subject")
        tell_school_of(session, row, subject, message("youth.waiting.mail.expired"))
    if overdue:
        fill_seats(session, edition=edition)
    return overdue


def expire_all_offers(session: Session) -> Sequence[Registration]:
    """Take back every offer whose last day is over, edition by edition."""
    keys = editions_with_overdue_offers(session, clock.today())
    return [row for key in keys for row in expire_offers(session, edition_id=key)]


def _offer(session: Session, row: Registration, until: date) -> None:
    rank, target = row.waitlist_rank, RegistrationState.OFFERED
    actor = system_actor(_LIST)
    take_step(session, actor=actor, registration=row, target=target, until=until)
    flush(session)
    _note(session, row, WaitingAct.OFFERED, until=until, rank=rank)
    subject = message("youth.waiting.mail.offer_subject")
    tell_school_of(session, row, subject, message("youth.waiting.mail.offer", day=until))
    plan_offer_mail(session, row)
    plan_offer_reminder(session, until)
    midnight = datetime.combine(until + timedelta(days=1), time(), OFFICE_ZONE)
    enqueue(session, EXPIRE, {"edition": str(row.edition_id)}, run_at=midnight)


def _waiters(
    session: Session, edition: Edition, waiting: Sequence[Registration]
) -> Sequence[Waiter]:
    """Ask the edition's rules anew: what was in order in spring may not be in summer."""
    findings = eligibility_of(session, edition, waiting)
    return [
        Waiter(
            row.id,
            row.waitlist_rank or 0,
            row.school_id,
            row.pupil.gender,
            [
                translate(label(found.kind), Language.JA)
                for found in failed(findings.get(row.id, ()))
            ],
        )
        for row in waiting
    ]


def _note_skipped(session: Session, turn: Turn, rows: dict[UUID, Registration]) -> None:
    """Say who was passed over; once, as long as the reason and the place stay the same."""
    if not turn.skipped:
        return
    edition_id = rows[turn.skipped[0][0].key].edition_id
    before = last_notes(session, edition_id)
    new = []
    for waiter, reason in turn.skipped:
        said = "、".join(waiter.failed) or None
        last = before.get(waiter.key)
        if last and (last.skipped, last.reason, last.rank) == (reason, said, waiter.rank):
            continue
        new.append(
            _line(
                rows[waiter.key], WaitingAct.SKIPPED, rank=waiter.rank, skipped=reason, reason=said
            )
        )
    _write(session, edition_id, new)


def _note_nobody(session: Session, edition_id: UUID) -> None:
    """Say that nobody can take the seat; once, until something else happens on the list."""
    last = last_notes(session, edition_id).get(None)
    if last is None or last.told is not WaitingAct.NOBODY:
        _write(session, edition_id, [_line(None, WaitingAct.NOBODY)])


def _note(
    session: Session,
    row: Registration,
    told: WaitingAct,
    *,
    actor: Actor | None = None,
    **values: object,
) -> None:
    _write(session, row.edition_id, [_line(row, told, actor=actor, **values)])


def _line(
    row: Registration | None, told: WaitingAct, *, actor: Actor | None = None, **values: object
) -> WaitingNote:
    return WaitingNote(
        registration_id=row.id if row else None,
        told=told,
        at=clock.now(),
        actor_name=actor.name if actor else _LIST,
        **values,
    )


def _write(session: Session, edition_id: UUID, lines: Sequence[WaitingNote]) -> None:
    """Add lines to the minutes, numbered on; the edition's lock is held."""
    for number, line in enumerate(lines, start=next_number(session, edition_id)):
        line.edition_id, line.number = edition_id, number
    session.add_all(lines)
    flush(session)
