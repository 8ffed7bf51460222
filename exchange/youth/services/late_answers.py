"""Remind of an offer, and of health and passport, that nobody has answered: each once."""

from datetime import date
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.languages import OFFICE_ZONE
from exchange.core.messages import Message, message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.printing import day_text
from exchange.youth.enums import RegistrationState
from exchange.youth.models import Registration, RegistrationStep
from exchange.youth.queries.consents import requests_of
from exchange.youth.queries.followups import followed_up, known_since, missing_of
from exchange.youth.queries.waiting import newest_steps, standing_offers
from exchange.youth.rules.consents import due_reminder
from exchange.youth.rules.waiting import is_ending
from exchange.youth.services.consent_links import LinkPrinter, keep_asked
from exchange.youth.services.offer_mails import how_to_answer
from exchange.youth.services.telling import tell_guardian, tell_school_of

_OFFER: Final = "offer"
_FOLLOW_UP: Final = "follow_up"


def remind_of_offers(session: Session, *, actor: Actor, printer: LinkPrinter | None) -> int:
    """Remind of each offer that ends tomorrow, once; return of how many.

    The guardian is written to, or the school where no mail reaches the guardian.
    """
    today = clock.today()
    rows = standing_offers(session, today)
    steps = newest_steps(session, [row.id for row in rows], RegistrationState.OFFERED)
    reminded = 0
    for row in rows:
        step, until = steps[row.id], row.offer_until
        if until is None or not is_ending(until, offered_on=_day(step), today=today):
            continue
        if _remind_of_offer(session, row, until, once=uuid5(step.id, _OFFER), printer=printer):
            _record(session, actor, row, _OFFER)
            reminded += 1
    return reminded


def remind_of_follow_ups(session: Session, *, actor: Actor, printer: LinkPrinter) -> int:
    """Remind of health and passport on the days after they were asked; return of how many.

    Of a family that is handled with care nobody is reminded: a manager reaches it.
    """
    today = clock.today()
    rows = followed_up(session, today)
    missing, known = missing_of(session, rows), known_since(session, rows)
    reminded = 0
    for row in rows:
        if row.id not in known or not missing[row.id]:
            continue
        step_id, since = known[row.id].step_id, known[row.id].since
        due = due_reminder(asked_on=since, reminded_day=0, today=today)
        if due and _remind_of_follow_up(session, row, uuid5(step_id, f"{due}"), printer):
            _record(session, actor, row, _FOLLOW_UP)
            reminded += 1
    return reminded


def _remind_of_offer(
    session: Session, row: Registration, until: date, *, once: UUID, printer: LinkPrinter | None
) -> int:
    subject = message("youth.waiting.mail.remind_subject")
    body = message(
        "youth.waiting.mail.remind_guardian",
        edition=row.edition.title.in_language(row.guardian_language),
        day=day_text(until, row.guardian_language),
        answer=how_to_answer(session, row, until, printer),
    )
    if row.guardian_mail and not row.pupil.needs_care:
        return tell_guardian(session, row, subject, body, once=once)
    told = message("youth.waiting.mail.remind_school", day=until)
    return tell_school_of(session, row, subject, told, once=once)


def _remind_of_follow_up(
    session: Session, row: Registration, once: UUID, printer: LinkPrinter
) -> int:
    subject = message("youth.followup.mail.subject")
    if not row.guardian_mail:
        told = message("youth.followup.mail.school")
        return tell_school_of(session, row, subject, told, once=once)
    return tell_guardian(session, row, subject, _ask_again(session, row, printer), once=once)


def _ask_again(session: Session, row: Registration, printer: LinkPrinter) -> Message:
    known = requests_of(session, [row.id]).get(row.id)
    asked = known or keep_asked(session, row, None, clock.today())
    return message(
        "youth.followup.mail.guardian",
        guardian=row.guardian_name,
        edition=row.edition.title.in_language(row.guardian_language),
        school=row.pupil.school.name,
        link=printer.address(asked.link),
    )


def _record(session: Session, actor: Actor, row: Registration, about: str) -> None:
    subject = Subject("registration", row.id)
    changes = {"reminded_of": (None, about)}
    record(session, actor=actor, act="registrations.remind", subject=subject, changes=changes)


def _day(step: RegistrationStep) -> date:
    return step.at.astimezone(OFFICE_ZONE).date()
