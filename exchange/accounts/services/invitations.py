"""Invitations: made and mailed."""

from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.accounts.rules import INVITATION_LIFETIME
from exchange.audit.services import record
from exchange.core import clock
from exchange.core.errors import DomainError
from exchange.core.links import LinkPurpose, Target, issue_random, live_links, revoke
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
