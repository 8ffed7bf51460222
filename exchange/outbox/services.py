"""Verbs on mails: write, send, try again."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from config import Contact, SettingsError
from exchange.audit.enums.purposes import Purpose
from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import flush, transact
from exchange.core.errors import GoneError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.text import clean_line
from exchange.jobs.services import enqueue
from exchange.jobs.worker import AttemptFailedError, NotYetError, Work
from exchange.outbox.enums import NEXT, SEND, MailState
from exchange.outbox.models import Mail
from exchange.outbox.queries import jobs_of, mails_gone_to, mails_to_empty
from exchange.outbox.rules import signed
from exchange.outbox.transport import DeliveryError, Letter, deliver

#: How long a mail waits for a mail server to be named.
_PAUSE: Final = timedelta(minutes=10)
#: What a session knows in which a mail was written.
WRITTEN: Final = "mail_written"


def write_mail(session: Session, *, to: str, subject: str, body: str, language: str) -> Mail:
    """Write a mail in the caller's transaction; a job sends it once that is committed."""
    mail = Mail(recipient=to, subject=clean_line(subject), body=body, language=language)
    _put(session, mail)
    return mail


def write_mail_once(
    session: Session, *, key: UUID, to: str, subject: str, body: str, language: str
) -> bool:
    """Write the mail of a key as `write_mail` does; say whether it was not there before."""
    if session.get(Mail, key) is not None:
        return False
    _put(
        session,
        Mail(id=key, recipient=to, subject=clean_line(subject), body=body, language=language),
    )
    return True


def retry_mail(session: Session, *, actor: Actor, mail: Mail) -> None:
    """Let a failed mail be sent anew; raises TransitionError for any other, GoneError."""
    NEXT.ensure(mail.state, MailState.WAITING)
    _ensure_kept(mail)
    _let_wait(session, actor, mail)
    session.info[WRITTEN] = True
    enqueue(session, SEND, {"mail": str(mail.id)})
    flush(session)


def hand_over(session: Session, *, actor: Actor, mail: Mail) -> None:
    """Note that a mail was printed and given to its recipient; raises TransitionError once sent.

    Its text is forgotten, as a sent one's is, and its job finds nothing to send.
    """
    NEXT.ensure(mail.state, MailState.PRINTED)
    _ensure_kept(mail)
    record(
        session,
        actor=actor,
        act="outbox.hand_over",
        subject=Subject("mail", mail.id),
        changes={"state": (mail.state, MailState.PRINTED)},
    )
    mail.state = MailState.PRINTED
    mail.body = mail.error = None
    flush(session)


def note_preview(session: Session, *, actor: Actor, key: UUID) -> None:
    """Note that somebody read what a mail says; written before the answer leaves."""
    record(
        session,
        actor=actor,
        act="outbox.read",
        subject=Subject("mail", key),
        purpose=Purpose.CONTACT,
    )


def revive(session: Session, actor: Actor, arguments: Mapping[str, str]) -> None:
    """Let the failed mail of a job that is tried anew wait again; any other stays as it is."""
    mail = session.get(Mail, UUID(arguments["mail"]), with_for_update=True)
    if mail is not None and mail.state is MailState.FAILED and mail.recipient:
        _let_wait(session, actor, mail)


def send(work: Work) -> None:
    """Send the mail of a job; one that was sent already, or given up, is left alone.

    The server is spoken to outside any transaction. A worker that dies between the server's
    answer and ours sends the mail twice, under one Message-ID.
    """
    key = UUID(work.arguments["mail"])
    letter = transact(work.database, lambda session: _letter(session, key, work.settings.contact))
    if letter is None:
        return
    if work.settings.mail_url is None:
        raise NotYetError(_PAUSE)
    try:
        deliver(letter, work.settings.mail_url)
    except (DeliveryError, ValueError) as error:
        failure = _failure_of(error)
        transact(work.database, lambda session: _note_error(session, key, str(failure)))
        raise failure from error
    transact(work.database, lambda session: _note_sent(session, key))


def give_up(session: Session, arguments: Mapping[str, str], reason: str) -> None:
    """Mark a mail whose job failed for good, whatever the reason: a person can try again."""
    mail = session.get(Mail, UUID(arguments["mail"]), with_for_update=True)
    if mail is not None and mail.state is MailState.WAITING:
        mail.state = MailState.FAILED
        mail.error = reason[:300]


def empty_old(session: Session, *, actor: Actor, today: date, limit: int) -> Sequence[Mail]:
    """Empty the mails whose time is over, and what their jobs said of them; return them.

    One that never left is given up with that: no link in it opens any more.
    """
    mails = mails_to_empty(session, today, limit=limit)
    _empty(session, mails)
    return mails


def forget_addresses(session: Session, addresses: Collection[str]) -> None:
    """Empty every mail that went to addresses which are kept for nobody; what waits still goes."""
    if addresses:
        _empty(session, mails_gone_to(session, addresses))


def _empty(session: Session, mails: Sequence[Mail]) -> None:
    for job in jobs_of(session, mails):
        job.error = None
    for mail in mails:
        mail.recipient = mail.subject = ""
        mail.body = mail.error = None
        if mail.state is MailState.WAITING:
            mail.state = MailState.FAILED
    flush(session)


def _ensure_kept(mail: Mail) -> None:
    if not mail.recipient:
        raise GoneError(message("outbox.error.emptied"))


def _put(session: Session, mail: Mail) -> None:
    session.add(mail)
    session.flush()
    session.info[WRITTEN] = True
    enqueue(session, SEND, {"mail": str(mail.id)})


def _let_wait(session: Session, actor: Actor, mail: Mail) -> None:
    record(
        session,
        actor=actor,
        act="outbox.retry",
        subject=Subject("mail", mail.id),
        changes={"state": (mail.state, MailState.WAITING)},
    )
    mail.state = MailState.WAITING


def _failure_of(error: DeliveryError | ValueError) -> AttemptFailedError:
    """Say why a letter was not sent; one that cannot be written never can."""
    if isinstance(error, DeliveryError):
        return AttemptFailedError(str(error), is_final=error.is_final)
    if isinstance(error, SettingsError):
        return AttemptFailedError(str(error))
    return AttemptFailedError(
        f"the letter cannot be written: {type(error).__name__}", is_final=True
    )


def _letter(session: Session, key: UUID, contact: Contact) -> Letter | None:
    mail = session.get(Mail, key)
    if mail is None or mail.body is None or mail.state is not MailState.WAITING:
        return None
    body = signed(mail.body, mail.language, contact)
    return Letter(mail.id, mail.recipient, mail.subject, body, mail.language)


def _note_error(session: Session, key: UUID, reason: str) -> None:
    session.get_one(Mail, key).error = reason[:300]


def _note_sent(session: Session, key: UUID) -> None:
    mail = session.get_one(Mail, key)
    mail.state = MailState.SENT
    mail.sent_at = clock.machine_now()
    mail.body = mail.error = None
