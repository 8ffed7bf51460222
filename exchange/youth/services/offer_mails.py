"""Tell a guardian of an offered seat, with the own link: a job, which knows where links lead."""

from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core.database import transact
from exchange.core.messages import Message, message
from exchange.core.printing import day_text
from exchange.jobs.services import enqueue
from exchange.jobs.worker import Work
from exchange.youth.enums import RegistrationState
from exchange.youth.models import Registration, School
from exchange.youth.queries.consents import requests_of
from exchange.youth.queries.waiting import locked_offer, newest_steps
from exchange.youth.rules.consents import is_asked
from exchange.youth.services.consent_links import LinkPrinter, keep_asked, printer_of
from exchange.youth.services.telling import tell_guardian

#: Kind of the job that writes to the guardian.
TELL_OFFER: Final = "youth.tell_offer"


def plan_offer_mail(session: Session, registration: Registration) -> None:
    """Let a job write to the guardian of whoever was offered a seat, once this is committed."""
    enqueue(session, TELL_OFFER, {"registration": str(registration.id)})


def tell_offer(work: Work) -> None:
    """Do the job; on a closed network no link is sent."""
    key, printer = UUID(work.arguments["registration"]), printer_of(work.settings)
    transact(
        work.database,
        lambda session: tell_of_offer(session, registration_id=key, printer=printer),
    )


def tell_of_offer(session: Session, *, registration_id: UUID, printer: LinkPrinter | None) -> int:
    """Write to the guardian of an offer that still stands, once; return how many mails."""
    row = locked_offer(session, registration_id)
    if row is None or row.offer_until is None:
        return 0
    body = message(
        "youth.waiting.mail.offer_guardian",
        edition=row.edition.title.in_language(row.guardian_language),
        day=day_text(row.offer_until, row.guardian_language),
        answer=how_to_answer(session, row, row.offer_until, printer),
    )
    subject = message("youth.waiting.mail.offer_subject")
    once = newest_steps(session, [row.id], RegistrationState.OFFERED)[row.id].id
    return tell_guardian(session, row, subject, body, once=once)


def how_to_answer(
    session: Session, row: Registration, until: date, printer: LinkPrinter | None
) -> Message:
    """Say where an offer is answered: on the guardian's own page, or to the school.

    Who consented on paper has no link yet and gets one. No link is made for whom none is sent.
    """
    school = session.get_one(School, row.pupil.school_id).name
    is_reached = row.guardian_mail is not None and not row.pupil.needs_care
    if printer is None or not is_reached or not is_asked(row.kind, row.state):
        return message("youth.waiting.mail.answer_school", school=school)
    known = requests_of(session, [row.id]).get(row.id)
    asked = known or keep_asked(session, row, None, until)
    link = printer.address(asked.link)
    return message("youth.waiting.mail.answer_link", school=school, link=link)
