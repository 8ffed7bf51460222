"""Invitations: made, mailed, taken up."""

from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.accounts.rules import INVITATION_LIFETIME
from exchange.accounts.services.sessions import end_sessions
from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import flush
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.links import LinkPurpose, Target, find_random, issue_random, live_links, revoke
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.translate import translate
from exchange.outbox.services import write_mail


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
    end_sessions(session, user_id=user.id)
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
