"""What the division makes of applications that stand alone: join, take, refuse."""

from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import flush
from exchange.core.errors import DomainError
from exchange.core.keys import Keyring
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.translate import translate
from exchange.outbox.services import write_mail
from exchange.youth.enums.applications import ApplicationAnswer
from exchange.youth.models import Application, Edition, Registration
from exchange.youth.queries.applications import edition_id_of_application, locked_application
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.queries.schools import locked_school, pupil_by_match
from exchange.youth.rules.applying import ensure_alone
from exchange.youth.rules.pupils import match_key
from exchange.youth.rules.registrations import ANEW, ensure_changeable
from exchange.youth.services.applicants import admit_applicant, there_of
from exchange.youth.services.steps import expect_seen
from exchange.youth.services.written import answers_of, entry_from


def beside_now(
    session: Session, edition: Edition, row: Application, ring: Keyring
) -> Registration | None:
    """Return the registration that the child of an application has now, whoever made it when."""
    answers = answers_of(row, ring)
    if not answers or row.school_id is None:
        return None
    entry = entry_from(answers, row.mail)
    key = match_key(entry.name, entry.birth_date)
    return there_of(session, edition, pupil_by_match(session, row.school_id, key))


def join_application(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    ring: Keyring,
    version: int | None = None,
) -> Registration:
    """Let the guardian hold the registration that is there; nothing of it changes.

    Where it names no address, consent is asked at the application's from now on.
    """
    edition, row = _alone(session, actor, application_id, version)
    found = beside_now(session, edition, row, ring)
    if found is None or found.state in ANEW:
        raise DomainError(message("youth.apply.error.nothing_beside"))
    row.registration_id = row.beside_id = found.id
    if not found.guardian_mail:
        found.guardian_mail, found.guardian_language = row.mail, row.language
        flush(session)
        record(
            session,
            actor=actor,
            act="registrations.change",
            subject=Subject("registration", found.id),
            changes={"guardian_mail": (None, row.mail)},
        )
    _answer(session, actor, row, ApplicationAnswer.JOINED)
    return found


def take_application(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    ring: Keyring,
    version: int | None = None,
) -> Registration:
    """Register the child as a pupil of the named school, also after the window's end.

    Seats are as they are now; refused where the child is registered: then it can be joined.
    """
    edition, row = _alone(session, actor, application_id, version)
    school = locked_school(session, row.school_id)
    entry = entry_from(answers_of(row, ring), row.mail)
    registration = admit_applicant(session, actor=actor, places=(edition, school), entry=entry)
    registration.guardian_language = row.language
    row.registration_id = registration.id
    _answer(session, actor, row, ApplicationAnswer.TAKEN)
    return registration


def refuse_application(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    reason: str,
    version: int | None = None,
) -> None:
    """End an application with a reason that stays inside; the mail tells nothing of anybody."""
    edition, row = _alone(session, actor, application_id, version)
    if not reason:
        raise DomainError(message("youth.error.reason_missing"), field="reason")
    row.reason = reason
    _answer(session, actor, row, ApplicationAnswer.REFUSED)
    title = edition.title.in_language(row.language)
    subject = message("youth.apply.mail.ended_subject", edition=title)
    body = message("youth.apply.mail.ended", edition=title)
    write_mail(
        session,
        to=row.mail,
        subject=translate(subject, row.language),
        body=translate(body, row.language),
        language=row.language,
    )


def _alone(
    session: Session, actor: Actor, application_id: UUID, version: int | None
) -> tuple[Edition, Application]:
    """Lock an application that stands alone in an edition the actor may decide about."""
    edition = locked_edition(session, actor, edition_id_of_application(session, application_id))
    row = locked_application(session, application_id)
    ensure_changeable(edition.state)
    expect_seen(row, version)
    ensure_alone(row)
    return edition, row


def _answer(session: Session, actor: Actor, row: Application, answer: ApplicationAnswer) -> None:
    row.answer, row.answered_at, row.answered_by = answer, clock.now(), actor.name
    flush(session)
    record(
        session,
        actor=actor,
        act="applications.answer",
        subject=Subject("application", row.id),
        changes={"answer": (None, answer)},
    )
