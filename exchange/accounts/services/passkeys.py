"""Verbs on passkeys: add, remove, sign in with one."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from exchange.accounts.models import Passkey, User
from exchange.accounts.passkeys import (
    NewPasskey,
    PasskeyUnknownError,
    ensure_counted_on,
    ensure_room,
)
from exchange.accounts.queries import locked_passkey, passkeys_of
from exchange.accounts.rules import ensure_another
from exchange.accounts.services.sessions import end_sessions
from exchange.audit.services import created, record
from exchange.core import clock
from exchange.core.database import flush
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.translate import translate
from exchange.outbox.services import write_mail


def add_passkey(session: Session, *, actor: Actor, new: NewPasskey, name: str) -> Passkey:
    """Add a passkey to one's own account; raises DomainError when it is known or one too many."""
    user_id = actor.known_id
    session.get_one(User, user_id, with_for_update=True)  # two at one moment would not be counted
    ensure_room(len(passkeys_of(session, user_id)))
    row = Passkey(
        user_id=user_id,
        credential_id=new.credential_id,
        public_key=new.public_key,
        sign_count=new.sign_count,
        name=name,
        added_at=clock.machine_now(),
    )
    session.add(row)
    record(
        session,
        actor=actor,
        act="accounts.add_passkey",
        subject=Subject("user", user_id),
        changes=created({"name": name}),
    )
    flush(session)
    return row


def tell_of_new_passkey(session: Session, *, user: User, name: str, language: str) -> None:
    """Write a person the mail that says a passkey was added to their account."""
    body = message("accounts.mail.new_passkey.body", name=user.name, passkey=name)
    write_mail(
        session,
        to=user.email,
        subject=translate(message("accounts.mail.new_passkey.subject"), language),
        body=translate(body, language),
        language=language,
    )


def remove_passkey(session: Session, *, actor: Actor, row: Passkey) -> None:
    """Remove a passkey: it signs nobody in any more."""
    row.removed_at = clock.machine_now()
    record(
        session,
        actor=actor,
        act="accounts.remove_passkey",
        subject=Subject("user", row.user_id),
        changes={"name": (row.name, None)},
    )
    flush(session)


def remove_lost_passkeys(session: Session, *, actor: Actor, user: User) -> int:
    """Remove every passkey of another person, who lost the device; their sessions end.

    Return how many. One's own are removed on one's own page.
    """
    ensure_another(actor, user.id)
    rows = passkeys_of(session, user.id)
    for row in rows:
        remove_passkey(session, actor=actor, row=row)
    end_sessions(session, user_id=user.id)
    return len(rows)


def tell_of_lost_passkeys(session: Session, *, user: User, language: str) -> None:
    """Write a person the mail that says their passkeys were removed."""
    write_mail(
        session,
        to=user.email,
        subject=translate(message("accounts.mail.passkeys.subject"), language),
        body=translate(message("accounts.mail.passkeys.body", name=user.name), language),
        language=language,
    )


def use_passkey(
    session: Session,
    *,
    credential_id: str,
    user_handle: bytes | None,
    count_of: Callable[[bytes], int],
) -> User:
    """Return who signs in with a passkey; `count_of` verifies the answer by its public key.

    Raises PasskeyUnknownError, what `count_of` raises, and DomainError for a copied passkey.
    """
    row = locked_passkey(session, credential_id)
    user = session.get(User, row.user_id) if row else None
    if row is None or user is None or not user.active or user_handle != user.id.bytes:
        raise PasskeyUnknownError
    count = count_of(row.public_key)
    ensure_counted_on(before=row.sign_count, now=count)
    row.sign_count, row.used_at = count, clock.machine_now()
    flush(session)
    return user
