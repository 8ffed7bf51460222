"""Tell a guardian, a school or the division something by mail; a child is never written to."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from exchange.accounts.queries import active_users, users_of_school
from exchange.core.languages import Language
from exchange.core.messages import Message, message
from exchange.core.permissions import Role
from exchange.core.translate import translate
from exchange.outbox.services import write_mail, write_mail_once
from exchange.youth.models import Edition, Programme, Pupil, Registration, School
from exchange.youth.rules.registrations import number_of

#: By this a subject names the edition itself.
_EDITION: Final = "edition"


def tell_guardian(
    session: Session,
    registration: Registration,
    subject: Message,
    body: Message,
    *,
    once: UUID | None = None,
) -> int:
    """Write to a registration's guardian in the guardian's language; return how many mails.

    The edition stands in the subject, and a number tells the mails of brothers and sisters apart;
    no child is named. `once` is what the
    mail is about: of that an address hears one time. None without an address, and none about a
    pupil who is to be handled with care: a manager decides how such a family is reached.
    """
    address = registration.guardian_mail
    if not address or session.get_one(Pupil, registration.pupil_id).needs_care:
        return 0
    number = number_of(registration.id)
    told = message(
        "youth.mail.guardian_body",
        body=body,
        number=number,
        school=session.get_one(School, registration.school_id).name,
        grade=registration.grade,
    )
    about = message("youth.mail.guardian_subject", subject=subject, number=number)
    if _EDITION not in subject.params:
        title = session.get_one(Edition, registration.edition_id).title
        about = message(
            "youth.mail.guardian_subject_of",
            subject=subject,
            edition=title.in_language(registration.guardian_language),
            number=number,
        )
    return _write_all(
        session, [address], about, told, language=registration.guardian_language, once=once
    )


def tell_school_of(
    session: Session,
    registration: Registration,
    subject: Message,
    body: Message,
    *,
    once: UUID | None = None,
) -> int:
    """Write to the school at which a registration's pupil is now; return how many mails.

    `once` is what the mail is about, as of `tell_guardian`.
    """
    school_id = session.get_one(Pupil, registration.pupil_id).school_id
    return _write_all(session, _accounts_of(session, school_id), subject, body, once=once)


def tell_division(session: Session, programme: Programme, subject: Message, body: Message) -> int:
    """Write to whoever decides about a programme, in Japanese; return how many mails."""
    actors = [(user.email, user.as_actor()) for user in active_users(session)]
    addresses = [
        email
        for email, actor in actors
        if actor.may("registrations:decide")
        and (actor.role is not Role.SECTION or actor.section == programme.section)
    ]
    return _write_all(session, addresses, subject, body)


def tell_school(session: Session, school_id: UUID, subject: Message, body: Message) -> int:
    """Write to each active account of a school, in Japanese; return how many mails."""
    return _write_all(session, _accounts_of(session, school_id), subject, body)


def _accounts_of(session: Session, school_id: UUID) -> Sequence[str]:
    return [user.email for user in users_of_school(session, school_id)]


def _write_all(
    session: Session,
    addresses: Sequence[str],
    subject: Message,
    body: Message,
    *,
    language: str = Language.JA,
    once: UUID | None = None,
) -> int:
    written = 0
    for address in addresses:
        values = {
            "to": address,
            "subject": translate(subject, language),
            "body": translate(body, language),
            "language": language,
        }
        if once is None:
            write_mail(session, **values)
        elif not write_mail_once(session, key=uuid5(once, address), **values):
            continue
        written += 1
    return written
