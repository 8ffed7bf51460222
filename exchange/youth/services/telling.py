"""Tell a guardian or a school something by mail; a child is never written to."""

from uuid import UUID

from sqlalchemy.orm import Session

from exchange.accounts.queries import users_of_school
from exchange.core.languages import Language
from exchange.core.messages import Message
from exchange.core.translate import translate
from exchange.outbox.services import write_mail
from exchange.youth.models import Pupil, Registration


def tell_guardian(
    session: Session, registration: Registration, subject: Message, body: Message
) -> int:
    """Write to a registration's guardian in the guardian's language; return how many mails.

    None without an address, and none about a pupil who is to be handled with care: a manager
    decides how such a family is reached.
    """
    address = registration.guardian_mail
    if not address or session.get_one(Pupil, registration.pupil_id).needs_care:
        return 0
    language = registration.guardian_language
    write_mail(
        session,
        to=address,
        subject=translate(subject, language),
        body=translate(body, language),
        language=language,
    )
    return 1


def tell_school_of(
    session: Session, registration: Registration, subject: Message, body: Message
) -> int:
    """Write to the school at which a registration's pupil is now; return how many mails."""
    school_id = session.get_one(Pupil, registration.pupil_id).school_id
    return tell_school(session, school_id, subject, body)


def tell_school(session: Session, school_id: UUID, subject: Message, body: Message) -> int:
    """Write to each active account of a school, in Japanese; return how many mails."""
    language = Language.JA
    addresses = [user.email for user in users_of_school(session, school_id)]
    for address in addresses:
        write_mail(
            session,
            to=address,
            subject=translate(subject, language),
            body=translate(body, language),
            language=language,
        )
    return len(addresses)
