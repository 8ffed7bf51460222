"""Verbs that let a merge leave: confirm once, note what was posted, send a mail again."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from exchange.audit.enums.purposes import Purpose
from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import expect_version, flush
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.letters.enums import LetterDirection, MergeChannel
from exchange.letters.merging import Rendered, addressee, logged_text, rendered
from exchange.letters.models import MailMerge, MergeRecipient
from exchange.letters.queries.merges import all_recipients, locked_merge, recipient_of
from exchange.letters.services.letters import LetterPlan, log_letter
from exchange.letters.services.merges import note_merge
from exchange.outbox.services import retry_mail, write_mail_once

#: The language in which our own lists name people.
_OURS: Final = "ja"
#: As many of those something is missing of are named in one sentence.
_NAMED: Final = 5
#: As long as the subject of a mail may be; names make a title longer than it was typed.
_SUBJECT: Final = 300


def confirm_merge(session: Session, *, actor: Actor, key: UUID, version: int) -> bool:
    """Log a letter a recipient and let the mails leave; say whether it had not been done before.

    All of it or nothing: raises DomainError for a merge that goes to nobody, and naming the
    recipients of whom something is missing. A second time sends nothing.
    """
    merge = locked_merge(session, key)
    if merge.confirmed_at is not None:
        return False
    expect_version(merge, version)
    recipients = all_recipients(session, key)
    letters = [(recipient, rendered(merge, recipient)) for recipient in recipients]
    _ensure_complete(letters)
    for place, (recipient, letter) in enumerate(letters, start=1):
        _send(session, merge, recipient, actor=actor, letter=letter, place=place)
    merge.confirmed_at, merge.confirmed_by = clock.now(), actor.name
    flush(session)
    changes = {"confirmed_at": (None, merge.confirmed_at), "count": (None, len(letters))}
    note_merge(session, merge, actor=actor, act="letters.send_merge", changes=changes)
    return True


def post_merge(session: Session, *, actor: Actor, key: UUID) -> int:
    """Note that the printed letters were posted; say how many had not been before."""
    merge = _sent(session, key)
    if merge.channel is MergeChannel.MAIL:
        raise DomainError(message("letters.error.no_paper"))
    waiting = [each for each in all_recipients(session, key) if each.posted_at is None]
    for recipient in waiting:
        recipient.posted_at = clock.now()
    flush(session)
    if waiting:
        note_merge(
            session,
            merge,
            actor=actor,
            act="letters.post_merge",
            changes={"count": (None, len(waiting))},
        )
    return len(waiting)


def send_again(session: Session, *, actor: Actor, key: UUID, recipient: UUID) -> None:
    """Let the mail of one recipient that was given up be tried anew; raises TransitionError."""
    _sent(session, key)
    found = recipient_of(session, key, recipient)
    if found.mail is None:
        raise DomainError(message("letters.error.no_mail_sent"))
    session.refresh(found.mail, with_for_update=True)
    retry_mail(session, actor=actor, mail=found.mail)


def note_merge_printed(session: Session, *, actor: Actor, key: UUID, count: int) -> None:
    """Note that somebody took a merge's letters on paper, before they leave."""
    subject = Subject("mail_merge", key)
    changes = {"count": (None, count)}
    record(
        session,
        actor=actor,
        act="letters.export",
        subject=subject,
        changes=changes,
        purpose=Purpose.CONTACT,
    )


def _sent(session: Session, key: UUID) -> MailMerge:
    merge = locked_merge(session, key)
    if merge.confirmed_at is None:
        raise DomainError(message("letters.error.merge_draft"))
    return merge


def _ensure_complete(letters: Sequence[tuple[MergeRecipient, Rendered]]) -> None:
    if not letters:
        raise DomainError(message("letters.error.nobody_chosen"))
    lacking = [addressee(each, _OURS) for each, letter in letters if not letter.complete]
    if lacking:
        names, count = "、".join(lacking[:_NAMED]), len(lacking)
        raise DomainError(message("letters.error.lacking", names=names, count=count))


def _send(
    session: Session,
    merge: MailMerge,
    recipient: MergeRecipient,
    *,
    actor: Actor,
    letter: Rendered,
    place: int,
) -> None:
    logged = log_letter(
        session,
        actor=actor,
        partner=recipient.partner.slug,
        plan=_logged(merge, recipient, actor, place),
        key=uuid5(recipient.id, "letter"),
        is_demo=merge.is_demo,
    )
    recipient.place, recipient.letter_id = place, logged.id
    recipient.address = "\n".join(letter.address)
    if merge.channel is not MergeChannel.PAPER:
        mail = uuid5(recipient.id, "mail")
        write_mail_once(
            session,
            key=mail,
            to=letter.mail,
            subject=letter.title.text[:_SUBJECT],
            body=f"{letter.text.text}\n\n{letter.sender.text}\n",
            language=letter.text.tag,
        )
        recipient.mail_id = mail


def _logged(merge: MailMerge, recipient: MergeRecipient, actor: Actor, place: int) -> LetterPlan:
    title, text = logged_text(merge, recipient)
    return LetterPlan(
        direction=LetterDirection.OUT,
        kind=merge.kind,
        day=min(merge.day, clock.today()),  # one dated ahead left today
        title=title,
        text=text,
        number=f"{merge.number}の{place}",
        visit_id=merge.visit_id,
        person_id=recipient.person_id,
        counterpart="" if recipient.person_id else addressee(recipient, _OURS),
        owner_id=actor.user_id,
    )
