"""Passwords: hashed, compared, set and changed."""

import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import update
from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.accounts.rules import ensure_password_strength
from exchange.accounts.services.sessions import end_sessions
from exchange.audit.services import record
from exchange.core.breached import BreachedListError, is_breached
from exchange.core.database import flush
from exchange.core.errors import DomainError
from exchange.core.links import LinkPurpose, Target, live_links, revoke
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.translate import translate
from exchange.outbox.services import write_mail

_LOG: Final = logging.getLogger(__name__)
#: OWASP's argon2id parameters: 19 MiB, two passes, one lane.
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
#: Verified when an address has no account, so that the answer takes as long.
_NOBODY: Final = (
    "$argon2id$v=19$m=19456,t=2,p=1$RNKqRfDc0gOm6FvJPI5DCg"
    "$vjDA4pP5O9LFuicwWU4Nhr0893beVQAi3iUpNeN0zrg"
)


class PasswordUncheckedError(DomainError):
    """The list of breached passwords cannot be read, so that no new one is taken."""

    status = 503

    def __init__(self) -> None:
        super().__init__(message("accounts.error.password_unchecked"), field="password")


def hash_password(password: str) -> str:
    """Return the argon2 hash; takes some 50 ms, so do it before a transaction begins."""
    return _HASHER.hash(password)


def hash_new_password(password: str, *, own: Iterable[str], breached: Path | None) -> str:
    """Return the hash of a password a person chose; raises DomainError for a weak one.

    `own` are the words of its person: name and mail address; `breached` is the list of passwords
    that were breached elsewhere, where one is kept.
    """
    ensure_password_strength(password, own=own)
    if breached is not None:
        _ensure_not_breached(password, breached)
    return hash_password(password)


def _ensure_not_breached(password: str, listed: Path) -> None:
    try:
        found = is_breached(listed, password)
    except BreachedListError as error:
        _LOG.error("EXCHANGE_BREACHED_PASSWORDS: %s %s", listed, error)
        raise PasswordUncheckedError from error
    if found:
        raise DomainError(message("accounts.error.password_breached"), field="password")


def password_matches(password: str, hashed: str | None) -> bool:
    """Say whether a password is the hashed one; as slow for nobody as for somebody."""
    try:
        return _HASHER.verify(hashed or _NOBODY, password) and hashed is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def is_outdated(hashed: str) -> bool:
    """Say whether a hash was made with less than we ask for today."""
    return _HASHER.check_needs_rehash(hashed)


def renew_hash(session: Session, *, user_id: UUID, old: str, new: str) -> None:
    """Keep the same password under a newer hash, unless it was changed meanwhile."""
    session.execute(
        update(User)
        .where(User.id == user_id, User.password_hash == old)
        .values(password_hash=new, updated_at=User.updated_at)
    )


def set_password(session: Session, *, user: User, password_hash: str) -> None:
    """Set a person's password; older sessions and links to another password end."""
    user.password_hash = password_hash
    end_sessions(session, user_id=user.id)
    for purpose in (LinkPurpose.INVITATION, LinkPurpose.PASSWORD_RESET):
        for link in live_links(session, Target(purpose, "user", user.id)):
            revoke(link)
    record(
        session,
        actor=user.as_actor(),
        act="accounts.set_password",
        subject=Subject("user", user.id),
        changes={"password": (None, None)},
        without_values=True,
    )
    flush(session)


def tell_of_password(session: Session, *, user: User, language: str) -> None:
    """Write a person the mail that says their password was changed."""
    write_mail(
        session,
        to=user.email,
        subject=translate(message("accounts.mail.changed.subject"), language),
        body=translate(message("accounts.mail.changed.body", name=user.name), language),
        language=language,
    )
