"""Verbs on users: create, invite, set a password, sign in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from exchange.accounts.models import SignInAttempt, User
from exchange.accounts.queries import failures_since, user_by_email
from exchange.accounts.rules import (
    INVITATION_LIFETIME,
    WINDOW,
    ensure_attempt_allowed,
    ensure_link_allowed,
    ensure_password_strength,
    plain_address,
)
from exchange.audit.services import created, record
from exchange.core import clock
from exchange.core.database import expect_version, flush, take_turns
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.links import LinkPurpose, Target, find_random, issue_random, live_links, revoke
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, Role
from exchange.core.translate import translate
from exchange.outbox.services import write_mail

#: OWASP's argon2id parameters: 19 MiB, two passes, one lane.
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
#: Verified when an address has no account, so that the answer takes as long.
_NOBODY: Final = (
    "$argon2id$v=19$m=19456,t=2,p=1$RNKqRfDc0gOm6FvJPI5DCg"
    "$vjDA4pP5O9LFuicwWU4Nhr0893beVQAi3iUpNeN0zrg"
)
_ATTEMPTS_KEPT: Final = timedelta(days=1)
_NO_ACCOUNT: Final = ""


@dataclass(frozen=True, slots=True)
class NewUser:
    """What is known of a person who gets an account."""

    email: str
    name: str
    role: Role
    school_id: UUID | None = None
    section: str | None = None
    is_demo: bool = False


def hash_password(password: str) -> str:
    """Return the argon2 hash; takes some 50 ms, so do it before a transaction begins."""
    return _HASHER.hash(password)


def hash_new_password(password: str) -> str:
    """Return the hash of a password a person chose; raises DomainError when it is too short."""
    ensure_password_strength(password)
    return hash_password(password)


def password_matches(password: str, hashed: str | None) -> bool:
    """Say whether a password is the hashed one; as slow for nobody as for somebody."""
    try:
        return _HASHER.verify(hashed or _NOBODY, password) and hashed is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def create_user(
    session: Session, *, actor: Actor, new: NewUser, password_hash: str | None = None
) -> User:
    """Create an account; without a password it waits for its invitation."""
    user = User(
        email=plain_address(new.email),
        name=new.name.strip(),
        role=new.role,
        school_id=new.school_id,
        section=new.section,
        is_demo=new.is_demo,
        password_hash=password_hash,
    )
    session.add(user)
    flush(session)
    values = {"email": user.email, "name": user.name, "role": user.role}
    record(
        session,
        actor=actor,
        act="accounts.create",
        subject=Subject("user", user.id),
        changes=created(values),
    )
    return user


def invite(session: Session, *, actor: Actor, user: User) -> str:
    """Make an invitation to set a password; returns its token, which is shown only once.

    Earlier invitations of the user stop working. Raises DomainError for an ended account.
    """
    if not user.active:
        raise DomainError(message("accounts.error.ended"))
    target = Target(LinkPurpose.INVITATION, "user", user.id)
    for link in live_links(session, target):
        revoke(link)
    _, token = issue_random(session, target, expires_at=clock.machine_now() + INVITATION_LIFETIME)
    record(session, actor=actor, act="accounts.invite", subject=Subject("user", user.id))
    return token


def mail_invitation(session: Session, *, user: User, link: str, language: str) -> None:
    """Write the mail that brings an invitation; it leaves with the transaction."""
    days = INVITATION_LIFETIME.days
    body = message("accounts.mail.invitation.body", name=user.name, link=link, days=days)
    write_mail(
        session,
        to=user.email,
        subject=translate(message("accounts.mail.invitation.subject"), language),
        body=translate(body, language),
        language=language,
    )


def invited_user(session: Session, token: str) -> User:
    """Return the user an unused invitation is for; raises NotFoundError."""
    link = find_random(session, LinkPurpose.INVITATION, token)
    user = session.get(User, link.subject_id)
    if link.used_at is not None or user is None or not user.active:
        raise NotFoundError(message("core.error.link"))
    return user


def accept_invitation(session: Session, *, token: str, password_hash: str) -> User:
    """Set the password by an invitation, which is then used up; ends older sessions."""
    link = find_random(session, LinkPurpose.INVITATION, token)
    session.refresh(link, with_for_update=True)
    user = invited_user(session, token)
    link.used_at = clock.machine_now()
    user.password_hash = password_hash
    user.session_generation += 1
    record(
        session,
        actor=user.as_actor(),
        act="accounts.set_password",
        subject=Subject("user", user.id),
        changes={"password": (None, None)},
        without_values=True,
    )
    flush(session)
    return user


def deactivate(session: Session, *, actor: Actor, user: User, version: int) -> None:
    """End an account and its sessions; what the user did stays."""
    expect_version(user, version)
    if user.id == actor.user_id:
        raise DomainError(message("accounts.error.deactivate_self"))
    user.active = False
    user.session_generation += 1
    record(
        session,
        actor=actor,
        act="accounts.deactivate",
        subject=Subject("user", user.id),
        changes={"active": (True, False)},
    )
    flush(session)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A counted attempt and what a password is compared with; a link's has neither."""

    id: UUID
    #: Who it would be; None when the address has no active account.
    actor: Actor | None
    password_hash: str | None
    generation: int


def begin_attempt(session: Session, *, email: str, address: str) -> Attempt:
    """Count a sign-in attempt before the password is looked at.

    Raises TooManyAttemptsError. Attempts older than a day are dropped on the way.
    """
    moment = clock.machine_now()
    known = plain_address(email)
    take_turns(session, f"sign-in of {known}")  # or attempts at one moment would not see each other
    take_turns(session, f"sign-in from {address}")
    by_email, by_address = failures_since(
        session, email=known, address=address, since=moment - WINDOW
    )
    ensure_attempt_allowed(failures_by_email=by_email, failures_by_address=by_address)
    key = _count(session, email=known, address=address, moment=moment)
    user = user_by_email(session, known)
    if user is None or not user.active:
        return Attempt(key, None, None, 0)
    return Attempt(key, user.as_actor(), user.password_hash, user.session_generation)


def begin_link_attempt(session: Session, *, address: str) -> Attempt:
    """Count the opening of a secret link before it is looked up; a live one is then finished.

    Failed sign-ins from the address count with it. Raises TooManyLinksError.
    """
    moment = clock.machine_now()
    take_turns(session, f"sign-in from {address}")
    _, by_address = failures_since(
        session, email=_NO_ACCOUNT, address=address, since=moment - WINDOW
    )
    ensure_link_allowed(failures_by_address=by_address)
    return Attempt(
        _count(session, email=_NO_ACCOUNT, address=address, moment=moment), None, None, 0
    )


def finish_attempt(session: Session, *, attempt: Attempt) -> None:
    """Mark an attempt as a success; it no longer counts as a failure."""
    session.execute(
        update(SignInAttempt).where(SignInAttempt.id == attempt.id).values(succeeded=True)
    )


def _count(session: Session, *, email: str, address: str, moment: datetime) -> UUID:
    session.execute(delete(SignInAttempt).where(SignInAttempt.at < moment - _ATTEMPTS_KEPT))
    row = SignInAttempt(email=email, address=address, at=moment)
    session.add(row)
    session.flush()
    return row.id


def note_activity(session: Session, *, user_id: UUID) -> None:
    """Remember that a user was here; neither the row's version nor its change date moves."""
    session.execute(
        update(User)
        .where(User.id == user_id)
        .values(last_seen_at=clock.machine_now(), updated_at=User.updated_at)
    )
