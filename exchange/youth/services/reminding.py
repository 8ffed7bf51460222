"""Remind guardians who were asked and have not answered, once on each of the days."""

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import flush, transact
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, system_actor
from exchange.core.printing import day_text
from exchange.jobs.worker import Work
from exchange.youth.enums import ConsentPurpose
from exchange.youth.models import ConsentRequest
from exchange.youth.queries.consents import consents_of, unreminded
from exchange.youth.rules.consents import due_reminder
from exchange.youth.services.consent_links import LinkPrinter, printer_of
from exchange.youth.services.late_answers import remind_of_follow_ups, remind_of_offers
from exchange.youth.services.telling import tell_guardian


def remind_guardians(session: Session, *, actor: Actor, printer: LinkPrinter) -> int:
    """Remind everyone for whom a reminder is due today; return how many mails were written.

    Run twice it reminds once: a request keeps the day of its newest reminder.
    """
    requests = unreminded(session, clock.today())
    consents = consents_of(session, [request.registration_id for request in requests])
    written = 0
    for request in requests:
        answer = consents[request.registration_id].answer(ConsentPurpose.JOIN)
        day = due_reminder(
            asked_on=request.asked_on, reminded_day=request.reminded_day, today=clock.today()
        )
        if answer is None and day is not None and _remind(session, request, printer):
            _keep(session, actor, request, day)
            written += 1
    return written


def remind(work: Work) -> None:
    """Do the job: of offers always, of consent, health and passport where links are sent."""
    printer = printer_of(work.settings)
    actor = system_actor("exchange remind")
    transact(work.database, lambda session: remind_of_offers(session, actor=actor, printer=printer))
    if printer is None:
        return
    transact(work.database, lambda session: remind_guardians(session, actor=actor, printer=printer))
    transact(
        work.database, lambda session: remind_of_follow_ups(session, actor=actor, printer=printer)
    )


def _remind(session: Session, request: ConsentRequest, printer: LinkPrinter) -> int:
    registration = request.registration
    edition = registration.edition
    return tell_guardian(
        session,
        registration,
        message("youth.mail.reminder.subject"),
        message(
            "youth.mail.reminder.body",
            guardian=registration.guardian_name,
            school=registration.school.name,
            edition=edition.title.in_language(registration.guardian_language),
            deadline=day_text(request.deadline, registration.guardian_language),
            link=printer.address(request.link),
        ),
    )


def _keep(session: Session, actor: Actor, request: ConsentRequest, day: int) -> None:
    changes = {"reminded_day": (request.reminded_day, day)}
    request.reminded_day = day
    flush(session)
    subject = Subject("registration", request.registration_id)
    record(session, actor=actor, act="consents.remind", subject=subject, changes=changes)
